import { ChangeFailed, ChangeInterrupted, Conflicted, NotInTime } from '../errors.ts'
import { type BeforeRecord, type LineRecord, schema } from '../ledger/records.ts'
import type { Json } from '../ledger/store.ts'
import { isOver, lastsSeconds } from '../waits/wait.ts'
import { asChange, type Changing } from './change.ts'
import { deadline, fence } from './fence.ts'
import { same } from './same.ts'
import { percentOf } from './turns.ts'

/** `settled`: the world has taken the change on. `waiting`: not yet; a later look goes on from here. */
export type Advance = { readonly now: 'settled' | 'unchanged'; readonly line: LineRecord } | { readonly now: 'waiting' }

/**
 * Takes one change as far as it goes now: intended → applied → settled, each journalled before the next.
 *
 * May be called any number of times, by attempts and by looks. `may: 'go'` is an attempt of the state machine; only it
 * starts a change (again). A look that finds a line still intended after its deadline throws ChangeInterrupted, which
 * the state machine retries: the new attempt looks first, because go compares before it writes.
 *
 * @throws {ChangeFailed} {Conflicted} {NotInTime} → the way back · {ChangeInterrupted} → a new attempt
 */
export async function advance(changing: Changing, epoch: number, may: 'go' | 'look'): Promise<Advance> {
  const { world, ledger, wait, resource, step } = changing
  const line = await ledger.line(wait.release, resource, step)
  if (line === undefined) return begin(changing, epoch)
  switch (line.state) {
    case 'settled':
      return { now: 'settled', line }
    case 'unchanged':
      return { now: 'unchanged', line }
    case 'applied':
      return settle(changing, await beforeOf(changing), line)
    case 'intended': {
      if (world.now() < line.deadline) return { now: 'waiting' }
      if (may === 'look') throw new ChangeInterrupted(resource)
      await ledger.raise(wait.release, resource, step, deadline(world), epoch)
      return carryOut(changing, await beforeOf(changing), line, epoch)
    }
    case 'conflicted':
      throw new Conflicted(resource, line.because ?? 'something else')
    case 'failed':
      throw new ChangeFailed(line.action, line.because ?? 'it failed before')
  }
}

/** The first touch: before-image written once, aim and deadline journalled, then the change. */
async function begin(changing: Changing, epoch: number): Promise<Advance> {
  const { world, ledger, wait, kind, target, planned, resource, step } = changing
  const before = await capture(changing)
  const percent = percentOf(step)
  const aim = percent === 0 ? before.image : kind.aim(target, before.image, percent)
  const intended: LineRecord = {
    schema,
    resource,
    step,
    kind: kind.kind,
    action: planned.name,
    phase: planned.phase,
    // Stepping back to nothing is a change, though it aims at the before-image.
    state: percent > 0 && same(before.image, aim) ? 'unchanged' : 'intended',
    target: changing.targetJson,
    aim,
    epoch,
    deadline: deadline(world),
    intendedAt: world.now(),
  }
  const { created, line } = await ledger.intend(wait.release, intended)
  if (!created) return { now: 'waiting' }
  if (line.state === 'unchanged') return { now: 'unchanged', line }
  return carryOut(changing, before, line, epoch)
}

async function capture(changing: Changing): Promise<BeforeRecord> {
  const { world, ledger, wait, kind, target, planned, resource } = changing
  const stands = await ledger.before(wait.release, resource)
  if (stands !== undefined) return stands
  const image = await kind.capture(target, world)
  const record = { schema, resource, kind: kind.kind, action: planned.name, image, at: world.now() }
  return ledger.putBefore(wait.release, record)
}

async function beforeOf(changing: Changing): Promise<BeforeRecord> {
  const before = await changing.ledger.before(changing.wait.release, changing.resource)
  if (before === undefined) throw new ChangeFailed(changing.planned.name, 'its before-image is missing from the ledger')
  return before
}

async function carryOut(changing: Changing, before: BeforeRecord, line: LineRecord, epoch: number): Promise<Advance> {
  const { world, ledger, wait, kind, target, resource, step } = changing
  await fence(ledger, wait.release, epoch)
  let mark: Json
  try {
    mark = await kind.go(target, line.aim, world, asChange(changing, before, line))
  } catch (error) {
    if (error instanceof Conflicted || error instanceof ChangeFailed) {
      const state = error instanceof Conflicted ? 'conflicted' : 'failed'
      await ledger.move(wait.release, resource, step, { state, because: error.message })
    }
    throw error
  }
  const applied = await ledger.move(wait.release, resource, step, { state: 'applied', mark, appliedAt: world.now() })
  const wakes = kind.wakes(target, mark)
  if (wakes.length > 0) await ledger.addWakes(wait.release, wait.name, wait.attempt, wakes)
  return settle(changing, before, applied)
}

async function settle(changing: Changing, before: BeforeRecord, line: LineRecord): Promise<Advance> {
  const { world, ledger, wait, kind, target, resource, step, planned } = changing
  const look = await kind.look(target, line.aim, line.mark, world, asChange(changing, before, line))
  if (look === 'there') {
    const published = kind.publishes?.(target, line.mark ?? null, line.aim)
    const to = { state: 'settled', settledAt: world.now(), ...(published && { published }) } as const
    return { now: 'settled', line: await ledger.move(wait.release, resource, step, to) }
  }
  if (look === 'not-yet' || 'notYet' in look) {
    const seen = look === 'not-yet' ? 'not yet' : look.notYet
    if (isOver(world, wait)) throw new NotInTime(planned.name, lastsSeconds(wait), seen)
    return { now: 'waiting' }
  }
  if ('elsewhere' in look) {
    await ledger.move(wait.release, resource, step, { state: 'conflicted', because: look.elsewhere })
    throw new Conflicted(resource, look.elsewhere)
  }
  await ledger.move(wait.release, resource, step, { state: 'failed', because: look.failed })
  throw new ChangeFailed(planned.name, look.whatToDo === undefined ? look.failed : `${look.failed}; ${look.whatToDo}`)
}
