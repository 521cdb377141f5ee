import type * as Sdk from '@aws-sdk/client-sfn'
import { type Asks, ask } from './port.ts'

const execution = (action: string): Asks[string] => {
  return ({ executionArn = '' }: Sdk.DescribeExecutionCommandInput) => ask(action, executionArn)
}

export const stepFunctions: Asks = {
  StartExecution: ({ stateMachineArn = '' }: Sdk.StartExecutionCommandInput) =>
    ask('states:StartExecution', stateMachineArn),
  StopExecution: execution('states:StopExecution'),
  DescribeExecution: execution('states:DescribeExecution'),
  SendTaskSuccess: () => ask('states:SendTaskSuccess', '*'),
  SendTaskFailure: () => ask('states:SendTaskFailure', '*'),
}
