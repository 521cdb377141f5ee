import { metrics } from '../clients/metrics.ts'
import { stuckMetric } from '../evidence/figures.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Outcome, ReleaseRecord } from '../ledger/records.ts'
import { deathsMax } from '../limits.ts'
import { succeed } from '../waits/answer.ts'
import type { World } from '../world.ts'
import { executionArn, executionState, isClosed, start } from './executions.ts'
import { pageStuck } from './notices.ts'

/**
 * Sees to it that a release ends.
 *
 * Called by whoever waits for the outcome (each minute), by the watchdog's event and by its sweep; doing nothing is the
 * usual answer. A release whose owner's execution is closed without an outcome gets its way back, or its Close when how
 * it ends is already decided; after three deaths in a row it is stuck and a person is paged.
 */
export async function ensureEnd(world: World, ledger: Ledger, id: string, because: string): Promise<void> {
  const release = await ledger.release(id)
  if (release === undefined) return
  if (release.outcome !== undefined) return tellOutcome(world, ledger, release, release.outcome)
  if (release.ending !== undefined) return ensureClose(world, ledger, release)
  // Once the way back was asked for, its start may have been lost: then the owner still lives and only waits.
  if (release.backSince === undefined && !(await isClosed(world, release.owner))) return
  await startRollback(world, ledger, release, because)
}

/**
 * Starts the way back unless one lives; three that died without an outcome are enough.
 *
 * The number is counted in the ledger before the execution is started, so that a start that was lost is made again
 * under the same name, and two callers start one execution.
 */
export async function startRollback(
  world: World,
  ledger: Ledger,
  release: ReleaseRecord,
  because: string,
): Promise<void> {
  const id = release.release
  // A claimant that was started by hand is not counted, and lives all the same.
  if (release.owner !== release.execution && !(await isClosed(world, release.owner))) return
  const next = await nextOf(world, 'rollback', id, release.claims)
  if (next === 'lives') return
  if (next - (release.claimsForgiven ?? 0) > deathsMax) {
    return endStuck(world, ledger, release, `${deathsMax} ways back died without an outcome`)
  }
  const back = release.backSince === undefined ? { because, at: world.now() } : undefined
  if (next > release.claims && !(await ledger.countRollback(id, release.claims, back))) return
  await ledger.note(id, world.now(), 'back', { because, n: next }, `rollback-${next}`)
  await start(world, 'rollback', `${id}-rollback-${next}`, id)
}

/** Starts Close unless one lives; as startRollback. */
export async function ensureClose(world: World, ledger: Ledger, release: ReleaseRecord): Promise<void> {
  const id = release.release
  const next = await nextOf(world, 'close', id, release.closes)
  if (next === 'lives') return
  if (next - (release.closesForgiven ?? 0) > deathsMax) {
    return endStuck(world, ledger, release, `Close died ${deathsMax} times; traffic stays where it is`)
  }
  if (next > release.closes && !(await ledger.countClose(id, release.closes))) return
  await start(world, 'close', `${id}-close-${next}`, id)
}

async function nextOf(
  world: World,
  machine: 'rollback' | 'close',
  release: string,
  counted: number,
): Promise<number | 'lives'> {
  if (counted === 0) return 1
  const state = await executionState(
    world,
    executionArn(world.home.machines[machine], `${release}-${machine}-${counted}`),
  )
  if (state === 'running') return 'lives'
  return state === 'never' ? counted : counted + 1
}

async function endStuck(world: World, ledger: Ledger, release: ReleaseRecord, because: string): Promise<void> {
  await pageStuck(world, ledger, release, because)
  const outcome = await ledger.setOutcome(release.release, 'stuck', world.now())
  await tellOutcome(world, ledger, release, outcome)
  if (outcome !== 'stuck') return
  // No report says it any more, and the alarm rings by this figure.
  const { Metrics } = await metrics(world)
  const figure = stuckMetric(Metrics, release, world.home.table, world.now())
  world.log('error', `stuck: ${because}`, { ...figure, release: release.release })
}

/** Whoever writes the outcome, or finds it, answers every wait on it. */
export async function tellOutcome(
  world: World,
  ledger: Ledger,
  release: ReleaseRecord,
  outcome: Outcome,
): Promise<void> {
  for (const wait of await ledger.waits(release.release)) {
    if (wait.subject !== 'outcome' || wait.answeredAt !== undefined) continue
    await succeed(world, ledger, wait, { outcome, because: release.endingBecause ?? release.backBecause ?? outcome })
  }
}
