import { callsOf, type StoreRequest } from '../../shared/ledger/memory-store.ts'
import { ecs } from './ecs.ts'
import { lambda } from './lambda.ts'
import { cloudfront, keyValueStore, route53 } from './names.ts'
import { type Ask, type Asks, arn, type Went, type Where } from './port.ts'
import { stepFunctions } from './step-functions.ts'
import { dynamodb, ecr, s3 } from './storage.ts'
import { acm, cloudwatch, iam, kms, logs, secretsManager, sns, sqs, sts } from './telling.ts'

export type { Ask } from './port.ts'

/** One line per service, by the SDK client's class name without `Client`. */
const services: Readonly<Record<string, Asks>> = {
  ACM: acm,
  CloudFront: cloudfront,
  CloudFrontKeyValueStore: keyValueStore,
  CloudWatch: cloudwatch,
  CloudWatchLogs: logs,
  DynamoDB: dynamodb,
  ECR: ecr,
  ECS: ecs,
  IAM: iam,
  KMS: kms,
  Lambda: lambda,
  Route53: route53,
  S3: s3,
  SecretsManager: secretsManager,
  SFN: stepFunctions,
  SNS: sns,
  SQS: sqs,
  STS: sts,
}

/** Not AWS: nobody asks IAM. */
const outside = /^(http|tls|dns|sleep|load)$/

/**
 * What AWS asks IAM about one World call.
 *
 * @throws {Error} for a command that nobody has written down: an unknown call must not count as allowed
 */
export function asksOf(call: { what: string; input: unknown }, where: Where & { table: string }, went: Went): Ask[] {
  const { what, input } = call
  if (outside.test(what)) return []
  if (what.startsWith('ledger:')) {
    const resource = arn(where, 'dynamodb', `table/${where.table}`)
    return callsOf(input as StoreRequest).map(({ action }) => ({ action, resource }))
  }
  const [client = '', command = ''] = what.split('.')
  const asks = services[client]?.[command]
  if (asks === undefined) {
    throw new Error(`nobody has written what ${what} asks IAM: add ${command} in rehearsal/permissions/`)
  }
  return [...asks(input, where, went)]
}
