import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch'
import { CreateLogGroupCommand, PutRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs'
import { CreateTableCommand, PutItemCommand, UpdateContinuousBackupsCommand } from '@aws-sdk/client-dynamodb'
import { CreateAliasCommand, CreateFunctionCommand, PublishVersionCommand } from '@aws-sdk/client-lambda'
import {
  CreateBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3'
import { CreateTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns'
import { parse } from 'yaml'
import { zipped } from '../../cli/package/zip.ts'
import { readPlan } from '../../cli/read-plan.ts'
import { publishedPlan } from '../../shared/plan/publish.ts'
import { account, type Clients, region, stage } from './clients.ts'

export const planFolder = join(import.meta.dirname, 'plans/serving')
const versions = ['1.0.0', '1.1.0'] as const

/** Makes what account.yaml says: 1.0.0 is live. */
export async function makeServing(aws: Clients): Promise<void> {
  const { cloudwatch, dynamodb, lambda, logs, s3, sns } = aws
  const TableName = 'serving-models'
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  )
  await dynamodb.send(new PutItemCommand({ TableName, Item: { id: { S: 'a-model' } } }))
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 }
  await dynamodb.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }))

  for (const Bucket of ['serving-files', 'serving-artifacts']) await safeBucket(aws, Bucket)
  for (const version of versions) {
    const Key = `model/${digestOf(version).slice(0, 12)}.zip`
    await s3.send(new PutObjectCommand({ Bucket: 'serving-artifacts', Key, Body: packageOf(version) }))
  }

  const FunctionName = 'serving-model'
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: `arn:aws:iam::${account}:role/serving-model`,
      Environment: { Variables: { STAGE: 'production' } },
      Code: { ZipFile: packageOf('1.0.0') },
    }),
  )
  const { Version } = await lambda.send(new PublishVersionCommand({ FunctionName }))
  await lambda.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: Version }))
  await logs.send(new CreateLogGroupCommand({ logGroupName: '/aws/lambda/serving-model' }))
  await logs.send(new PutRetentionPolicyCommand({ logGroupName: '/aws/lambda/serving-model', retentionInDays: 90 }))

  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'serving-alerts' }))
  const everybody = [TopicArn!, tidegateTopic('notices')]
  for (const topic of everybody) {
    await sns.send(new SubscribeCommand({ TopicArn: topic, Protocol: 'email', Endpoint: 'on-call@serving.example' }))
  }
  await cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName: 'serving-errors',
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Dimensions: [{ Name: 'FunctionName', Value: FunctionName }],
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 5,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
      AlarmActions: [TopicArn!],
    }),
  )
  // The emulator leaves an alarm without data undecided, whatever missing data is to mean.
  await setAlarm(cloudwatch, 'OK')
}

/** A bucket that keeps versions, encrypted and private. */
export async function safeBucket({ s3 }: Clients, Bucket: string): Promise<void> {
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: region } }))
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }))
  const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' as const } }]
  await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }))
  const all = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true }
  await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: all }))
}

export const setAlarm = (cloudwatch: Clients['cloudwatch'], StateValue: 'OK' | 'ALARM') =>
  cloudwatch.send(
    new SetAlarmStateCommand({ AlarmName: 'serving-errors', StateValue, StateReason: `the story says ${StateValue}` }),
  )

/** What `tidegate publish` does: plan, environment and manifest as one document in Tidegate's bucket. */
export async function publish({ s3 }: Clients, plan: string, version: string): Promise<void> {
  const { loaded } = readPlan({ plan, version })
  const Bucket = `tidegate-${stage}-${account}-${region}`
  await s3.send(
    new PutObjectCommand({
      Bucket,
      Key: `plans/${basename(plan)}/production/${version}.json`,
      Body: publishedPlan(loaded),
    }),
  )
}

export const tidegateTopic = (name: string): string => `arn:aws:sns:${region}:${account}:tidegate-${stage}-${name}`

const packageOf = (version: string): Uint8Array =>
  zipped(new Map([['index.mjs', new TextEncoder().encode(`export const handler = async () => '${version}'\n`)]]))

function digestOf(version: string): string {
  const text = readFileSync(join(planFolder, 'manifests', `${version}.yaml`), 'utf8')
  return (parse(text) as { artifacts: { model: string } }).artifacts.model.replace('sha256:', '')
}
