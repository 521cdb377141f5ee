import type { ChoiceCode, Transition } from '../code.ts'
import type { Entry, Execution, Outcome } from '../execution.ts'
import { StateFailure } from '../failures.ts'
import type { Frame } from '../frame.ts'
import type { EvaluationScope } from '../jsonata/scope.ts'
import { isPromise } from '../promises.ts'

/**
 * Takes the first rule whose condition holds, with that rule's own Assign and Output; the state's own are for Default.
 *
 * A Choice that can go nowhere is reported by AWS as States.Runtime (recorded), although the documentation has
 * States.NoChoiceMatched for it, and so nothing around it can catch it.
 */
export function choose(
  execution: Execution,
  frame: Frame,
  state: ChoiceCode,
  entry: Entry,
): Outcome | Promise<Outcome> {
  const scope = execution.view(frame, state, entry)
  const take = (by: Transition): Outcome | Promise<Outcome> => execution.leave(frame, state, by, scope, entry.input)
  for (const [index, rule] of state.rules.entries()) {
    const holds = rule.condition.evaluate(scope)
    if (isPromise(holds)) return chooseSlowly(frame, state, scope, index, holds).then((by) => take(orNowhere(by)))
    if (holds) return take(rule)
  }
  return take(orNowhere(state.next === undefined ? undefined : state))

  function orNowhere(by: Transition | undefined): Transition {
    if (by !== undefined) return by
    const cause = 'Failed to transition out of the state. The state does not point to a next state.'
    throw new StateFailure('States.Runtime', execution.explain(state, entry, cause))
  }
}

async function chooseSlowly(
  frame: Frame,
  state: ChoiceCode,
  scope: EvaluationScope,
  from: number,
  first: Promise<boolean>,
): Promise<Transition | undefined> {
  if (await frame.hold(first)) return state.rules[from]
  for (const rule of state.rules.slice(from + 1)) {
    if (await frame.hold(Promise.resolve(rule.condition.evaluate(scope)))) return rule
  }
  return state.next === undefined ? undefined : state
}
