import * as z from 'zod/mini'
import { loadAction } from '../actions/index.ts'
import type { Action, Change } from '../actions/port.ts'
import { CannotUndo, Conflicted, Retryable } from '../errors.ts'
import { ledger as open } from '../ledger/index.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { type LineRecord, schema, type UndoRecord, type WaitRecord } from '../ledger/records.ts'
import type { Json } from '../ledger/store.ts'
import { fail, succeed } from '../waits/answer.ts'
import { isOver, lastsSeconds, leaveWait, startRechecks } from '../waits/wait.ts'
import type { World } from '../world.ts'
import { Entered } from './apply.ts'
import { ours } from './change.ts'
import { deadline, fence } from './fence.ts'
import { stageOf } from './stage.ts'
import { changeToken } from './token.ts'

export const UndoInput = z.strictObject({
  do: z.literal('undo'),
  release: z.string(),
  epoch: z.int(),
  resource: z.string(),
  token: z.string(),
  entered: Entered,
})
export type UndoInput = z.infer<typeof UndoInput>

/** Undo may take as long as the change itself, and never less than this. */
const undoSecondsMin = 600

/** Puts one resource back to its before-image, whatever of this release it is at; needs the journal and nothing else. */
export async function undoChange(input: UndoInput, world: World): Promise<void> {
  const ledger = open(world.store)
  await fence(ledger, input.release, input.epoch)
  const lines = linesOf(await ledger.lines(input.release), input.resource)
  const kind = await loadAction(world, newest(lines, input.resource).kind)
  const wait = await leaveWait(world, ledger, {
    release: input.release,
    name: `undo/${input.resource}`,
    subject: 'undo',
    token: input.token,
    attempt: { epoch: input.epoch, entered: input.entered.at, retry: input.entered.retry },
    seconds: Math.max(undoSecondsMin, kind.limitSeconds),
    firstLookSeconds: 15,
    detail: { resource: input.resource },
  })
  if (wait === undefined) return
  if (await progress(world, ledger, wait, lines)) return
  await startRechecks(world, wait)
}

export async function lookAtUndo(world: World, ledger: Ledger, wait: WaitRecord): Promise<void> {
  const lines = linesOf(await ledger.lines(wait.release), String(wait.detail['resource']))
  await progress(world, ledger, wait, lines)
}

/** @returns whether the token was answered: `{resource, done}`; a failed undo is an answer too, so that siblings go on */
async function progress(world: World, ledger: Ledger, wait: WaitRecord, lines: LineRecord[]): Promise<boolean> {
  const resource = String(wait.detail['resource'])
  try {
    const undone = await takeBack(world, ledger, wait, lines)
    if (undone === undefined) {
      if (!isOver(world, wait)) return false
      const late = `not there after ${lastsSeconds(wait)} s`
      await ledger.moveUndo(wait.release, resource, { state: 'failed', because: late, epoch: wait.attempt.epoch })
      await succeed(world, ledger, wait, { resource, done: false, because: late })
      return true
    }
    // What asks people first is left to them; the stages after it do not wait for that answer.
    const done = isFinal(undone)
    await succeed(world, ledger, wait, { resource, done, because: undone.because ?? undone.state })
    return true
  } catch (error) {
    if (!(error instanceof Error) || error instanceof Retryable) throw error
    if (error.name === 'Overtaken') {
      await fail(world, ledger, wait, error)
      return true
    }
    const state = error instanceof Conflicted ? 'conflicted' : 'failed'
    await ledger.moveUndo(wait.release, resource, { state, because: error.message, epoch: wait.attempt.epoch })
    await succeed(world, ledger, wait, { resource, done: false, because: error.message })
    return true
  }
}

async function takeBack(
  world: World,
  ledger: Ledger,
  wait: WaitRecord,
  lines: LineRecord[],
): Promise<UndoRecord | undefined> {
  const resource = String(wait.detail['resource'])
  const line = newest(lines, resource)
  const kind = await loadAction(world, line.kind)
  const target = kind.target.parse(line.target)
  const stands = await ledger.undo(wait.release, resource)
  if (stands !== undefined && isFinal(stands)) return stands
  const now = world.now()
  // A call of the forward way, or of a way back that died, may still be running until its deadline.
  const running = [...lines.filter((one) => one.state === 'intended'), ...(stands?.state === 'undoing' ? [stands] : [])]
  const until = Math.max(0, ...running.filter((one) => one !== stands || stands.epoch !== 0).map((one) => one.deadline))
  if (now < until) {
    await ledger.setDetail(wait.release, wait.name, wait.attempt, { lookAt: until })
    return undefined
  }
  if (stands?.state === 'put-back' && stands.epoch === wait.attempt.epoch) {
    return lookBack(world, ledger, wait, kind, target, stands, lines)
  }
  const record = await beginBack(world, ledger, wait, kind, target, line)
  if (record.state !== 'undoing') return record
  await fence(ledger, wait.release, wait.attempt.epoch)
  const before = await beforeImage(ledger, wait.release, resource)
  const mark = await kind.go(target, before, world, await asBack(ledger, wait, resource, record, lines))
  const putBack = await ledger.moveUndo(wait.release, resource, {
    state: 'put-back',
    mark,
    putBackAt: world.now(),
    epoch: wait.attempt.epoch,
  })
  const wakes = kind.wakes(target, mark)
  if (wakes.length > 0) await ledger.addWakes(wait.release, wait.name, wait.attempt, wakes)
  return lookBack(world, ledger, wait, kind, target, putBack, lines)
}

async function beginBack(
  world: World,
  ledger: Ledger,
  wait: WaitRecord,
  kind: Action<unknown, Json, Json>,
  target: unknown,
  line: LineRecord,
): Promise<UndoRecord> {
  const way = kind.comeBack(target)
  return ledger.putUndo(wait.release, {
    schema,
    resource: line.resource,
    kind: kind.kind,
    action: line.action,
    stage: stageOf(kind, target, line.phase),
    state: way.way === 'undo' ? 'undoing' : way.way,
    epoch: wait.attempt.epoch,
    deadline: deadline(world),
    startedAt: world.now(),
    ...(way.because !== undefined && { because: way.because }),
  })
}

/** There, and the world has followed (resolvers, drains): the barrier between stages waits for both. */
async function lookBack(
  world: World,
  ledger: Ledger,
  wait: WaitRecord,
  kind: Action<unknown, Json, Json>,
  target: unknown,
  record: UndoRecord,
  lines: LineRecord[],
): Promise<UndoRecord | undefined> {
  const { resource } = record
  const before = await beforeImage(ledger, wait.release, resource)
  const look = await kind.look(target, before, record.mark, world, await asBack(ledger, wait, resource, record, lines))
  if (look === 'there') {
    const now = world.now()
    const thereAt = typeof wait.detail['thereAt'] === 'number' ? wait.detail['thereAt'] : now
    const follows = thereAt + (kind.followSeconds?.(target, before) ?? 0) * 1000
    if (now >= follows)
      return ledger.moveUndo(wait.release, resource, { state: 'undone', undoneAt: now, epoch: wait.attempt.epoch })
    await ledger.setDetail(wait.release, wait.name, wait.attempt, { thereAt, lookAt: follows })
    return undefined
  }
  if (look === 'not-yet' || 'notYet' in look) return undefined
  if ('elsewhere' in look) throw new Conflicted(resource, look.elsewhere)
  throw new CannotUndo(resource, look.whatToDo === undefined ? look.failed : `${look.failed}; ${look.whatToDo}`)
}

async function asBack(
  ledger: Ledger,
  wait: WaitRecord,
  resource: string,
  record: UndoRecord,
  lines: LineRecord[],
): Promise<Change<Json>> {
  return {
    release: wait.release,
    action: record.action,
    direction: 'back',
    token: changeToken(wait.release, resource, 0, 'back'),
    ours: ours(await ledger.before(wait.release, resource), lines, resource),
    since: record.startedAt,
  }
}

async function beforeImage(ledger: Ledger, release: string, resource: string): Promise<Json> {
  const before = await ledger.before(release, resource)
  if (before === undefined) throw new CannotUndo(resource, 'its before-image is missing from the ledger')
  return before.image
}

const isFinal = (undo: UndoRecord): boolean =>
  undo.state === 'undone' || undo.state === 'stays' || undo.state === 'asks'

const linesOf = (lines: readonly LineRecord[], resource: string): LineRecord[] =>
  lines.filter((line) => line.resource === resource)

function newest(lines: readonly LineRecord[], resource: string): LineRecord {
  const line = lines.reduce<LineRecord | undefined>(
    (a, b) => (a === undefined || b.intendedAt >= a.intendedAt ? b : a),
    undefined,
  )
  if (line === undefined) throw new CannotUndo(resource, 'the journal has no line for it')
  return line
}
