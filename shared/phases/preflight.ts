import * as z from 'zod/mini'
import { loadAction } from '../actions/index.ts'
import { same } from '../changes/same.ts'
import { runChecks } from '../checks/run.ts'
import { AlreadyKnown, CheckBlocks, LockTaken, WorldMoved } from '../errors.ts'
import { ledger as open } from '../ledger/index.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { type CheckRecord, type ReleaseRecord, schema } from '../ledger/records.ts'
import type { Json } from '../ledger/store.ts'
import type { PlannedCheck, ReleasePlan } from '../plan/release-plan.ts'
import type { World } from '../world.ts'

export const PreflightInput = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('apply'), release: z.string() }),
  z.strictObject({ do: z.literal('lock'), release: z.string(), execution: z.string() }),
])

/** Asks an undecided check once more after this long, before it counts as failed. */
const againMs = 10_000

/** Asks every preflight check at once; a blocker refuses unless a waiver of it was asked for and a gate can grant it. */
export async function preflight(release: string, world: World): Promise<{ verdict: 'pass' }> {
  const ledger = open(world.store)
  const record = await mustKnow(ledger, release)
  const plan = await ledger.plan(release)
  const results = await askAll(plan, record, world)
  await ledger.checkAll(release, results)
  refuseBlockers(results, waived(record, plan))
  await captureExposed(world, ledger, plan, release)
  return { verdict: 'pass' }
}

/**
 * Takes the lock, then looks again at what was signed.
 *
 * @throws {LockTaken} · {CheckBlocks} a verdict got worse · {WorldMoved} a side or an image that users see has changed
 */
export async function lockAndLookAgain(release: string, execution: string, world: World): Promise<{ epoch: number }> {
  const ledger = open(world.store)
  const record = await mustKnow(ledger, release)
  const plan = await ledger.plan(release)
  const lock = await ledger.takeLock(release, execution, world.now())
  if (!lock.taken) throw new LockTaken(record.system, record.environment, lock.holder)
  const former = new Map((await ledger.checks(release, 'preflight')).map((one) => [one.check, one.verdict]))
  const results = await askAll(plan, record, world)
  await ledger.checkAll(release, results)
  const worse = results.filter((one) => isBad(one) && former.get(one.check) !== one.verdict)
  refuseBlockers(worse, waived(record, plan))
  await refuseDrift(world, ledger, plan, release)
  return { epoch: lock.epoch }
}

async function mustKnow(ledger: Ledger, release: string): Promise<ReleaseRecord> {
  const record = await ledger.release(release)
  if (record === undefined || record.outcome !== undefined)
    throw new AlreadyKnown(release, record?.outcome ?? 'unknown')
  return record
}

async function askAll(plan: ReleasePlan, record: ReleaseRecord, world: World): Promise<CheckRecord[]> {
  const planned = plan.checks.filter((check) => check.when.includes('preflight'))
  const first = await ask(planned, plan, record, world)
  const undecided = first.filter((one) => one.verdict === 'unknown').map((one) => one.check)
  if (undecided.length === 0) return first
  await world.sleep(againMs)
  const second = await ask(
    planned.filter((check) => undecided.includes(check.name)),
    plan,
    record,
    world,
  )
  return first.map((one) => second.find((again) => again.check === one.check) ?? one)
}

async function ask(
  checks: readonly PlannedCheck[],
  plan: ReleasePlan,
  { requester }: ReleaseRecord,
  world: World,
): Promise<CheckRecord[]> {
  const since = world.now()
  const by = requester === undefined ? {} : { requester }
  const moment = { when: 'preflight', since, share: 0, sides: plan.sides, plan, ...by } as const
  const results = await runChecks([...checks], moment, world)
  return results.map((one) => ({ ...one, phase: 'preflight' }))
}

const isBad = (one: CheckRecord): boolean => one.verdict === 'fail' || one.verdict === 'unknown'

/** A waiver counts only where a gate can grant it. */
const waived = (record: ReleaseRecord, plan: ReleasePlan): readonly string[] =>
  plan.gates.some((gate) => gate.name === 'go') ? (record.waivers ?? []) : []

function refuseBlockers(results: readonly CheckRecord[], waivers: readonly string[]): void {
  const blockers = results.filter((one) => isBad(one) && one.severity === 'blocker' && !waivers.includes(one.check))
  if (blockers.length === 0) return
  throw new CheckBlocks(
    blockers.map((one) => {
      const seen = one.verdict === 'unknown' ? `unknown: ${one.because ?? ''}` : `saw ${one.seen}, bound ${one.bound}`
      return `${one.check} (${seen}; ${one.whatToDo ?? 'look at it'})`
    }),
  )
}

/** Users' images are read before people sign, so that what they sign is what is changed. */
async function captureExposed(world: World, ledger: Ledger, plan: ReleasePlan, release: string): Promise<void> {
  for (const { resource, kind, action, image } of await exposedImages(world, plan)) {
    await ledger.putBefore(release, { schema, resource, kind, action, image, at: world.now() })
  }
}

async function refuseDrift(world: World, ledger: Ledger, plan: ReleasePlan, release: string): Promise<void> {
  for (const { resource, image } of await exposedImages(world, plan)) {
    const before = await ledger.before(release, resource)
    if (before !== undefined && !same(before.image, image)) throw new WorldMoved(`${resource} has changed`)
  }
}

type Exposed = { readonly resource: string; readonly kind: string; readonly action: string; readonly image: Json }

async function exposedImages(world: World, plan: ReleasePlan): Promise<Exposed[]> {
  const moves = plan.cutover.filter((move) => move.unchanged === undefined)
  const images = await Promise.all(
    moves.map(async (move): Promise<Exposed | undefined> => {
      const kind = await loadAction(world, move.kind)
      const target = kind.target.safeParse(withoutReferences(move.target))
      if (!target.success) return undefined
      const image = await kind.capture(target.data, world)
      return { resource: kind.resource(target.data), kind: move.kind, action: move.name, image }
    }),
  )
  return images.filter((one) => one !== undefined)
}

/** What an earlier action will publish is not known yet; a capture does not depend on it. */
function withoutReferences(target: Json): Json {
  if (typeof target !== 'object' || target === null || Array.isArray(target)) return target
  return Object.fromEntries(
    Object.entries(target).map(([name, value]) => {
      const isReference = typeof value === 'object' && value !== null && 'from' in value && 'field' in value
      return [name, isReference ? '0' : value]
    }),
  )
}
