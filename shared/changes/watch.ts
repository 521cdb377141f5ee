import { runChecks, wakesOf } from '../checks/run.ts'
import { AlarmWentOff, CheckFailed, HoldAsked } from '../errors.ts'
import type { CheckRecord, Phase } from '../ledger/records.ts'
import type { Json } from '../ledger/store.ts'
import { unknownGraceSeconds } from '../limits.ts'
import type { PlannedMove } from '../plan/release-plan.ts'
import type { Changing } from './change.ts'
import { percentOf } from './turns.ts'

/**
 * Watches a step of a move with open eyes, from the moment it settled.
 *
 * Tripwires that fail go back at once; neighbours that fail hold; what is still unknown at the end of the watch extends
 * it by a grace time and then counts as failed: nothing unknown ever lets a release through.
 *
 * @returns whether the watch is over and good
 * @throws {AlarmWentOff} {CheckFailed} → the way back · {HoldAsked} → people
 */
export async function watchStep(changing: Changing, move: PlannedMove): Promise<boolean> {
  const { world, ledger, plan, wait } = changing
  const step = percentOf(changing.step)
  const now = world.now()
  const started = wait.detail['watchSince']
  const since = typeof started === 'number' ? started : now
  const until = since + move.watchSeconds * 1000
  const asked = plan.checks.filter((one) => one.when.includes('step') && (one.moves?.includes(move.name) ?? true))
  if (started === undefined) {
    // An alarm that goes off is looked at when it does, and not at the minute's next look.
    await ledger.addWakes(wait.release, wait.name, wait.attempt, await wakesOf(asked, world))
    const kept = await ledger.setDetail(wait.release, wait.name, wait.attempt, { watchSince: since, lookAt: until })
    if (!kept) return false
  }
  const moment = { when: 'step', since, share: step, sides: plan.sides } as const
  const results = await runChecks(asked, moment, world)
  await recordLook(changing, `${move.name} ${step} %`, results)
  judge(results, since, now, move.watchSeconds, `${move.name}/${step}`)
  if (now < until) return false
  const unknown = results.filter((one) => one.verdict === 'unknown' && one.onFail === 'tripwire')
  if (unknown.length === 0) return true
  if (now < until + unknownGraceSeconds * 1000) return false
  throw new CheckFailed(unknown[0]!.check, `unknown: ${unknown[0]!.because ?? 'no data'}`, 'a verdict')
}

/** What failing checks do: tripwires go back, neighbours hold, goals wait for the bake's end, telling fails nothing. */
export function judge(
  results: readonly CheckRecord[],
  since: number,
  now: number,
  seconds: number,
  point: string,
): void {
  const tripped = results.find((one) => one.verdict === 'fail' && one.onFail === 'tripwire')
  if (tripped !== undefined) {
    if (tripped.kind === 'cloudwatch-alarm') {
      throw new AlarmWentOff(tripped.seen ?? tripped.check, Math.round((now - since) / 1000), seconds)
    }
    throw new CheckFailed(tripped.check, tripped.seen ?? '?', tripped.bound ?? '?')
  }
  const neighbour = results.find((one) => one.verdict === 'fail' && one.onFail === 'neighbour')
  if (neighbour !== undefined) {
    throw new HoldAsked(
      point,
      `neighbour "${neighbour.check}" is unwell: saw ${neighbour.seen}, bound ${neighbour.bound}`,
    )
  }
}

/** One event for the look as a whole (for drawing), and the newest result of each check. */
export async function recordLook(
  changing: Pick<Changing, 'world' | 'ledger' | 'wait'>,
  point: string,
  results: readonly CheckRecord[],
  phase: Phase = 'cutover',
): Promise<void> {
  const { world, ledger, wait } = changing
  const seen = results.map((one) => ({
    check: one.check,
    verdict: one.verdict,
    ...(one.value !== undefined && { value: one.value, limit: one.limit ?? null, unit: one.unit ?? '' }),
    ...(one.facts !== undefined && { facts: one.facts }),
  }))
  await ledger.checkAll(
    wait.release,
    results.map((one) => ({ ...one, phase })),
  )
  await ledger.note(wait.release, world.now(), 'look', { point, phase, checks: seen as Json })
}
