import { taskMarginSeconds, ttlMarginSeconds, unknownGraceSeconds } from '../limits.ts'
import type { PlannedAction, ReleasePlan } from '../plan/release-plan.ts'

/** TimeoutSeconds of each task: its wait's end plus a margin, so that the wait always answers first. */
export type TaskLimits = {
  readonly goGate: number
  readonly cutoverGate: number
  readonly ttl: number
  readonly backup: number
  readonly migrate: number
  readonly deploy: number
  readonly verify: number
  readonly oldTtl: number
  readonly shift: number
  readonly hold: number
  readonly bake: number
  readonly change: number
}

/** How long the checks of the new side may stay bad before they count: a service that just started needs a moment. */
export const verifyCheckSeconds = 180

/** How long a bake may last beyond its time for what cannot be decided. */
export const bakeSeconds = (plan: ReleasePlan): number => plan.bake.seconds + unknownGraceSeconds

export function limitsOf(plan: ReleasePlan): TaskLimits {
  const gate = (name: string) => (plan.gates.find((one) => one.name === name)?.limitSeconds ?? 60) + taskMarginSeconds
  const longest = (actions: readonly PlannedAction[], least = 60) =>
    Math.max(least, ...actions.map((action) => action.limitSeconds)) + taskMarginSeconds
  // One part of a phase may first wait for another: their limits add up along the longest chain, at most all of them.
  const all = (actions: readonly PlannedAction[]) =>
    actions.reduce((sum, action) => sum + action.limitSeconds, 60) + taskMarginSeconds
  const shift =
    Math.max(60, ...plan.cutover.map((move) => move.limitSeconds + move.watchSeconds)) +
    unknownGraceSeconds +
    taskMarginSeconds
  const hold = plan.hold.seconds + taskMarginSeconds
  const steps = plan.cutover.reduce((sum, move) => sum + move.steps.length, 0)
  const limits = {
    goGate: gate('go'),
    cutoverGate: gate('cutover'),
    ttl: longest(plan.ttl),
    backup: longest(plan.backup),
    migrate: longest(plan.migrate),
    deploy: all(plan.deploy),
    verify: longest(plan.verify, verifyCheckSeconds),
    oldTtl: plan.oldTtlSeconds + ttlMarginSeconds + 900 + taskMarginSeconds,
    shift,
    hold,
    bake: bakeSeconds(plan) + taskMarginSeconds,
  }
  const migrations = Math.max(1, plan.migrate.length) * limits.migrate
  const sum =
    limits.ttl + limits.backup + migrations + limits.deploy + limits.verify + limits.cutoverGate + limits.oldTtl
  return { ...limits, change: sum + limits.bake + steps * (shift + 2 * hold) + 2 * hold }
}
