import { loadActionNeeds } from '../actions/needs.ts'
import { loadCheckNeeds } from '../checks/needs.ts'
import type { CheckWhen, PlannedAction, ReleasePlan } from '../plan/release-plan.ts'
import type { FunctionName } from '../world.ts'
import type { Permission, Use } from './permission.ts'

/** A right that one function needs for one line of the plan. */
export interface Need extends Permission {
  readonly function: FunctionName
  /** Name of the action or check. */
  readonly of: string
}

/** Who asks which checks: those of the new side are asked by Verify, and again by Cutover before users move. */
const askers: Readonly<Record<CheckWhen, readonly FunctionName[]>> = {
  preflight: ['preflight'],
  verify: ['verify', 'cutover'],
  step: ['cutover'],
  bake: ['bake'],
}

/** Everything that a release of this plan may call, on its way there and back, function by function. */
export async function needsOf(plan: ReleasePlan): Promise<Need[]> {
  const { region, account } = plan
  const place = { region, account }
  const needs: Need[] = []
  const ask = async (action: PlannedAction, function_: FunctionName, uses: readonly Use[]) => {
    const permissions = (await loadActionNeeds(action.kind))(action.target, place)
    for (const one of permissions) {
      const shared = one.uses.filter((use) => uses.includes(use))
      if (shared.length > 0) needs.push({ ...one, uses: shared, function: function_, of: action.name })
    }
  }
  // What is unchanged is not called at all.
  const done = (actions: readonly PlannedAction[]) => actions.filter((one) => one.unchanged === undefined)
  const [deploy, cutover] = [done(plan.deploy), done(plan.cutover)]
  for (const action of [...plan.ttl, ...plan.backup, ...plan.migrate, ...deploy, ...done(plan.verify), ...cutover]) {
    await ask(action, action.phase as FunctionName, ['capture', 'look', 'go'])
  }
  for (const action of [...deploy, ...cutover]) await ask(action, 'admit', ['live'])
  for (const move of cutover) await ask(move, 'preflight', ['capture'])
  for (const check of plan.checks) {
    const permissions = (await loadCheckNeeds(check.kind))(check.ask, place)
    const functions = new Set(check.when.flatMap((when) => askers[when]))
    for (const function_ of functions) {
      for (const one of permissions) needs.push({ ...one, function: function_, of: check.name })
    }
  }
  return needs
}
