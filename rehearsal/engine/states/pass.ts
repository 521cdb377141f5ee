import type { PassCode } from '../code.ts'
import type { Entry, Execution, Outcome } from '../execution.ts'
import type { Frame } from '../frame.ts'

/** Pass and Succeed: the input, or what Output makes of it. */
export function passOn(execution: Execution, frame: Frame, state: PassCode, entry: Entry): Outcome | Promise<Outcome> {
  return execution.leave(frame, state, state, execution.view(frame, state, entry), entry.input)
}
