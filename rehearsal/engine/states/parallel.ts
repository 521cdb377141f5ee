import type { ParallelCode } from '../code.ts'
import type { Entry, Execution, Outcome } from '../execution.ts'
import type { Frame } from '../frame.ts'
import { joined, Payload } from '../payload.ts'
import { isPromise } from '../promises.ts'
import { fork } from './fork.ts'
import { withRecovery } from './recover.ts'

/** Runs all branches at once on the same input; the result is their outputs in branch order. */
export function runBranches(execution: Execution, frame: Frame, state: ParallelCode, entry: Entry): Promise<Outcome> {
  return withRecovery(execution, frame, state, entry, async (retryCount) => {
    const given = argumentsOf(execution, frame, state, entry, retryCount)
    const input = isPromise(given) ? await frame.hold(given) : (given as Payload)
    execution.emit(frame, 'ParallelStateStarted')
    const { branches } = state
    const outputs = await frame.hold(
      fork(execution, frame, branches.length, branches.length, (index) => ({ code: branches[index]!, input })),
    )
    const result = joined(outputs)
    frame.decision = frame.last
    execution.aside(frame.last, 'ParallelStateSucceeded')
    const scope = execution.view(frame, state, entry, { result: result.value, retryCount })
    return execution.leave(frame, state, state, scope, result)
  })
}

function argumentsOf(
  execution: Execution,
  frame: Frame,
  state: ParallelCode,
  entry: Entry,
  retryCount: number,
): Payload | Promise<Payload> {
  if (state.arguments === undefined) return entry.input
  const given = state.arguments.evaluate(execution.view(frame, state, entry, { retryCount }))
  return isPromise(given) ? given.then((value) => new Payload(value)) : new Payload(given)
}
