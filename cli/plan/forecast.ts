import type { PlannedAction, ReleasePlan } from '../../shared/plan/release-plan.ts'

/** Seconds from the lock to the bake, when everything takes as long as it usually does and people sign at once. */
export function forecastSeconds(plan: ReleasePlan): number {
  const usual = (one: PlannedAction) => (one.unchanged === undefined ? one.usualSeconds : 0)
  const longest = (list: readonly PlannedAction[]) => Math.max(0, ...list.map(usual))
  const sum = (list: readonly number[]) => list.reduce((all, one) => all + one, 0)
  const chain = (name: string): number => {
    const part = plan.deploy.find((one) => one.name === name)
    return part === undefined ? 0 : usual(part) + Math.max(0, ...part.after.map(chain))
  }
  const lowered = longest(plan.ttl)
  const prepared =
    longest(plan.backup) +
    sum(plan.migrate.map(usual)) +
    Math.max(0, ...plan.deploy.map(({ name }) => chain(name))) +
    longest(plan.verify)
  const moved = plan.cutover
    .filter(({ unchanged }) => unchanged === undefined)
    .map(({ steps, usualSeconds, watchSeconds }) => steps.length * (usualSeconds + watchSeconds))
  // The old TTL runs out while the rest is prepared.
  return lowered + Math.max(prepared, plan.oldTtlSeconds) + sum(moved)
}
