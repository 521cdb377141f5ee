/** A state, a branch or an execution has failed with an error that Retry and Catch may match. */
export class StateFailure {
  readonly error: string | undefined
  readonly cause: string | undefined
  /** A missed heartbeat is reported as States.Timeout, but may be caught by its own name as well. */
  readonly alias: string | undefined

  constructor(error: string | undefined, cause?: string, alias?: string) {
    this.error = error
    this.cause = cause
    this.alias = alias
  }

  /** Nothing retries or catches States.Runtime: it ends the whole execution from wherever it happens. */
  get fatal(): boolean {
    return this.error === 'States.Runtime'
  }
}

/** An expression could not give the value its field needs. Becomes States.QueryEvaluationError of its state. */
export class EvaluationError {
  readonly cause: string
  /** Absent for what no field of the definition gives, such as the input of a Map without Items. */
  readonly location: string | undefined

  constructor(cause: string, location?: string) {
    this.cause = cause
    this.location = location
  }
}

/** Thrown to leave a scope whose execution has already ended. It carries nothing: there is nobody to tell. */
export const executionOver = Symbol('the execution is over')

export function outputTooLarge(name: string): StateFailure {
  return new StateFailure(
    'States.DataLimitExceeded',
    `The state/task '${name}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  )
}

/** An error of the Step Functions API, under the name its SDK gives it. */
export class ServiceError extends Error {
  constructor(name: string, message: string) {
    super(message)
    this.name = name
  }
}

/** AWS leaves out what it does not know. */
export function errorDetails(error?: string, cause?: string): { error?: string; cause?: string } {
  const details: { error?: string; cause?: string } = {}
  if (error !== undefined) details.error = error
  if (cause !== undefined) details.cause = cause
  return details
}
