import { CloudFormationClient, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation'
import { DescribeContinuousBackupsCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DescribeRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { GetBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3'
import { DescribeStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn'
import { ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns'
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs'
import { WrongInput } from '../../shared/errors.ts'
import { publishedPeople } from '../../shared/people/published.ts'
import type { World } from '../../shared/world.ts'
import type { Outputs } from '../aws/stack.ts'
import type { Seen } from './doctor.ts'
import { seePersonalLinks } from './personal-links.ts'

interface Examination {
  readonly what: string
  see(): Promise<Seen>
}

/** Everything that a release needs of Tidegate's own resources, by reading alone. */
export function examinations(world: World, outputs: Outputs, stack: string): Examination[] {
  return [
    { what: 'ledger', see: () => seeTable(world, outputs.TableName) },
    { what: 'bucket', see: () => seeBucket(world, outputs.BucketName) },
    { what: 'people', see: () => seePeople(world) },
    { what: 're-checks', see: () => seeQueue(world, outputs.QueueUrl) },
    { what: 'topic of approvals', see: () => seeTopic(world, outputs.ApprovalsTopicArn, 'nobody is asked to sign') },
    { what: 'personal links', see: () => seePersonalLinks(world, outputs) },
    {
      what: 'topic of notices',
      see: () => seeTopic(world, outputs.NoticesTopicArn, 'nobody is paged when it is stuck'),
    },
    { what: 'machine release', see: () => seeMachine(world, outputs.ReleaseMachineArn) },
    { what: 'machine change', see: () => seeMachine(world, outputs.ChangeMachineArn) },
    { what: 'machine rollback', see: () => seeMachine(world, outputs.RollbackMachineArn) },
    { what: 'machine close', see: () => seeMachine(world, outputs.CloseMachineArn) },
    { what: 'your right to decide', see: () => seeInvoke(world, outputs.ApprovalDecideFunctionArn) },
    { what: 'rules', see: () => seeRules(world, stack) },
  ]
}

async function seeTable(world: World, TableName: string): Promise<Seen> {
  const [{ Table }, { ContinuousBackupsDescription }] = await Promise.all([
    world.send(DynamoDBClient, new DescribeTableCommand({ TableName })),
    world.send(DynamoDBClient, new DescribeContinuousBackupsCommand({ TableName })),
  ])
  const pitr = ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus
  const seen = `${TableName} ${Table?.TableStatus}, point-in-time recovery ${pitr}, deletion protection ${Table?.DeletionProtectionEnabled === true ? 'on' : 'OFF'}`
  if (Table?.TableStatus !== 'ACTIVE') return { seen, whatToDo: 'nothing can be released until the table is ACTIVE' }
  if (pitr === 'ENABLED' && Table.DeletionProtectionEnabled) return { seen }
  return { seen, whatToDo: 'somebody has changed the table since it was deployed: deploy Tidegate again' }
}

async function seeBucket(world: World, Bucket: string): Promise<Seen> {
  const { Status = 'never enabled' } = await world.send(S3Client, new GetBucketVersioningCommand({ Bucket }))
  const seen = `${Bucket}, versioning ${Status}`
  return Status === 'Enabled' ? { seen } : { seen, whatToDo: 'evidence could be overwritten: deploy Tidegate again' }
}

async function seePeople(world: World): Promise<Seen> {
  try {
    const { people, onCall = [] } = await publishedPeople(world)
    return { seen: `${Object.keys(people).length} published, ${onCall.length} on call` }
  } catch (error) {
    if (!(error instanceof WrongInput)) throw error
    return { seen: 'nobody who could be asked to sign', whatToDo: 'publish them: tidegate publish people' }
  }
}

async function seeQueue(world: World, QueueUrl: string): Promise<Seen> {
  const read = async (url: string) =>
    (await world.send(SQSClient, new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }))).Attributes
  const own = await read(QueueUrl)
  const redrive = JSON.parse(own?.['RedrivePolicy'] ?? '{}') as { deadLetterTargetArn?: string }
  const waiting = `${own?.['ApproximateNumberOfMessages'] ?? '?'} waiting`
  const dead = redrive.deadLetterTargetArn?.split(':').at(-1)
  if (dead === undefined) return { seen: `${waiting}, no dead-letter queue`, whatToDo: 'deploy Tidegate again' }
  const lost = Number((await read(QueueUrl.replace(/[^/]+$/, dead)))?.['ApproximateNumberOfMessages'] ?? 0)
  const seen = `${waiting}, ${lost} dead letters`
  if (lost === 0) return { seen }
  return { seen, whatToDo: `read the messages of ${dead}: each is a re-check or an event that no function could take` }
}

async function seeTopic(world: World, TopicArn: string, otherwise: string): Promise<Seen> {
  const { Subscriptions = [] } = await world.send(SNSClient, new ListSubscriptionsByTopicCommand({ TopicArn }))
  const pending = Subscriptions.filter(({ SubscriptionArn }) => SubscriptionArn === 'PendingConfirmation')
  const confirmed = Subscriptions.length - pending.length
  const seen = `${confirmed} confirmed${pending.length === 0 ? '' : `, ${pending.length} not confirmed`}`
  if (confirmed === 0) return { seen, whatToDo: `${otherwise}: subscribe people to ${TopicArn}` }
  const [first] = pending
  if (first === undefined) return { seen }
  return { seen, whatToDo: `${first.Endpoint} must confirm the message that AWS has sent, or be subscribed again` }
}

async function seeMachine(world: World, stateMachineArn: string): Promise<Seen> {
  const { status = 'unknown' } = await world.send(SFNClient, new DescribeStateMachineCommand({ stateMachineArn }))
  const seen = `${stateMachineArn.split(':').at(-1)} ${status}`
  return status === 'ACTIVE' ? { seen } : { seen, whatToDo: 'deploy Tidegate again' }
}

/** A dry run asks whether you may, and runs nothing. */
async function seeInvoke(world: World, FunctionName: string): Promise<Seen> {
  await world.send(LambdaClient, new InvokeCommand({ FunctionName, InvocationType: 'DryRun' }))
  return { seen: `you may invoke ${FunctionName.split(':')[6]}: approve, reject, halt, answer, resolve` }
}

async function seeRules(world: World, StackName: string): Promise<Seen> {
  const rules: string[] = []
  let NextToken: string | undefined
  do {
    const page = await world.send(CloudFormationClient, new ListStackResourcesCommand({ StackName, NextToken }))
    for (const { ResourceType, PhysicalResourceId } of page.StackResourceSummaries ?? []) {
      if (ResourceType === 'AWS::Events::Rule' && PhysicalResourceId) rules.push(PhysicalResourceId)
    }
    NextToken = page.NextToken
  } while (NextToken !== undefined)
  const states = await Promise.all(
    rules.map(async (rule) => {
      const Name = rule.split('|').at(-1)!
      const { State } = await world.send(EventBridgeClient, new DescribeRuleCommand({ Name }))
      return { Name, State }
    }),
  )
  const off = states.filter(({ State }) => State === 'DISABLED').map(({ Name }) => Name)
  const seen = `${rules.length} of the stack, ${off.length} disabled`
  if (rules.length === 0) return { seen, whatToDo: 'a release that dies is not noticed: deploy Tidegate again' }
  return off.length === 0 ? { seen } : { seen, whatToDo: `enable ${off.join(', ')}, or deploy Tidegate again` }
}
