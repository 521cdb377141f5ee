import { arnOf, ref, sub, type Text } from './cloudformation.ts'

export interface Statement {
  readonly Sid: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Action: readonly string[]
  readonly Resource: Text | readonly Text[]
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

/**
 * What each function may do to Tidegate's own resources. This is the joint for what it may do to the plans' resources:
 * those statements are added here, per function, from plans/.
 */
export function functionStatements(name: string, stage: string): Statement[] {
  const own = ownStatements(stage)
  const words = duties[name]
  if (words === undefined)
    throw new Error(`function "${name}" has no duties in cli/package/statements.ts: name them there`)
  return [own.log(name), own.trace, ...words.map((word) => own[word])]
}

type Duty = Exclude<keyof ReturnType<typeof ownStatements>, 'log' | 'trace'>

/** Who leaves waits answers their tokens and re-checks them. */
const waits = ['writeLedger', 'sendRechecks', 'answerTokens'] as const satisfies readonly Duty[]

/** By function; nobody but those who leave waits answers a token, so no role can do everything. */
const duties: Readonly<Record<string, readonly Duty[]>> = {
  admit: ['writeLedger', 'readPublished', 'findPublished'],
  preflight: ['writeLedger'],
  'approval-request': [...waits, 'askApprovals', 'tellNotices'],
  'approval-decide': ['writeLedger', 'sendRechecks'],
  backup: waits,
  migrate: waits,
  deploy: waits,
  verify: waits,
  cutover: waits,
  bake: waits,
  rollback: [...waits, 'startEnds', 'describeOwn', 'stopOvertaken', 'tellNotices'],
  close: [...waits, 'startEnds', 'describeOwn', 'tellNotices'],
  report: ['readLedger', 'writeEvidence'],
  resume: ['writeLedger', 'sendRechecks', 'takeRechecks', 'haveLooked', 'keepUndelivered'],
  watchdog: [
    'writeLedger',
    'sendRechecks',
    'answerTokens',
    'startEnds',
    'describeOwn',
    'tellNotices',
    'keepUndelivered',
  ],
}

function ownStatements(stage: string) {
  const states = (rest: string) => sub(`arn:\${AWS::Partition}:states:\${AWS::Region}:\${AWS::AccountId}:${rest}`)
  const machine = (name: string) => states(`stateMachine:tidegate-${stage}-${name}`)
  const executions = (name: string) => states(`execution:tidegate-${stage}-${name}:*`)
  const allow = (Sid: string, Action: readonly string[], Resource: Text | readonly Text[]): Statement => ({
    Sid,
    Effect: 'Allow',
    Action,
    Resource,
  })
  const read = ['dynamodb:GetItem', 'dynamodb:Query']
  const write = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem']
  const lambda = (rest: string) => sub(`arn:\${AWS::Partition}:lambda:\${AWS::Region}:\${AWS::AccountId}:${rest}`)
  return {
    log: (name: string) =>
      allow(
        'WriteItsOwnLog',
        ['logs:CreateLogStream', 'logs:PutLogEvents'],
        sub(
          `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:/aws/lambda/tidegate-${stage}-${name}:*`,
        ),
      ),
    // X-Ray has no resources to name.
    trace: allow('Trace', ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], '*'),
    readLedger: allow('ReadLedger', read, arnOf('Ledger')),
    writeLedger: allow('WriteLedger', [...read, ...write], arnOf('Ledger')),
    readPublished: allow('ReadPublished', ['s3:GetObject'], sub('${Bucket.Arn}/plans/*')),
    // Without it, what is not published is "access denied" and not "no such key".
    findPublished: {
      ...allow('FindPublished', ['s3:ListBucket'], arnOf('Bucket')),
      Condition: { StringLike: { 's3:prefix': ['plans/*'] } },
    },
    writeEvidence: allow('WriteEvidence', ['s3:PutObject'], sub('${Bucket.Arn}/evidence/*')),
    sendRechecks: allow('SendRechecks', ['sqs:SendMessage'], arnOf('Rechecks')),
    // Lambda's poller takes messages with the role of the function.
    takeRechecks: allow(
      'TakeRechecks',
      ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      arnOf('Rechecks'),
    ),
    askApprovals: allow('AskApprovals', ['sns:Publish'], ref('Approvals')),
    tellNotices: allow('TellNotices', ['sns:Publish'], ref('Notices')),
    // The versions that waits name: with and without qualifier are two resources to IAM.
    haveLooked: allow('HaveLooked', ['lambda:InvokeFunction'], lambda(`function:tidegate-${stage}-*:*`)),
    // Lambda gives up an event with the role of the function.
    keepUndelivered: allow('KeepUndelivered', ['sqs:SendMessage'], arnOf('DeadLetters')),
    // Of a token's machine only.
    answerTokens: allow(
      'AnswerTokens',
      ['states:SendTaskSuccess', 'states:SendTaskFailure'],
      ['release', 'change', 'rollback', 'close'].map(machine),
    ),
    startEnds: allow('StartEnds', ['states:StartExecution'], [machine('rollback'), machine('close')]),
    describeOwn: allow('DescribeOwn', ['states:DescribeExecution'], ['release', 'rollback', 'close'].map(executions)),
    stopOvertaken: allow('StopOvertaken', ['states:StopExecution'], ['change', 'rollback'].map(executions)),
  }
}

/** What a machine may do: call what its definition names, trace and log. */
export function machineStatements(definition: string, stage: string): Statement[] {
  const states = (rest: string) => sub(`arn:\${AWS::Partition}:states:\${AWS::Region}:\${AWS::AccountId}:${rest}`)
  const called = functionsIn(definition).map((one) =>
    sub(`arn:\${AWS::Partition}:lambda:\${AWS::Region}:\${AWS::AccountId}:function:tidegate-${stage}-${one}:*`),
  )
  const child: Statement[] = [
    // By state machine: a call by version is allowed by the machine's own ARN.
    {
      Sid: 'StartChild',
      Effect: 'Allow',
      Action: ['states:StartExecution'],
      Resource: states(`stateMachine:tidegate-${stage}-change`),
    },
    {
      Sid: 'FollowChild',
      Effect: 'Allow',
      Action: ['states:DescribeExecution', 'states:StopExecution'],
      Resource: states(`execution:tidegate-${stage}-change:*`),
    },
    // .sync:2 learns of the child's end by a rule that Step Functions keeps in the account.
    {
      Sid: 'HearOfChild',
      Effect: 'Allow',
      Action: ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
      Resource: sub(
        'arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule',
      ),
    },
  ]
  return [
    { Sid: 'CallItsFunctions', Effect: 'Allow', Action: ['lambda:InvokeFunction'], Resource: called },
    ...(definition.includes('states:startExecution') ? child : []),
    { Sid: 'Trace', Effect: 'Allow', Action: tracing, Resource: '*' },
    { Sid: 'DeliverItsLog', Effect: 'Allow', Action: logDelivery, Resource: '*' },
  ]
}

const tracing = [
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
]
/** AWS has no resources for these: https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html */
const logDelivery = [
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
]

/** `${ApprovalRequestFunction}` → `approval-request`, each once. */
export const functionsIn = (definition: string): string[] =>
  [...new Set([...definition.matchAll(/\$\{(\w+)Function\}/g)].map((match) => kebab(match[1]!)))].sort()

const kebab = (name: string): string => name.replace(/(?!^)([A-Z])/g, '-$1').toLowerCase()
