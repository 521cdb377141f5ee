import type { ScopeCode } from '../code.ts'
import type { Execution } from '../execution.ts'
import { StateFailure } from '../failures.ts'
import { Frame } from '../frame.ts'
import type { Payload } from '../payload.ts'

/** One branch or iteration to run. */
export interface Lane {
  code: ScopeCode
  input: Payload
  iteration?: { name: string; index: number }
}

/**
 * Runs lanes side by side, some at a time, and gives their outputs in order.
 *
 * The first lane that fails ends all others, and its failure is the failure of the whole.
 *
 * @param lane makes the lane with an index just before it starts; it may fail like the lane itself
 * @throws {StateFailure} (as a rejection)
 */
export function fork(
  execution: Execution,
  frame: Frame,
  count: number,
  atOnce: number,
  lane: (index: number) => Lane | Promise<Lane>,
): Promise<Payload[]> {
  const outputs = new Array<Payload>(count)
  const started = frame.last
  let launched = 0
  let done = 0
  return new Promise((resolve, reject) => {
    if (count === 0) return resolve(outputs)

    /** A step that may find the execution over, or a lane that cannot be made, ends the whole like a failed lane. */
    const guarded = (child: Frame, step: () => void): void => {
      try {
        step()
      } catch (error) {
        failed(child, error)
      }
    }

    const launch = (previous: number): (() => void) => {
      const index = launched++
      const made = lane(index)
      // Most lanes are made at once; one that needs time gets its place in the history when it is made.
      if (!(made instanceof Promise)) return begin(index, made, previous)
      frame.hold(made).then(
        (ready) => guarded(frame, () => begin(index, ready, previous)()),
        (error: unknown) => failed(frame, error),
      )
      return () => undefined
    }

    const begin = (index: number, { code, input, iteration }: Lane, previous: number): (() => void) => {
      const child = new Frame(previous, frame, iteration)
      if (iteration !== undefined) execution.emit(child, 'MapIterationStarted', 'mapIterationStarted', iteration)
      return () => {
        execution.run(child, code, input).then(
          (output) => {
            outputs[index] = output
            guarded(frame, () => finished(child))
          },
          (error: unknown) => failed(child, error),
        )
      }
    }

    const finished = (child: Frame): void => {
      frame.last = child.last
      if (child.iteration !== undefined) {
        frame.last = execution.aside(child.last, 'MapIterationSucceeded', 'mapIterationSucceeded', child.iteration)
      }
      child.end()
      done += 1
      if (launched < count) launch(child.last)()
      else if (done === count) resolve(outputs)
    }

    const failed = (child: Frame, error: unknown): void => {
      if (error instanceof StateFailure) {
        frame.last = child.last
        frame.decision = child.last
        try {
          giveUpAll(execution, frame, child)
        } catch (over) {
          reject(over)
          return
        }
      }
      for (const other of [...frame.children]) other.end()
      reject(error)
    }

    const first = Array.from({ length: Math.min(count, atOnce) }, () => launch(started))
    for (const run of first) run()
  })
}

/** Writes down that a lane failed, and that the others are aborted for it. */
function giveUpAll(execution: Execution, frame: Frame, failed: Frame): void {
  const previous = failed.last
  if (failed.iteration !== undefined) {
    execution.aside(previous, 'MapIterationFailed', 'mapIterationFailed', failed.iteration)
  }
  execution.abort(failed, previous)
  for (const child of frame.children) {
    if (child === failed) continue
    if (child.iteration !== undefined) {
      execution.aside(previous, 'MapIterationAborted', 'mapIterationAborted', child.iteration)
    }
    execution.abort(child, previous)
  }
}
