import type { HistoryEvent, RunResult, TaskAnswer } from '../../../rehearsal/engine/index.ts'

type States = Record<string, Record<string, unknown>>

/** A JSONata machine that starts with the first of the given states. */
export function machine(states: States, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { QueryLanguage: 'JSONata', ...scope(states), ...more }
}

/** A branch or a processor that starts with the first of the given states. */
export function scope(states: States): Record<string, unknown> {
  return { StartAt: Object.keys(states)[0], States: states }
}

/** A machine of one Pass state that gives what an expression gives. */
export function giving(output: unknown): Record<string, unknown> {
  return machine({ Do: { Type: 'Pass', Output: output, End: true } })
}

/** A Task that calls a function; the given fields are added. */
export function task(more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: 'work' },
    ...('Next' in more ? {} : { End: true }),
    ...more,
  }
}

/** A Task that waits for its token to be answered. */
export function tokenTask(more: Record<string, unknown> = {}): Record<string, unknown> {
  return task({
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Arguments: { FunctionName: 'work', Payload: { token: '{% $states.context.Task.Token %}' } },
    ...more,
  })
}

export const typesOf = (history: readonly HistoryEvent[]): string[] => history.map(({ type }) => type)

/** The history as `id<previous Type`, one event a line. */
export const chainOf = (history: readonly HistoryEvent[]): string[] =>
  history.map(({ id, previousEventId, type }) => `${id}<${previousEventId} ${type}`)

/** Answers the attempts of all tasks in order, the last answer for ever. */
export function answering(...answers: TaskAnswer[]): () => TaskAnswer {
  let next = 0
  return () => answers[Math.min(next++, answers.length - 1)]!
}

export const failing = (error: string, cause = 'it broke'): TaskAnswer => ({ error, cause })

/** What AWS puts before a cause of its own. */
export const during = (state: string, id: number): string =>
  `An error occurred while executing the state '${state}' (entered at the event id #${id}). `

/** Seconds of virtual time from the start to the end. */
export function secondsOf({ history }: RunResult): number {
  return (history.at(-1)!.timestamp.getTime() - history[0]!.timestamp.getTime()) / 1000
}
