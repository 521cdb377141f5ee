import type { Clock } from '../clock.ts'
import type { Limits } from './limits.ts'

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED'

/** One event as GetExecutionHistory gives it: the details are under a name made from the type, `taskScheduledEventDetails`. */
export interface HistoryEvent {
  id: number
  previousEventId: number
  timestamp: Date
  type: string
  [details: `${string}EventDetails`]: Record<string, unknown>
}

/** What DescribeExecution says. `input` and `output` are JSON text; a key that AWS leaves out is absent. */
export interface ExecutionDescription {
  executionArn: string
  stateMachineArn: string
  name: string
  status: ExecutionStatus
  startDate: Date
  stopDate?: Date
  input: string
  output?: string
  error?: string
  cause?: string
}

/** One attempt of one Task, as the engine asks for it to be carried out. */
export interface TaskCall {
  executionArn: string
  executionName: string
  machine: string
  stateName: string
  resource: string
  arguments: unknown
  /** Present for `.waitForTaskToken`: the token of this attempt, also found wherever Arguments put it. */
  token?: string
  /** 0 for the first attempt; the State.RetryCount of this one. */
  attempt: number
}

export type TaskAnswer = { output: unknown } | { error: string; cause?: string } | { hang: true }

export interface EngineOptions {
  /** The only source of time. The engine never uses a real timer. */
  clock: Clock
  /** Seeded, at least 0 and below 1: jitter, $random, $uuid, tokens, names. */
  random(): number
  /**
   * Carries out one attempt of a Task: everything but the nested executions that the engine runs between its own
   * machines. It may answer at any later virtual time. For `.waitForTaskToken` its output only ends up in TaskSubmitted
   * and SendTask* ends the task; an error fails the task at once.
   */
  task(call: TaskCall): Promise<TaskAnswer>
  /** An execution has started or closed. */
  onStatusChange?(execution: ExecutionDescription): void
  onEvent?(executionArn: string, event: HistoryEvent): void
  limits?: Partial<Limits>
  /** Default eu-west-1. */
  region?: string
  /** Default 111122223333. */
  account?: string
}
