import type { Ask } from '../../rehearsal/permissions/index.ts'
import type { Asked } from '../../rehearsal/permissions/record.ts'
import { onAnything } from '../../shared/permissions/exceptions.ts'
import { type Naming, roleName } from '../../shared/permissions/index.ts'
import { functionNames } from '../../shared/permissions/own.ts'
import { account, region } from '../package/resolve.ts'
import type { Stack } from './packaged.ts'

/** What a rehearsal has recorded, as the functions of the stack would have asked: by the names that they are told. */
export function askedOf({ functions }: Stack, asked: Asked, rehearsed: Naming): Asked {
  return new Map(
    [...asked].map(([by, asks]) => {
      const rename = renaming(rehearsed, functions[by]!.naming)
      const renamed = [...asks.values()].map((ask) => ({ ...ask, resource: rename(ask.resource) }))
      return [by, new Map(renamed.map((one) => [JSON.stringify(one), one]))]
    }),
  )
}

function renaming(from: Naming, to: Naming): (arn: string) => string {
  const names = (of: Naming): string[] => [
    ...[of.table, of.bucket, of.queue, of.approvalsTopic, of.noticesTopic, of.linkKeys[0]!.split('/').at(-1)!],
    ...(['release', 'change', 'rollback', 'close'] as const).map((name) => of.machine(name)),
    ...functionNames.flatMap((name) => [of.function(name), roleName(of.function(name), of.region)]),
  ]
  const known = new Map(names(from).map((name, n) => [name, names(to)[n]!]))
  return (arn) => arn.replaceAll(/[^:/]+/g, (part) => known.get(part) ?? part)
}

/** What AWS itself asks IAM about in the functions' names, from how the stack has wired them. */
export function askedByAws({ functions, all }: Stack): Asked {
  const asked: Asked = new Map(Object.keys(functions).map((name) => [name, new Map()]))
  const add = (name: string, action: string, resource: string) =>
    asked.get(name)!.set(`${action} ${resource}`, { action, resource } satisfies Ask)
  const owner = (text: string) => Object.entries(functions).find(([, one]) => text.includes(one.FunctionName))![0]
  for (const [name, { FunctionName }] of Object.entries(functions)) {
    const stream = `arn:aws:logs:${region}:${account}:log-group:/aws/lambda/${FunctionName}:log-stream:2026/11/21/[7]a`
    for (const action of ['logs:CreateLogStream', 'logs:PutLogEvents']) add(name, action, stream)
    for (const action of ['xray:PutTraceSegments', 'xray:PutTelemetryRecords']) add(name, action, '*')
  }
  for (const one of all<Record<string, string>>('AWS::Lambda::EventSourceMapping', [
    'FunctionName',
    'EventSourceArn',
  ])) {
    for (const action of ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'])
      add(owner(one['FunctionName']!), action, one['EventSourceArn']!)
  }
  type Undelivered = { FunctionName: string; DestinationConfig: { OnFailure: { Destination: string } } }
  for (const one of all<Undelivered>('AWS::Lambda::EventInvokeConfig', ['FunctionName', 'DestinationConfig'])) {
    add(owner(one.FunctionName), 'sqs:SendMessage', one.DestinationConfig.OnFailure.Destination)
  }
  return asked
}

/** What Step Functions asks IAM about in the machines' names: what their definitions call, their logs and their traces. */
export function askedByMachines({ machines }: Stack): Asked {
  const always = onAnything
    .flatMap(({ actions }) => actions)
    .filter((action) => /^(xray|logs:.*(Delivery|Deliveries|Polic(y|ies)|LogGroups)$)/.test(action))
    .map((action): Ask => ({ action, resource: '*' }))
  return new Map(
    Object.entries(machines).map(([name, { calls }]) => {
      const asks = [...calls.flatMap(asksOfCall), ...always]
      return [name, new Map(asks.map((one) => [`${one.action} ${one.resource}`, one]))]
    }),
  )
}

function asksOfCall(called: string): Ask[] {
  if (called.includes(':function:')) return [{ action: 'lambda:InvokeFunction', resource: called }]
  const machine = called.replace(/:\d+$/, '')
  const rule = `arn:aws:events:${region}:${account}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule`
  const execution = `${machine.replace(':stateMachine:', ':execution:')}:serveml-2.4.0-1-change`
  return [
    // A version is a machine too: AWS's pages leave open by which of both names a start of it is asked for.
    ...[machine, called].map((resource) => ({ action: 'states:StartExecution', resource })),
    ...['states:DescribeExecution', 'states:StopExecution'].map((action) => ({ action, resource: execution })),
    ...['events:PutTargets', 'events:PutRule', 'events:DescribeRule'].map((action) => ({ action, resource: rule })),
  ]
}
