import type { FunctionName } from '../world.ts'
import { executions, type Own, ownArn } from './own.ts'
import type { MachineName, Naming } from './statement.ts'

/** Which functions a machine's tasks call; a test holds this against statemachines/. */
export const calledBy: Readonly<Record<MachineName, readonly FunctionName[]>> = {
  release: ['admit', 'preflight', 'approval-request', 'rollback', 'close'],
  change: ['backup', 'migrate', 'deploy', 'verify', 'cutover', 'bake', 'approval-request'],
  rollback: ['rollback', 'backup', 'migrate', 'deploy', 'verify', 'cutover'],
  close: ['close', 'cutover', 'report'],
}

/** Rights of one machine: its functions, its child, its log and its trace. */
export function machineNeeds(name: MachineName, names: Naming): Own[] {
  // What runs may be of any version that was ever deployed; the way back runs at the alias `live`.
  const qualifier = name === 'rollback' ? 'live' : '*'
  const functions = calledBy[name].map(
    (one) => `${ownArn(names, 'lambda', `function:${names.function(one)}`)}:${qualifier}`,
  )
  return [
    { action: 'lambda:InvokeFunction', resources: functions },
    ...(name === 'release' ? childNeeds(names) : []),
    ...delivery.map((action) => ({ action, resources: ['*'] })),
    ...tracing.map((action) => ({ action, resources: ['*'] })),
  ]
}

/** `startExecution.sync:2` of the change machine: started, watched through a rule of Step Functions' own, and stopped. */
function childNeeds(names: Naming): Own[] {
  const rule = ownArn(names, 'events', 'rule/StepFunctionsGetEventsForStepFunctionsExecutionRule')
  const machine = ownArn(names, 'states', `stateMachine:${names.machine('change')}`)
  return [
    // By version: `…:<number>`.
    { action: 'states:StartExecution', resources: [machine, `${machine}:*`] },
    ...['states:DescribeExecution', 'states:StopExecution'].map((action) => ({
      action,
      resources: [executions(names, 'change')],
    })),
    ...['events:PutTargets', 'events:PutRule', 'events:DescribeRule'].map((action) => ({
      action,
      resources: [rule],
    })),
  ]
}

const delivery = [
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
]
const tracing = [
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
]
