import type { FunctionName } from '../world.ts'
import { type MachineName, type Naming, roleName } from './statement.ts'

/** A right to one of Tidegate's own resources: the same for every plan. */
export interface Own {
  readonly action: string
  readonly resources: readonly string[]
}

const ledgerActions = {
  get: 'dynamodb:GetItem',
  query: 'dynamodb:Query',
  put: 'dynamodb:PutItem',
  update: 'dynamodb:UpdateItem',
  delete: 'dynamodb:DeleteItem',
  // A part of TransactWriteItems, which is allowed part by part.
  check: 'dynamodb:ConditionCheckItem',
} as const
type Ledger = keyof typeof ledgerActions

/** Functions that leave waits: what resume may invoke, in whatever version left the wait. */
const waiters: readonly FunctionName[] = [
  'approval-request',
  'backup',
  'migrate',
  'deploy',
  'verify',
  'cutover',
  'bake',
  'rollback',
  'close',
]

/** What each function does besides its kinds: with the ledger, and with the rest of the house. */
const does: Readonly<Record<FunctionName, readonly [ledger: string, also: string]>> = {
  admit: ['get put', 'read-plans'],
  preflight: ['get query put update', 'read-roles read-people read-topics'],
  'approval-request': ['get query put update', 'answer recheck ask notice read-people make-links'],
  'approval-decide': ['get query put update delete', 'recheck'],
  backup: ['get query put update', 'answer recheck'],
  migrate: ['get query put update delete', 'answer recheck'],
  deploy: ['get query put update delete', 'answer recheck'],
  verify: ['get query put update delete', 'answer recheck'],
  cutover: ['get query put update delete', 'answer recheck'],
  bake: ['get put update delete', 'answer recheck'],
  rollback: ['get query put update delete check', 'succeed recheck end stop notice'],
  close: ['get query put update delete check', 'succeed recheck end notice'],
  resume: ['get query update', 'recheck invoke'],
  watchdog: ['get query put update delete', 'succeed recheck end notice'],
  report: ['query', 'write-evidence'],
  web: ['get query put update', 'recheck check-links know-people'],
  chatops: ['get query put update delete', 'recheck read-people slack'],
}

/** Phases that a plan may have no line for: then their functions are never called, and are given nothing but their log. */
const optional: readonly FunctionName[] = ['backup', 'migrate', 'deploy']

/** Every function there is. */
export const functionNames = Object.keys(does) as readonly FunctionName[]

/** Those that a release goes through, whose roles it looks at first; what people ask by is no part of its way. */
export const releasing: readonly FunctionName[] = functionNames.filter((name) => name !== 'chatops')

/**
 * What one function calls of Tidegate's own table, bucket, queue, topics and machines.
 *
 * @param used the functions that any plan has a line for
 */
export function ownCalls(name: FunctionName, names: Naming, used: ReadonlySet<FunctionName>): Own[] {
  const [ledger, also] = does[name]
  const table = ownArn(names, 'dynamodb', `table/${names.table}`)
  const idle = (one: FunctionName) => optional.includes(one) && !used.has(one)
  if (idle(name)) return []
  // Without a secret there is no Slack app, and nobody may do anything for it.
  if (name === 'chatops' && names.slackSecret === undefined) return []
  return [
    ...ledger.split(' ').map((one) => ({ action: ledgerActions[one as Ledger], resources: [table] })),
    ...also.split(' ').flatMap((one) => groups[one as Group](names, idle)),
  ]
}

/** What AWS calls in the name of a function's role: its log, its trace, and for resume the queue that feeds it. */
export const callsByAws = (name: FunctionName, names: Naming): Own[] => [
  ...all(['logs:CreateLogStream', 'logs:PutLogEvents'], [`${logGroup(names, name)}:*`]),
  ...all(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], ['*']),
  ...(name === 'resume'
    ? all(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], [ownArn(names, 'sqs', names.queue)])
    : []),
  ...(givenUp.includes(name) ? all(['sqs:SendMessage'], [ownArn(names, 'sqs', names.deadLetters)]) : []),
]

/** Called by events and by nobody who would hear of a failure: Lambda puts what it gives up into the dead letters. */
const givenUp: readonly FunctionName[] = ['resume', 'watchdog', 'chatops']

const all = (actions: readonly string[], resources: readonly string[]): Own[] =>
  actions.map((action) => ({ action, resources }))

const groups = {
  answer: () => all(['states:SendTaskSuccess', 'states:SendTaskFailure'], ['*']),
  /** Whoever waits for an outcome is always answered well: the outcome says the rest. */
  succeed: () => all(['states:SendTaskSuccess'], ['*']),
  recheck: (names: Naming) => all(['sqs:SendMessage'], [ownArn(names, 'sqs', names.queue)]),
  ask: (names: Naming) => all(['sns:Publish'], [ownArn(names, 'sns', names.approvalsTopic)]),
  notice: (names: Naming) => all(['sns:Publish'], [ownArn(names, 'sns', names.noticesTopic), ...chat(names)]),
  'read-plans': (names: Naming) => [
    ...all(['s3:GetObject'], [`${bucket(names)}/plans/*`]),
    // Without it S3 says 403 of a version that was never published.
    ...all(['s3:ListBucket'], [bucket(names)]),
  ],
  'read-people': (names: Naming) => [
    ...all(['s3:GetObject'], [`${bucket(names)}/people.json`]),
    // Without it S3 says 403 of a directory that was never published.
    ...all(['s3:ListBucket'], [bucket(names)]),
  ],
  /** Answers Slack: proves who asks, hands the work on to itself, and starts what people ask for. */
  slack: (names: Naming) => [
    ...all(['secretsmanager:GetSecretValue'], [names.slackSecret ?? '']),
    ...all(['lambda:InvokeFunction'], [`${ownArn(names, 'lambda', `function:${names.function('chatops')}`)}:*`]),
    ...all(
      ['states:StartExecution'],
      (['release', 'rollback'] as const).map((one) => ownArn(names, 'states', `stateMachine:${names.machine(one)}`)),
    ),
    ...all(['states:DescribeExecution'], [executions(names, 'rollback')]),
  ],
  /** Where people sign in: who they are, and the releases that whoever is one of them may see. */
  'know-people': (names: Naming) =>
    names.loginSecret === undefined
      ? []
      : [
          ...all(['secretsmanager:GetSecretValue'], [names.loginSecret]),
          ...all(['s3:GetObject'], [`${bucket(names)}/people.json`, `${bucket(names)}/evidence/*`]),
          ...all(['s3:ListBucket'], [bucket(names)]),
        ],
  'read-topics': (names: Naming) =>
    all(
      ['sns:ListSubscriptionsByTopic'],
      [names.approvalsTopic, names.noticesTopic].map((one) => ownArn(names, 'sns', one)),
    ),
  'make-links': (names: Naming) => all(['kms:GenerateMac'], names.linkKeys.slice(0, 1)),
  'check-links': (names: Naming) => all(['kms:VerifyMac'], names.linkKeys),
  'write-evidence': (names: Naming) => all(['s3:PutObject'], [`${bucket(names)}/evidence/*`]),
  'read-roles': (names: Naming) =>
    all(
      ['iam:GetRolePolicy'],
      releasing.map((one) => {
        const role = roleName(names.function(one), names.region)
        return `arn:${names.partition}:iam::${names.account}:role/${role}`
      }),
    ),
  /** Sees to it that a release ends: who died is described, and the way back or Close started. */
  end: (names: Naming) => [
    ...all(
      ['states:DescribeExecution'],
      (['release', 'rollback', 'close'] as const).map((one) => executions(names, one)),
    ),
    ...all(
      ['states:StartExecution'],
      (['rollback', 'close'] as const).map((one) => ownArn(names, 'states', `stateMachine:${names.machine(one)}`)),
    ),
  ],
  stop: (names: Naming) =>
    all(
      ['states:StopExecution'],
      (['release', 'change', 'rollback'] as const).map((one) => executions(names, one)),
    ),
  invoke: (names: Naming, idle: (name: FunctionName) => boolean) =>
    all(
      ['lambda:InvokeFunction'],
      waiters
        .filter((one) => !idle(one))
        .map((one) => `${ownArn(names, 'lambda', `function:${names.function(one)}`)}:*`),
    ),
} as const
type Group = keyof typeof groups

export const ownArn = ({ partition, region, account }: Naming, service: string, resource: string): string =>
  `arn:${partition}:${service}:${region}:${account}:${resource}`
const chat = ({ chatTopic }: Naming): string[] => (chatTopic === undefined ? [] : [chatTopic])
const bucket = (names: Naming): string => `arn:${names.partition}:s3:::${names.bucket}`
export const executions = (names: Naming, machine: MachineName): string =>
  ownArn(names, 'states', `execution:${names.machine(machine)}:*`)
const logGroup = (names: Naming, name: FunctionName): string =>
  ownArn(names, 'logs', `log-group:/aws/lambda/${names.function(name)}`)
