import { PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch'
import { CreateLogGroupCommand, PutRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs'
import { CreateTableCommand, UpdateContinuousBackupsCommand } from '@aws-sdk/client-dynamodb'
import { CreateAliasCommand, CreateFunctionCommand, PublishVersionCommand } from '@aws-sdk/client-lambda'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { CreateTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns'
import { siteBuild } from '../../../rehearsal/account/site-build.ts'
import type { Clients } from '../clients.ts'
import { safeBucket } from '../serving.ts'
import { account, artifacts, digestOf, functionPackage, versions } from './account.ts'

/** Table, buckets with what CI put there, the function behind its alias, logs, and alarms that tell somebody. */
export async function makeRest(aws: Clients): Promise<void> {
  const { cloudwatch, dynamodb, lambda, logs, s3, sns } = aws
  const TableName = 'serveml-deployments-prod'
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  )
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 }
  await dynamodb.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }))

  await safeBucket(aws, 'serveml-frontend-prod')
  await safeBucket(aws, 'serveml-artifacts-prod')
  for (const version of versions) {
    const prefix = `releases/${artifacts(version).web.slice('sha256:'.length, 19)}/`
    for (const { key, text, type, cacheControl } of siteBuild(version)) {
      const at = { Bucket: 'serveml-frontend-prod', Key: prefix + key }
      await s3.send(new PutObjectCommand({ ...at, Body: text, ContentType: type, CacheControl: cacheControl }))
    }
    const content = functionPackage(version)
    const Key = `model-serving-wrapper/${digestOf(content).slice('sha256:'.length, 19)}.zip`
    await s3.send(new PutObjectCommand({ Bucket: 'serveml-artifacts-prod', Key, Body: content }))
  }

  const FunctionName = 'model-serving-wrapper'
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: `arn:aws:iam::111122223333:role/${FunctionName}`,
      Environment: { Variables: { STAGE: 'production' } },
      Code: { ZipFile: functionPackage('2.3.1') },
    }),
  )
  const { Version } = await lambda.send(new PublishVersionCommand({ FunctionName }))
  await lambda.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: Version }))

  for (const [logGroupName, { days }] of Object.entries(account.logs)) {
    await logs.send(new CreateLogGroupCommand({ logGroupName }))
    await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: days }))
  }
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'serveml-alerts' }))
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'on-call@serveml.example' }))
  for (const AlarmName of Object.keys(account.alarms)) {
    await cloudwatch.send(
      new PutMetricAlarmCommand({
        AlarmName,
        // Of a metric each: expressions have no value here, and states are set by hand.
        Namespace: 'AWS/Lambda',
        MetricName: 'Errors',
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanThreshold',
        TreatMissingData: 'notBreaching',
        AlarmActions: [TopicArn!],
      }),
    )
    await cloudwatch.send(new SetAlarmStateCommand({ AlarmName, StateValue: 'OK', StateReason: 'nothing happened' }))
  }
}
