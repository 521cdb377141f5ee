import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Resource } from '../../cli/package/cloudformation.ts'
import { drillResources } from '../../cli/package/drills.ts'
import { subscriptions } from '../../cli/package/subscriptions.ts'
import type { Statement } from '../../shared/permissions/index.ts'
import { allows } from '../permissions/evaluate.ts'
import { account, region, resolver } from './resolve.ts'
import { packagedTemplate } from './stack.ts'

const stage = 'production'
const text = readFileSync(join(import.meta.dirname, '../../docs/reference/deploy-role.json'), 'utf8')
const filled = text.replaceAll('ACCOUNT', account).replaceAll('REGION', region).replaceAll('STAGE', stage)
const { Statement: statements } = JSON.parse(filled) as { Statement: Statement[] }

const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`
type Named = Readonly<Record<string, string>>
type Made = readonly [actions: string, resource: string, context?: Record<string, string>]
const pages: Made = ['', '*']
const role = `arn:aws:iam::${account}:role/tidegate-${stage}-AnyRole-Ab3dEf`
const function_ = (name: string | undefined) => arn('lambda', `function:${name ?? ''}`)

/** What whoever deploys must at least be allowed, to make one resource of a type and to take it away. */
const making: Readonly<Record<string, (named: Named) => Made>> = {
  // The evaluator knows no resources of API Gateway's second version: only that there is a statement for its paths.
  'AWS::ApiGatewayV2::Api': () => pages,
  'AWS::ApiGatewayV2::Integration': () => pages,
  'AWS::ApiGatewayV2::Route': () => pages,
  'AWS::ApiGatewayV2::Stage': () => pages,
  'AWS::CloudWatch::Alarm': ({ AlarmName }) => [
    'cloudwatch:PutMetricAlarm cloudwatch:DeleteAlarms',
    arn('cloudwatch', `alarm:${AlarmName}`),
  ],
  'AWS::CloudWatch::Dashboard': ({ DashboardName }) => [
    'cloudwatch:PutDashboard cloudwatch:DeleteDashboards',
    `arn:aws:cloudwatch::${account}:dashboard/${DashboardName}`,
  ],
  'AWS::DynamoDB::Table': ({ TableName }) => [
    'dynamodb:CreateTable dynamodb:UpdateContinuousBackups',
    arn('dynamodb', `table/${TableName}`),
  ],
  'AWS::Events::Rule': ({ Name }) => [
    'events:PutRule events:PutTargets events:DeleteRule',
    arn('events', `rule/${Name}`),
  ],
  'AWS::IAM::Role': ({ RoleName }) => [
    'iam:CreateRole iam:PutRolePolicy iam:DeleteRole',
    RoleName === undefined ? role : `arn:aws:iam::${account}:role/${RoleName}`,
  ],
  'AWS::KMS::Key': () => ['kms:CreateKey', '*', { 'aws:RequestTag/tidegate': stage }],
  'AWS::Lambda::Alias': ({ FunctionName }) => ['lambda:CreateAlias lambda:UpdateAlias', function_(FunctionName)],
  'AWS::Lambda::EventInvokeConfig': ({ FunctionName }) => [
    'lambda:PutFunctionEventInvokeConfig lambda:DeleteFunctionEventInvokeConfig',
    function_(FunctionName),
  ],
  'AWS::Lambda::EventSourceMapping': () => [
    'lambda:CreateEventSourceMapping',
    '*',
    { 'lambda:FunctionArn': function_(`tidegate-${stage}-resume:live`) },
  ],
  'AWS::Lambda::Function': ({ FunctionName }) => [
    'lambda:CreateFunction lambda:UpdateFunctionCode lambda:PutFunctionRecursionConfig lambda:DeleteFunction',
    function_(FunctionName),
  ],
  'AWS::Lambda::Permission': () => ['lambda:AddPermission lambda:RemovePermission', function_(`tidegate-${stage}-web`)],
  'AWS::Lambda::Version': ({ FunctionName }) => ['lambda:PublishVersion', function_(FunctionName)],
  'AWS::Logs::LogGroup': ({ LogGroupName }) => [
    'logs:CreateLogGroup logs:PutRetentionPolicy logs:DeleteLogGroup',
    arn('logs', `log-group:${LogGroupName}:*`),
  ],
  'AWS::S3::Bucket': ({ BucketName }) => [
    's3:CreateBucket s3:PutBucketVersioning s3:PutLifecycleConfiguration',
    `arn:aws:s3:::${BucketName ?? `tidegate-${stage}-serverlessdeploymentbucket-ab3def`}`,
  ],
  'AWS::S3::BucketPolicy': () => ['s3:PutBucketPolicy', `arn:aws:s3:::tidegate-${stage}-${account}-${region}`],
  'AWS::SNS::Subscription': () => [
    'sns:Subscribe sns:SetSubscriptionAttributes',
    arn('sns', `tidegate-${stage}-notices`),
  ],
  'AWS::SNS::Topic': ({ TopicName }) => ['sns:CreateTopic sns:SetTopicAttributes', arn('sns', TopicName!)],
  'AWS::SNS::TopicPolicy': () => ['sns:SetTopicAttributes', arn('sns', `tidegate-${stage}-approvals`)],
  'AWS::SQS::Queue': ({ QueueName }) => [
    'sqs:CreateQueue sqs:SetQueueAttributes sqs:DeleteQueue',
    arn('sqs', QueueName!),
  ],
  'AWS::SQS::QueuePolicy': () => ['sqs:SetQueueAttributes', arn('sqs', `tidegate-${stage}-rechecks`)],
  'AWS::Scheduler::Schedule': ({ Name }) => [
    'scheduler:CreateSchedule scheduler:DeleteSchedule',
    arn('scheduler', `schedule/tidegate-${stage}/${Name}`),
  ],
  'AWS::Scheduler::ScheduleGroup': ({ Name }) => [
    'scheduler:CreateScheduleGroup scheduler:DeleteScheduleGroup',
    arn('scheduler', `schedule-group/${Name}`),
  ],
  'AWS::StepFunctions::StateMachine': ({ StateMachineName }) => [
    'states:CreateStateMachine states:UpdateStateMachine states:DeleteStateMachine',
    arn('states', `stateMachine:${StateMachineName}`),
  ],
  'AWS::StepFunctions::StateMachineVersion': () => [
    'states:PublishStateMachineVersion',
    arn('states', `stateMachine:tidegate-${stage}-change`),
  ],
}

describe('docs/reference/deploy-role.json', () => {
  const may = (action: string, resource: string, context: Record<string, string> = {}) =>
    allows(statements, { action, resource, context })

  it('lets whoever deploys make and take away every resource of the stack', async () => {
    const template = await packagedTemplate()
    const more: Record<string, Resource> = {
      ...drillResources(stage, { schedule: 'rate(7 days)', timezone: 'UTC', input: '{}' }),
      ...subscriptions({ notices: [{ protocol: 'email', endpoint: 'a@tidegate.example' }], approvals: [] }),
    }
    const all = { ...template.Resources, ...more }
    const resolve = resolver({ Resources: all })
    const missing: string[] = []
    for (const [id, { Type, Properties }] of Object.entries(all)) {
      const names = Object.entries(Properties).filter(([name]) => /Name$/.test(name) && name !== 'GroupName')
      const made = making[Type]
      if (made === undefined) throw new Error(`${id}: nobody has written what making a ${Type} takes`)
      const [actions, resource, context] = made(resolve<Named>(Object.fromEntries(names)))
      for (const action of actions.split(' ').filter((one) => one !== '')) {
        if (!(await may(action, resource, context))) missing.push(`${id}: ${action} on ${resource}`)
      }
    }
    expect(missing).toEqual([])
    const pathsOf = statements.filter(({ Action }) => Action.includes('apigateway:POST')).flatMap((one) => one.Resource)
    expect(pathsOf).toEqual(
      expect.arrayContaining(['', '/*'].map((rest) => `arn:aws:apigateway:${region}::/apis${rest}`)),
    )
  })

  it('gives roles to the services that take them on, and to no other', async () => {
    const pass = (service: string) => may('iam:PassRole', role, { 'iam:PassedToService': `${service}.amazonaws.com` })
    expect(await Promise.all(['lambda', 'states', 'scheduler', 'ec2'].map(pass))).toEqual([true, true, true, false])
  })

  it('releases nothing, signs nothing, and reads neither ledger nor evidence', async () => {
    const bucket = `arn:aws:s3:::tidegate-${stage}-${account}-${region}`
    const not: readonly (readonly [string, string])[] = [
      ['states:StartExecution', arn('states', `stateMachine:tidegate-${stage}-release`)],
      ['lambda:InvokeFunction', function_(`tidegate-${stage}-approval-decide`)],
      ['dynamodb:PutItem', arn('dynamodb', `table/tidegate-${stage}-ledger`)],
      ['dynamodb:DeleteTable', arn('dynamodb', `table/tidegate-${stage}-ledger`)],
      ['s3:GetObject', `${bucket}/evidence/serveml/production/x.json`],
      ['s3:PutObject', `${bucket}/plans/serveml/production/2.4.0.json`],
      ['kms:GenerateMac', arn('kms', 'key/x')],
      ['iam:CreateRole', `arn:aws:iam::${account}:role/admin`],
      ['lambda:UpdateFunctionCode', function_('tidegate-staging-admit')],
    ]
    for (const [action, resource] of not) expect(await may(action, resource), `${action} ${resource}`).toBe(false)
  })
})
