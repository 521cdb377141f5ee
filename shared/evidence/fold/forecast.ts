import type { Everything } from '../../ledger/ledger.ts'
import type { PlannedAction, ReleasePlan } from '../../plan/release-plan.ts'
import { type Ahead, type PhaseName, phaseNames, phaseTitles } from '../schema/timeline.ts'

/** Seconds that each phase usually takes, from what its actions usually take; people at gates are nobody's forecast. */
export function phaseForecast(plan: ReleasePlan): Partial<Record<PhaseName, number>> {
  const done = <One extends PlannedAction>(list: readonly One[]) => list.filter((one) => one.unchanged === undefined)
  const longest = (list: readonly PlannedAction[]) => Math.max(0, ...done(list).map((one) => one.usualSeconds))
  return {
    ttl: longest(plan.ttl),
    backup: longest(plan.backup),
    migrate: done(plan.migrate).reduce((sum, one) => sum + one.usualSeconds, 0),
    deploy: longest(plan.deploy),
    verify: longest(plan.verify),
    ready: plan.oldTtlSeconds,
    cutover: done(plan.cutover).reduce(
      (sum, move) => sum + move.steps.length * (move.usualSeconds + move.watchSeconds),
      0,
    ),
    bake: plan.bake.seconds,
  }
}

export const forecastOf = (plan: ReleasePlan): number =>
  Math.ceil(Object.values(phaseForecast(plan)).reduce((sum, seconds) => sum + seconds, 0))

/** What the plan still holds of a release that goes forward, in the order in which it will come. */
export function foldAhead({ release, plan, lines, gates, waits }: Everything): Ahead[] {
  if (release.outcome !== undefined || release.ending !== undefined || release.backSince !== undefined) return []
  const ahead = (phase: PhaseName, name: string, seconds?: number): Ahead => ({
    phase,
    title: phaseTitles[phase],
    name,
    ...(seconds !== undefined && { forecastSeconds: Math.ceil(seconds) }),
  })
  const toCome = (actions: readonly PlannedAction[]) =>
    actions
      .filter((one) => one.unchanged === undefined && !lines.some((line) => line.action === one.name))
      .map((one) => ahead(one.kind === 'dns-ttl' ? 'ttl' : placeOf(one.phase), one.name, one.usualSeconds))
  const begun = (subject: string) => waits.some((wait) => wait.subject === subject)
  const all = [
    ...plan.gates
      .filter((one) => !gates.some((gate) => gate.gate === one.name))
      .map((one) => ahead(one.when === 'before-lock' ? 'go' : 'sign-off', `gate "${one.name}"`)),
    ...[plan.ttl, plan.backup, plan.migrate, plan.deploy, plan.verify].flatMap(toCome),
    ...(plan.oldTtlSeconds > 0 && !begun('ttl')
      ? [ahead('ready', 'old TTL, and a last look', plan.oldTtlSeconds)]
      : []),
    ...plan.cutover
      .filter((move) => move.unchanged === undefined)
      .flatMap((move) =>
        move.steps
          .filter((step) => !lines.some((line) => line.action === move.name && line.step % 1000 === step))
          .map((step) => ahead('cutover', `${move.name} → ${step} %`, move.usualSeconds + move.watchSeconds)),
      ),
    ...(begun('bake') ? [] : [ahead('bake', 'bake', plan.bake.seconds)]),
  ]
  return all.toSorted((a, b) => phaseNames.indexOf(a.phase) - phaseNames.indexOf(b.phase))
}

const placeOf = (phase: string): PhaseName => phaseNames.find((name) => name === phase) ?? 'deploy'
