import type { WaitCode } from '../code.ts'
import type { Entry, Execution, Outcome } from '../execution.ts'
import { EvaluationError, StateFailure } from '../failures.ts'
import type { Frame } from '../frame.ts'
import type { EvaluationScope } from '../jsonata/scope.ts'

/** Step Functions keeps a wait as a 32-bit number of seconds. */
const secondsMax = 2 ** 31 - 1

/** Waits for a number of seconds or until a time; a time that is past is no wait. */
export async function wait(execution: Execution, frame: Frame, state: WaitCode, entry: Entry): Promise<Outcome> {
  // What a Wait evaluates, it evaluates in a step of its own after it was entered.
  frame.decision = frame.last
  const scope = execution.view(frame, state, entry)
  const milliseconds = await length(execution, frame, state, scope)
  if (milliseconds > secondsMax * 1000) {
    throw new StateFailure('States.Runtime', execution.explain(state, entry, 'Wait state delay is too long.'))
  }
  await execution.sleep(frame, Math.max(0, milliseconds))
  frame.decision = frame.last
  return execution.leave(frame, state, state, scope, entry.input)
}

async function length(execution: Execution, frame: Frame, state: WaitCode, scope: EvaluationScope): Promise<number> {
  if (state.seconds !== undefined) return 1000 * (await frame.hold(Promise.resolve(state.seconds.evaluate(scope))))
  const timestamp = await frame.hold(Promise.resolve(state.timestamp!.evaluate(scope)))
  const time = millisecondsOf(timestamp)
  if (time !== undefined) return time - execution.host.clock.now()
  throw new EvaluationError(
    `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${timestamp}`,
    'Timestamp',
  )
}

const pattern = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2})(?::(\d{2})(\.\d{1,9})?)?([Zz]|[+-]\d{2}:\d{2})$/

/** Reads a time as a Wait does; undefined when it is none. Seconds may be left out, an offset may not. */
export function millisecondsOf(timestamp: string): number | undefined {
  const [, date, minutes, seconds = '00', fraction = '', offset] = pattern.exec(timestamp) ?? []
  if (date === undefined) return undefined
  // A day that the month does not have would roll over into the next one.
  const midnight = new Date(`${date}T00:00:00Z`)
  if (Number.isNaN(midnight.getTime()) || midnight.toISOString().slice(0, 10) !== date) return undefined
  const time = Date.parse(`${date}T${minutes}:${seconds}${fraction.slice(0, 4)}${offset!.toUpperCase()}`)
  return Number.isNaN(time) ? undefined : time
}
