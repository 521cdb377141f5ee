import type { Execution } from './execution.ts'
import { errorDetails } from './failures.ts'
import type { Frame } from './frame.ts'
import { whole } from './history.ts'
import type { Payload } from './payload.ts'
import type { Resource } from './resources.ts'

/** Seconds that a task may take, as its Scheduled event gives them. */
export interface TaskLimits {
  timeoutInSeconds?: number
  heartbeatInSeconds?: number
}

/** Writes down what becomes of one attempt, in the family of events that its resource has on AWS. */
export interface TaskEvents {
  scheduled(parameters: Payload, limits: TaskLimits, roleArn: unknown): void
  started(): void
  submitted(output: Payload): void
  succeeded(output: Payload): void
  failed(error: string | undefined, cause: string | undefined): void
  timedOut(error: string): void
  /** How a message about the size of a result calls the resource. */
  readonly label: string
}

export function taskEvents(execution: Execution, frame: Frame, resource: Resource): TaskEvents {
  return resource.kind === 'integration'
    ? integrationEvents(execution, frame, resource)
    : ownEvents(execution, frame, resource)
}

function credentials(roleArn: unknown): Record<string, unknown> {
  return roleArn === undefined ? {} : { taskCredentials: { roleArn } }
}

/** Task* events, which name service and action every time. */
function integrationEvents(execution: Execution, frame: Frame, { service, action }: Resource): TaskEvents {
  const resource = { resourceType: service, resource: action }
  const emit = (type: string, details: object): void => {
    execution.emit(frame, `Task${type}`, `task${type}`, { ...resource, ...details })
  }
  return {
    label: service,
    scheduled(parameters, limits, roleArn) {
      const { region } = execution.host
      emit('Scheduled', { region, parameters: parameters.text, ...limits, ...credentials(roleArn) })
    },
    started: () => emit('Started', {}),
    submitted: (output) => emit('Submitted', { output: output.text, outputDetails: whole }),
    succeeded: (output) => emit('Succeeded', { output: output.text, outputDetails: whole }),
    failed: (error, cause) => emit('Failed', errorDetails(error, cause)),
    timedOut: (error) => emit('TimedOut', { error }),
  }
}

/** LambdaFunction* and Activity* events, for a Resource that is the ARN of one. */
function ownEvents(execution: Execution, frame: Frame, { kind, arn }: Resource): TaskEvents {
  const [type, family] = kind === 'activity' ? ['Activity', 'activity'] : ['LambdaFunction', 'lambdaFunction']
  const emit = (suffix: string, details?: Record<string, unknown>): void => {
    execution.emit(frame, `${type}${suffix}`, details && `${family}${suffix}`, details)
  }
  return {
    label: arn,
    scheduled(input, { timeoutInSeconds, heartbeatInSeconds }, roleArn) {
      const details: Record<string, unknown> = { resource: arn, input: input.text, inputDetails: whole }
      if (timeoutInSeconds !== undefined) details.timeoutInSeconds = timeoutInSeconds
      if (heartbeatInSeconds !== undefined && kind === 'activity') details.heartbeatInSeconds = heartbeatInSeconds
      emit('Scheduled', { ...details, ...credentials(roleArn) })
    },
    started: () => emit('Started', kind === 'activity' ? {} : undefined),
    submitted: () => undefined,
    succeeded: (output) => emit('Succeeded', { output: output.text, outputDetails: whole }),
    failed: (error, cause) => emit('Failed', errorDetails(error, cause)),
    timedOut: (error) => emit('TimedOut', { error }),
  }
}
