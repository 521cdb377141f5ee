import type { RecoverableCode } from '../code.ts'
import type { Entry, Execution, Outcome } from '../execution.ts'
import { StateFailure } from '../failures.ts'
import type { Frame } from '../frame.ts'
import { Payload } from '../payload.ts'
import { catcherOf, Retries } from '../recovery.ts'

/** Runs a state's attempts until one succeeds, its retriers give up, or a catcher takes the failure. */
export async function withRecovery(
  execution: Execution,
  frame: Frame,
  state: RecoverableCode,
  entry: Entry,
  attempt: (retryCount: number) => Promise<Outcome>,
): Promise<Outcome> {
  const retries = new Retries(state.retriers)
  for (;;) {
    try {
      return await attempt(retries.count)
    } catch (error) {
      const failure = execution.failureOf(frame, state, entry, error)
      if (!(failure instanceof StateFailure)) throw failure
      const delay = retries.next(failure, () => execution.host.random())
      if (delay === undefined) return await giveUp(execution, frame, state, entry, failure, retries.count)
      frame.decision = frame.last
      await execution.sleep(frame, delay)
    }
  }
}

async function giveUp(
  execution: Execution,
  frame: Frame,
  state: RecoverableCode,
  entry: Entry,
  failure: StateFailure,
  retryCount: number,
): Promise<Outcome> {
  const before = frame.last
  reportFailed(execution, frame, state)
  const catcher = catcherOf(state.catchers, failure)
  if (catcher === undefined) throw failure
  const errorOutput = {
    Error: failure.error ?? null,
    Cause: failure.cause ?? (failure.error === undefined ? null : ''),
  }
  const scope = execution.view(frame, state, entry, { errorOutput, retryCount })
  // An expression of a catcher that fails is recorded from before the state's own failure.
  frame.decision = before
  try {
    return await execution.leave(frame, state, catcher, scope, new Payload(errorOutput))
  } catch (error) {
    const second = execution.failureOf(frame, state, entry, error)
    if (second instanceof StateFailure) reportFailed(execution, frame, state)
    throw second
  }
}

/** A Parallel or a Map says that it failed; of a Task, its task has said so. */
function reportFailed(execution: Execution, frame: Frame, { type }: RecoverableCode): void {
  if (type === 'Task') return
  execution.emit(frame, `${type}StateFailed`)
  frame.open = undefined
}
