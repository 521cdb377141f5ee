import type { NestedRun } from './execution.ts'
import { ServiceError } from './failures.ts'
import type { Engine } from './machines.ts'
import type { ExecutionDescription, TaskAnswer, TaskCall } from './types.ts'

interface Arguments {
  StateMachineArn: string
  Name?: string
  Input?: unknown
}

/** Runs `states:startExecution`, `.sync` and `.sync:2` between the engine's own machines. */
export function runNested(engine: Engine, { resource, arguments: given }: TaskCall): NestedRun | undefined {
  const [, pattern] = /:::states:startExecution(|\.sync|\.sync:2)$/.exec(resource) ?? []
  if (pattern === undefined) return undefined
  const { StateMachineArn, Name, Input } = given as Arguments
  const input = typeof Input === 'string' ? Input : JSON.stringify(Input ?? {})
  let executionArn: string
  let startDate: Date
  try {
    ;({ executionArn, startDate } = engine.startExecution({
      machine: StateMachineArn,
      input,
      ...(Name && { name: Name }),
    }))
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    return { submitted: refusal(error), finished: undefined, stop: () => undefined }
  }
  const submitted: TaskAnswer = { output: { ExecutionArn: executionArn, StartDate: startDate.getTime() } }
  if (pattern === '') return { submitted, finished: undefined, stop: () => undefined }
  const finished = new Promise<TaskAnswer>((resolve) => {
    engine.onClosed(executionArn, () =>
      resolve(resultOf(engine.describeExecution(executionArn), pattern === '.sync:2')),
    )
  })
  // Step Functions stops the child of a task that was stopped or timed out; a finished child stays as it is.
  return { submitted, finished, stop: () => void engine.stopExecution({ executionArn }) }
}

function refusal({ name, message }: ServiceError): TaskAnswer {
  const detail = `(Service: AWSStepFunctions; Status Code: 400; Error Code: ${name}; Request ID: 0; Proxy: null)`
  return { error: `StepFunctions.${name}Exception`, cause: `${message} ${detail}` }
}

/** A child that did not succeed fails the task as States.TaskFailed, with the child's description as its cause. */
function resultOf(child: ExecutionDescription, parsed: boolean): TaskAnswer {
  const { executionArn, stateMachineArn, name, status, startDate, stopDate, input, output, error, cause } = child
  const included = { Included: true }
  const common = {
    ExecutionArn: executionArn,
    Input: parsed && status === 'SUCCEEDED' ? JSON.parse(input) : input,
    InputDetails: included,
    Name: name,
  }
  const dates = { StartDate: startDate.getTime(), StateMachineArn: stateMachineArn, Status: status }
  const closed = { ...dates, StopDate: stopDate!.getTime() }
  if (output !== undefined) {
    return { output: { ...common, Output: parsed ? JSON.parse(output) : output, OutputDetails: included, ...closed } }
  }
  const failed = { ...(cause !== undefined && { Cause: cause }), ...(error !== undefined && { Error: error }) }
  return { error: 'States.TaskFailed', cause: JSON.stringify({ ...failed, ...common, ...closed }) }
}
