import type { HistoryEvent } from '../../rehearsal/engine/index.ts'

/**
 * State transitions of one Standard execution as AWS bills them: each time a step is executed, every retry included.
 *
 * A retry schedules its task again without entering the state again.
 *
 * @see https://aws.amazon.com/step-functions/pricing/
 */
export function transitions(history: readonly HistoryEvent[]): number {
  const count = (wanted: RegExp) => history.filter(({ type }) => wanted.test(type)).length
  const retries = count(/^(Task|LambdaFunction|Activity)Scheduled$/) - count(/^TaskStateEntered$/)
  return count(/StateEntered$/) + Math.max(0, retries)
}

export interface Waited {
  /** Of the state, entry and exit included. */
  readonly events: number
  /** Billed between entry and exit. */
  readonly transitions: number
  readonly seconds: number
}

/**
 * What one execution recorded while it was in a state.
 *
 * @throws when the execution never left such a state
 */
export function waitedIn(history: readonly HistoryEvent[], state: string): Waited {
  const named = (family: string) => (event: HistoryEvent) =>
    (event[`${family}EventDetails`] as { name?: string } | undefined)?.name === state
  const entered = history.findIndex(named('stateEntered'))
  const exited = history.findIndex(named('stateExited'))
  if (entered < 0 || exited < 0) throw new Error(`the execution has no state "${state}" behind it; known by its entry`)
  const events = history.slice(entered, exited + 1)
  const ms = Number(events.at(-1)!.timestamp) - Number(events[0]!.timestamp)
  return { events: events.length, transitions: transitions(events) - 1, seconds: ms / 1000 }
}
