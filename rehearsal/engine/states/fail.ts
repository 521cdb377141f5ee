import type { FailCode } from '../code.ts'
import type { Entry, Execution } from '../execution.ts'
import { StateFailure } from '../failures.ts'
import type { Frame } from '../frame.ts'

/** Fail ends its scope; it has no Exited event. */
export async function failState(execution: Execution, frame: Frame, state: FailCode, entry: Entry): Promise<never> {
  const scope = execution.view(frame, state, entry)
  const error = await frame.hold(Promise.resolve(state.error?.evaluate(scope)))
  const cause = await frame.hold(Promise.resolve(state.cause?.evaluate(scope)))
  throw new StateFailure(error, cause)
}
