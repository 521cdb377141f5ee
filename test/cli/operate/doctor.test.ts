import { describe, expect, it } from 'vitest'
import { type Outputs, stackOutputs } from '../../../cli/aws/stack.ts'
import type { OwnWorld } from '../../../cli/aws/tidegate.ts'
import { doctor } from '../../../cli/operate/doctor.ts'

type Answers = Record<string, (input: Record<string, string>) => object>

const arn = (service: string, rest: string) => `arn:aws:${service}:eu-west-1:111122223333:${rest}`
const outputs: Outputs = {
  TableName: 'tidegate-production-ledger',
  BucketName: 'tidegate-production',
  QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/tidegate-production-rechecks',
  ApprovalsTopicArn: arn('sns', 'tidegate-production-approvals'),
  NoticesTopicArn: arn('sns', 'tidegate-production-notices'),
  ReleaseMachineArn: arn('states', 'stateMachine:tidegate-production-release'),
  ChangeMachineArn: arn('states', 'stateMachine:tidegate-production-change'),
  RollbackMachineArn: arn('states', 'stateMachine:tidegate-production-rollback'),
  CloseMachineArn: arn('states', 'stateMachine:tidegate-production-close'),
  ApprovalDecideFunctionArn: arn('lambda', 'function:tidegate-production-approval-decide'),
  PagesUrl: 'https://tidegate.example',
  Version: '0.1.4',
}
const subscribed = { SubscriptionArn: arn('sns', 'x:1'), Endpoint: 'ana@serveml.example' }

/** What AWS answers about a Tidegate that is well. */
const wellAnswers: Answers = {
  GetCallerIdentity: () => ({ Arn: arn('sts', 'assumed-role/Ops/Ana@serveml.example'), Account: '111122223333' }),
  DescribeStacks: () => ({
    Stacks: [
      {
        StackStatus: 'UPDATE_COMPLETE',
        Outputs: stackOutputs.map((one) => ({ OutputKey: one, OutputValue: outputs[one] })),
      },
    ],
  }),
  DescribeTable: () => ({ Table: { TableStatus: 'ACTIVE', DeletionProtectionEnabled: true } }),
  DescribeContinuousBackups: () => ({
    ContinuousBackupsDescription: { PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED' } },
  }),
  GetBucketVersioning: () => ({ Status: 'Enabled' }),
  GetObject: () => ({ Body: { transformToString: async () => '{"people":{"ana":{"roles":["engineering-lead"]}}}' } }),
  GetQueueAttributes: ({ QueueUrl }) =>
    QueueUrl?.endsWith('dead-letters')
      ? { Attributes: { ApproximateNumberOfMessages: '0' } }
      : {
          Attributes: {
            ApproximateNumberOfMessages: '2',
            RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn('sqs', 'tidegate-production-dead-letters') }),
          },
        },
  ListSubscriptionsByTopic: () => ({ Subscriptions: [subscribed] }),
  GetSubscriptionAttributes: () => ({ Attributes: { FilterPolicy: '{"approver":["ana"]}' } }),
  DescribeStateMachine: () => ({ status: 'ACTIVE' }),
  Invoke: () => ({ StatusCode: 204 }),
  ListStackResources: () => ({
    StackResourceSummaries: [{ ResourceType: 'AWS::Events::Rule', PhysicalResourceId: 'tidegate-production-watchdog' }],
  }),
  DescribeRule: () => ({ State: 'ENABLED' }),
}

async function examined(answers: Answers = {}, version = '0.1.0', json = true) {
  let text = ''
  const world = {
    home: { bucket: outputs.BucketName },
    load: (_name: string, load: () => Promise<unknown>) => load(),
    async send(_client: unknown, command: { input: Record<string, string> }) {
      const name = command.constructor.name.replace(/Command$/, '')
      return { ...wellAnswers, ...answers }[name]!(command.input)
    },
  } as unknown as OwnWorld
  const out = { screen: { write: (more: string) => (text += more) }, json }
  const code = await doctor(() => world, 'production', version, out)
  return { code, text, findings: json ? (JSON.parse(text) as { findings: Finding[] }).findings : [] }
}
interface Finding {
  what: string
  well: boolean
  seen: string
  whatToDo?: string
}
const named = (name: string, message = '') => Object.assign(new Error(message), { name })

describe('the doctor', () => {
  it('finds a Tidegate well that is', async () => {
    const { code, text } = await examined({}, '0.1.0', false)
    expect(code).toBe(0)
    expect(text).toContain('at gates you are ana')
    expect(text).toContain('Tidegate is well.')
    expect(text).not.toContain('✕')
  })

  it('takes the stack’s own function for what it is, and what nobody has confirmed for what gets nothing', async () => {
    const chatops = { ...subscribed, Endpoint: arn('lambda', 'function:tidegate-production-chatops:live') }
    const pending = { SubscriptionArn: 'PendingConfirmation', Endpoint: 'bo@serveml.example' }
    const { findings } = await examined({
      ListSubscriptionsByTopic: () => ({ Subscriptions: [chatops, pending] }),
      GetSubscriptionAttributes: () => ({ Attributes: {} }),
    })
    expect(findings.find(({ what }) => what === 'personal links')).toMatchObject({ well: true })
  })

  it.each<[string, Answers, string, RegExp]>([
    [
      'a topic that nobody reads',
      { ListSubscriptionsByTopic: () => ({ Subscriptions: [] }) },
      'topic of notices',
      /nobody is paged when it is stuck: subscribe people/,
    ],
    [
      'people that nobody has published',
      {
        GetObject: () => {
          throw named('NoSuchKey')
        },
      },
      'people',
      /tidegate publish people/,
    ],
    [
      'a subscription that nobody confirmed',
      {
        ListSubscriptionsByTopic: () => ({
          Subscriptions: [subscribed, { SubscriptionArn: 'PendingConfirmation', Endpoint: 'bo@serveml.example' }],
        }),
      },
      'topic of approvals',
      /bo@serveml\.example must confirm/,
    ],
    [
      'a mailbox that gets everybody’s links',
      {
        ListSubscriptionsByTopic: () => ({
          Subscriptions: [subscribed, { ...subscribed, Protocol: 'email', Endpoint: 'all@serveml.example' }],
        }),
        GetSubscriptionAttributes: () => ({ Attributes: {} }),
      },
      'personal links',
      /all@serveml\.example \(email\) can sign as everybody: give it a filter policy/,
    ],
    [
      'a filter that lets whoever comes through',
      { GetSubscriptionAttributes: () => ({ Attributes: { FilterPolicy: '{"approver":[{"exists":true}]}' } }) },
      'personal links',
      /ana@serveml\.example .*can sign as everybody/,
    ],
    [
      'a filter of the message, which is one text for all',
      {
        GetSubscriptionAttributes: () => ({
          Attributes: { FilterPolicyScope: 'MessageBody', FilterPolicy: '{"approver":["ana"]}' },
        }),
      },
      'personal links',
      /can sign as everybody/,
    ],
    [
      'a rule that somebody disabled',
      { DescribeRule: () => ({ State: 'DISABLED' }) },
      'rules',
      /enable tidegate-production-watchdog/,
    ],
    [
      'dead letters',
      {
        GetQueueAttributes: () => ({
          Attributes: { ApproximateNumberOfMessages: '3', RedrivePolicy: '{"deadLetterTargetArn":"a:b:dead"}' },
        }),
      },
      're-checks',
      /read the messages of dead/,
    ],
    ['a table without recovery', { DescribeContinuousBackups: () => ({}) }, 'ledger', /deploy Tidegate again/],
    ['a bucket that forgets', { GetBucketVersioning: () => ({}) }, 'bucket', /evidence could be overwritten/],
    [
      'a machine that is being deleted',
      { DescribeStateMachine: () => ({ status: 'DELETING' }) },
      'machine rollback',
      /deploy Tidegate again/,
    ],
    [
      'a right that you lack',
      {
        Invoke: () => {
          throw named('AccessDenied', 'Lambda.Invoke was denied: not authorized')
        },
      },
      'your right to decide',
      /names the rights/,
    ],
  ])('tells %s, and what to do', async (_title, answers, what, todo) => {
    const { code, findings } = await examined(answers)
    expect(code).toBe(3)
    const bad = findings.filter((one) => !one.well)
    expect(bad.map((one) => one.what)).toContain(what)
    expect(bad.find((one) => one.what === what)?.whatToDo).toMatch(todo)
    expect(findings.some((one) => one.well)).toBe(true)
  })

  it('asks for nothing else when it does not know you', async () => {
    const { code, findings } = await examined({
      GetCallerIdentity: () => {
        throw named('ExpiredToken', 'is expired')
      },
    })
    expect(code).toBe(3)
    expect(findings).toMatchObject([
      { what: 'credentials', well: false, seen: expect.stringContaining('have expired') },
    ])
  })

  it('tells a stack that is not there, and one of another version', async () => {
    const missing = await examined({
      DescribeStacks: () => {
        throw named('ValidationError', 'Stack with id tidegate-production does not exist')
      },
    })
    expect(missing.findings.map((one) => [one.what, one.well])).toEqual([
      ['credentials', true],
      ['stack', false],
    ])
    const other = await examined({}, '0.2.0')
    expect(other.findings.filter((one) => !one.well).map((one) => one.what)).toEqual(['version'])
  })
})
