import { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { IAMClient } from '@aws-sdk/client-iam'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { S3Client } from '@aws-sdk/client-s3'
import { SFNClient } from '@aws-sdk/client-sfn'
import { SNSClient } from '@aws-sdk/client-sns'
import { SQSClient } from '@aws-sdk/client-sqs'

export const account = '111122223333'
export const region = 'eu-west-1'
export const stage = 'witness'

/** Clients of the emulator; Step Functions is our engine beside it. */
export function clients(endpoint: string, stepFunctions: string) {
  const credentials = { accessKeyId: account, secretAccessKey: 'emulated' }
  const common = { region, endpoint, credentials, maxAttempts: 1 }
  return {
    cloudwatch: new CloudWatchClient(common),
    logs: new CloudWatchLogsClient(common),
    dynamodb: new DynamoDBClient(common),
    iam: new IAMClient(common),
    lambda: new LambdaClient(common),
    s3: new S3Client({ ...common, forcePathStyle: true }),
    sns: new SNSClient(common),
    sqs: new SQSClient(common),
    sfn: new SFNClient({ ...common, endpoint: stepFunctions }),
  }
}
export type Clients = ReturnType<typeof clients>
