import * as z from 'zod/mini'
import { HoldAsked, NotInTime, Retryable } from '../errors.ts'
import { ledger as open } from '../ledger/index.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { LineRecord, WaitRecord } from '../ledger/records.ts'
import { unknownGraceSeconds } from '../limits.ts'
import type { PlannedMove, ReleasePlan } from '../plan/release-plan.ts'
import { fail, succeed } from '../waits/answer.ts'
import { settledKey } from '../waits/keys.ts'
import { nudge } from '../waits/message.ts'
import { isOver, lastsSeconds, leaveWait, startRechecks } from '../waits/wait.ts'
import type { World } from '../world.ts'
import { type Changing, findPlanned, openChange } from './change.ts'
import { fence } from './fence.ts'
import { advance } from './forward.ts'
import { percentOf, stepBack, stepForward } from './turns.ts'
import { watchStep } from './watch.ts'

/** When a task was entered, and how often retried: `$states.context.State`. */
export const Entered = z.strictObject({ at: z.int(), retry: z.int() })

export const ApplyInput = z.strictObject({
  do: z.literal('apply'),
  release: z.string(),
  epoch: z.int(),
  /** Which state holds the token: part of the wait's name. */
  state: z.string(),
  name: z.string(),
  step: z.optional(z.int().check(z.minimum(0), z.maximum(100))),
  token: z.string(),
  entered: Entered,
})
export type ApplyInput = z.infer<typeof ApplyInput>

/** Back to the step before, because people said so; the step is taken again when they go on. */
export const StepBackInput = z.strictObject({
  do: z.literal('step-back'),
  release: z.string(),
  epoch: z.int(),
  name: z.string(),
  step: z.int(),
  back: z.int(),
  token: z.string(),
  entered: Entered,
})

/** Starts one change (or one step of a move) and leaves a wait; a look answers the token once the world has it. */
export async function applyChange(input: ApplyInput, world: World): Promise<void> {
  await start(input, world, (lines) => (input.step === undefined ? 100 : stepForward(lines, input.name, input.step)))
}

/** As a change of its own, journalled, without a watch: people hold afterwards. */
export async function stepUsersBack(input: z.infer<typeof StepBackInput>, world: World): Promise<void> {
  await start({ ...input, do: 'apply', state: 'step-back' }, world, (lines) =>
    stepBack(lines, input.name, input.step, input.back),
  )
}

async function start(input: ApplyInput, world: World, stepOf: (lines: LineRecord[]) => number): Promise<void> {
  const ledger = open(world.store)
  await fence(ledger, input.release, input.epoch)
  const plan = await ledger.plan(input.release)
  const planned = findPlanned(plan, input.name)
  const isMove = 'watchSeconds' in planned
  const watchSeconds = isMove && input.state === 'cutover' ? planned.watchSeconds + unknownGraceSeconds : 0
  const step = stepOf(isMove ? await ledger.lines(input.release) : [])
  const wait = await leaveWait(world, ledger, {
    release: input.release,
    name: `${input.state}/${input.name}/${step}`,
    subject: 'change',
    token: input.token,
    attempt: { epoch: input.epoch, entered: input.entered.at, retry: input.entered.retry },
    seconds: planned.limitSeconds + watchSeconds,
    firstLookSeconds: 15,
    wakes: planned.after.map((dependency) => settledKey(input.release, dependency)),
    detail: { action: input.name, step, watches: watchSeconds > 0 },
  })
  if (wait === undefined) return
  if (await progress(world, ledger, plan, wait, 'go')) return
  await startRechecks(world, wait)
}

/** Looks at a change again: an event came, or it is time. */
export async function lookAtChange(world: World, ledger: Ledger, wait: WaitRecord): Promise<void> {
  await progress(world, ledger, await ledger.plan(wait.release), wait, 'look')
}

/** @returns whether the token was answered */
async function progress(
  world: World,
  ledger: Ledger,
  plan: ReleasePlan,
  wait: WaitRecord,
  may: 'go' | 'look',
): Promise<boolean> {
  if (wait.answer !== undefined) {
    await succeedOrFailAsDecided(world, ledger, wait)
    return true
  }
  try {
    const done = await step(world, ledger, plan, wait, may)
    if (done === undefined) return false
    await succeed(world, ledger, wait, done)
    return true
  } catch (error) {
    if (!(error instanceof Error)) throw error
    // An attempt of the state machine may simply throw: its task fails under this name. A look has only the token.
    if (may === 'go' && error instanceof Retryable) throw error
    if (may === 'look' && error.name === 'AwsUnavailable' && !isOver(world, wait)) throw error
    await fail(world, ledger, wait, error)
    return true
  }
}

async function succeedOrFailAsDecided(world: World, ledger: Ledger, wait: WaitRecord): Promise<void> {
  const decided = wait.answer
  if (decided === undefined) return
  if ('output' in decided) await succeed(world, ledger, wait, decided.output)
  else await fail(world, ledger, wait, Object.assign(new Error(decided.cause), { name: decided.error }))
}

type Done = { readonly name: string; readonly step: number; readonly state: string }

async function step(
  world: World,
  ledger: Ledger,
  plan: ReleasePlan,
  wait: WaitRecord,
  may: 'go' | 'look',
): Promise<Done | undefined> {
  const name = String(wait.detail['action'])
  const planned = findPlanned(plan, name)
  const at = Number(wait.detail['step'])
  if (planned.unchanged !== undefined) {
    await ledger.note(wait.release, world.now(), 'unchanged', { action: name, because: planned.unchanged }, name)
    return { name, step: at, state: 'unchanged' }
  }
  const lines = await ledger.lines(wait.release)
  const missing = planned.after.filter((one) => !isSettled(plan, lines, one))
  if (missing.length > 0) {
    if (isOver(world, wait))
      throw new NotInTime(`"${name}" waits for ${missing.join(', ')}, which`, lastsSeconds(wait), 'unsettled')
    return undefined
  }
  const changing = await openChange(world, ledger, plan, wait, lines)
  // What waited for another action has not begun yet: its look begins it, because no attempt will come.
  const advanced = await advance(changing, wait.attempt.epoch, may)
  if (advanced.now === 'waiting') return undefined
  await tellDependents(changing)
  const watches = 'watchSeconds' in planned && wait.detail['watches'] === true
  if (watches && !(await watched(changing, planned))) return undefined
  return { name, step: at, state: advanced.now }
}

function isSettled(plan: ReleasePlan, lines: readonly LineRecord[], action: string): boolean {
  if (findPlanned(plan, action).unchanged !== undefined) return true
  return lines.some((line) => line.action === action && (line.state === 'settled' || line.state === 'unchanged'))
}

async function tellDependents(changing: Changing): Promise<void> {
  const { world, ledger, wait, planned, plan } = changing
  if (!plan.deploy.some((one) => one.after.includes(planned.name))) return
  for (const { release, name } of await ledger.waitsByKey(settledKey(wait.release, planned.name))) {
    await nudge(world, release, name)
  }
}

/** @throws {HoldAsked} when people are to be asked before the next step */
async function watched(changing: Changing, move: PlannedMove): Promise<boolean> {
  if (!(await watchStep(changing, move))) return false
  const { ledger, wait } = changing
  const release = await ledger.release(wait.release)
  if (release?.halt !== undefined) {
    throw new HoldAsked(
      `${move.name}/${percentOf(changing.step)}`,
      `${release.halt.by} asked to halt: ${release.halt.reason}`,
    )
  }
  return true
}
