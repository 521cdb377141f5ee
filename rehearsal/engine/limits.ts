/** The quotas of Step Functions that a machine can run into; a test may lower them. */
export interface Limits {
  /** Input and output of a state, a task, an execution; also one variable and one Assign. UTF-8 bytes. */
  payloadBytes: number
  /** Events of one execution, the last one included. */
  historyEvents: number
  /** Iterations of an inline Map that run at once, whatever MaxConcurrency says. */
  inlineMapConcurrency: number
  /** Child executions of a distributed Map that run at once. */
  distributedMapConcurrency: number
  definitionBytes: number
  /** All variables of one execution together. */
  variableBytes: number
}

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const awsLimits: Limits = {
  payloadBytes: 262_144,
  historyEvents: 25_000,
  inlineMapConcurrency: 40,
  distributedMapConcurrency: 10_000,
  definitionBytes: 1_048_576,
  variableBytes: 10_485_760,
}

/** Longest wait and longest task time-out that a definition can ask for. */
export const secondsMax = 99_999_999
