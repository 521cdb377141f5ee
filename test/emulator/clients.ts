import { Agent } from 'node:http'
import type { LookupFunction } from 'node:net'
import '@aws-sdk/signature-v4a'
import { ACMClient } from '@aws-sdk/client-acm'
import { CloudFrontClient } from '@aws-sdk/client-cloudfront'
import { CloudFrontKeyValueStoreClient } from '@aws-sdk/client-cloudfront-keyvaluestore'
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { ECRClient } from '@aws-sdk/client-ecr'
import { ECSClient } from '@aws-sdk/client-ecs'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { IAMClient } from '@aws-sdk/client-iam'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { Route53Client } from '@aws-sdk/client-route-53'
import { S3Client } from '@aws-sdk/client-s3'
import { SchedulerClient } from '@aws-sdk/client-scheduler'
import { SFNClient } from '@aws-sdk/client-sfn'
import { SNSClient } from '@aws-sdk/client-sns'
import { SQSClient } from '@aws-sdk/client-sqs'
import { STSClient } from '@aws-sdk/client-sts'

export const account = '111122223333'
export const region = 'eu-west-1'
export const stage = 'witness'

const toLoopback: LookupFunction = (_name, { all }, answer) =>
  all ? answer(null, [{ address: '127.0.0.1', family: 4 }]) : answer(null, '127.0.0.1', 4)

/** Clients of the emulator; Step Functions is our engine beside it. */
export function clients(endpoint: string, stepFunctions: string) {
  const credentials = { accessKeyId: account, secretAccessKey: 'emulated' }
  // A connection that the emulator closes just as it is used again is asked once more, as every SDK does.
  const common = { region, endpoint, credentials, maxAttempts: 3 }
  return {
    acm: new ACMClient(common),
    /** CloudFront takes certificates from us-east-1 only. */
    certificatesOfSites: new ACMClient({ ...common, region: 'us-east-1' }),
    cloudfront: new CloudFrontClient(common),
    // The SDK puts the account before the host, so that it has to be a name; the system resolves none below localhost.
    pointers: new CloudFrontKeyValueStoreClient({
      ...common,
      endpoint: endpoint.replace('127.0.0.1', 'localhost'),
      requestHandler: { httpAgent: new Agent({ lookup: toLoopback }) },
    }),
    ecr: new ECRClient(common),
    ecs: new ECSClient(common),
    events: new EventBridgeClient(common),
    route53: new Route53Client(common),
    cloudwatch: new CloudWatchClient(common),
    logs: new CloudWatchLogsClient(common),
    dynamodb: new DynamoDBClient(common),
    iam: new IAMClient(common),
    lambda: new LambdaClient(common),
    scheduler: new SchedulerClient(common),
    s3: new S3Client({ ...common, forcePathStyle: true }),
    sns: new SNSClient(common),
    sqs: new SQSClient(common),
    sts: new STSClient(common),
    sfn: new SFNClient({ ...common, endpoint: stepFunctions }),
  }
}
export type Clients = ReturnType<typeof clients>
