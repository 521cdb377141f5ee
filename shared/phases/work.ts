import type { ReleasePlan } from '../plan/release-plan.ts'

/** What the machines pass on: names only; everything else is read from the ledger. */
export type Work = {
  readonly ttl: readonly string[]
  readonly backup: readonly string[]
  readonly migrate: readonly string[]
  readonly deploy: readonly string[]
  /** Names of tasks, and `checks` for the checks of the new side. */
  readonly verify: readonly string[]
  /** Every step of every move, in order; `back` is the step before, 0 for none. */
  readonly shifts: readonly { readonly move: string; readonly step: number; readonly back: number }[]
}

/** The item of the verify phase that asks the checks; no action may have this name. */
export const checksItem = 'checks'

export function workOf(plan: ReleasePlan): Work {
  const names = (actions: readonly { readonly name: string }[]) => actions.map((action) => action.name)
  return {
    ttl: names(plan.ttl),
    backup: names(plan.backup),
    migrate: names(plan.migrate),
    deploy: names(plan.deploy),
    verify: [...names(plan.verify), checksItem],
    shifts: plan.cutover.flatMap((move) => {
      const steps = move.unchanged === undefined ? move.steps : [100]
      return steps.map((step, at) => ({ move: move.name, step, back: steps[at - 1] ?? 0 }))
    }),
  }
}
