import { AwsError, type Service } from './account/port.ts'
import type { Engine } from './engine/index.ts'

/** The Step Functions API over our own engine, for handlers that start, stop, describe and answer. */
export function stepFunctions(engine: () => Engine): Service {
  const bridge =
    <I, O extends object>(run: (engine: Engine, input: I) => O) =>
    (input: I): O => {
      try {
        return run(engine(), input)
      } catch (error) {
        // The engine's service errors carry AWS's names; anything else is a fault of ours and must not look like AWS.
        if (error instanceof Error && 'isServiceError' in error) throw new AwsError(error.name, error.message)
        if (error instanceof Error && error.constructor.name === 'ServiceError')
          throw new AwsError(error.name, error.message)
        throw error
      }
    }
  return {
    client: 'SFN',
    // Step Functions answers its control plane in tens of milliseconds.
    latency: { '*': [20, 60] },
    operations: {
      StartExecution: bridge((sfn, { stateMachineArn, name, input }: Start) =>
        sfn.startExecution({ machine: stateMachineArn, name, input }),
      ),
      StopExecution: bridge((sfn, input: { executionArn: string; error?: string; cause?: string }) =>
        sfn.stopExecution(input),
      ),
      DescribeExecution: bridge((sfn, { executionArn }: { executionArn: string }) =>
        sfn.describeExecution(executionArn),
      ),
      ListExecutions: bridge((sfn, { stateMachineArn }: { stateMachineArn: string }) => ({
        executions: sfn.listExecutions({ machine: stateMachineArn }),
      })),
      GetExecutionHistory: bridge((sfn, { executionArn, reverseOrder, maxResults = 100 }: History) => {
        const events = sfn.getExecutionHistory(executionArn)
        return { events: (reverseOrder ? events.toReversed() : events).slice(0, maxResults) }
      }),
      DescribeStateMachine: bridge((sfn, { stateMachineArn }: { stateMachineArn: string }) => {
        sfn.listExecutions({ machine: stateMachineArn })
        return { stateMachineArn, status: 'ACTIVE' }
      }),
      SendTaskSuccess: bridge((sfn, { taskToken, output }: { taskToken: string; output: string }) => {
        sfn.sendTaskSuccess({ token: taskToken, output })
        return {}
      }),
      SendTaskFailure: bridge(
        (sfn, { taskToken, error, cause }: { taskToken: string; error?: string; cause?: string }) => {
          sfn.sendTaskFailure({ token: taskToken, error, cause })
          return {}
        },
      ),
    },
  }
}

interface History {
  executionArn: string
  reverseOrder?: boolean
  maxResults?: number
}
interface Start {
  stateMachineArn: string
  name: string
  input: string
}
