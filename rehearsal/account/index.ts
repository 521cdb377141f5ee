import { Acm } from './acm.ts'
import { CloudFront } from './cloudfront.ts'
import { CloudFrontKeyValueStore } from './cloudfront-keyvaluestore.ts'
import { CloudWatch } from './cloudwatch/cloudwatch.ts'
import { CloudWatchLogs } from './cloudwatch-logs.ts'
import { DynamoDb } from './dynamodb.ts'
import { Ecr } from './ecr.ts'
import { Ecs } from './ecs/ecs.ts'
import { ElasticLoadBalancing } from './elastic-load-balancing.ts'
import { EventBridge } from './event-bridge.ts'
import { Iam } from './iam.ts'
import { Kms } from './kms.ts'
import { Lambda } from './lambda.ts'
import { Route53 } from './route53/route53.ts'
import { S3 } from './s3.ts'
import { SecretsManager } from './secrets-manager.ts'
import { Sns } from './sns.ts'
import { Sqs } from './sqs.ts'
import { Sts } from './sts.ts'

/** One line per service: the name under which the account has it. */
export const services = {
  acm: Acm,
  cloudfront: CloudFront,
  keyValueStores: CloudFrontKeyValueStore,
  cloudwatch: CloudWatch,
  logs: CloudWatchLogs,
  dynamodb: DynamoDb,
  ecr: Ecr,
  // Before those that stand behind it.
  elb: ElasticLoadBalancing,
  ecs: Ecs,
  events: EventBridge,
  iam: Iam,
  kms: Kms,
  lambda: Lambda,
  route53: Route53,
  s3: S3,
  secretsManager: SecretsManager,
  sns: Sns,
  sqs: Sqs,
  sts: Sts,
}

export type Services = { readonly [Name in keyof typeof services]: InstanceType<(typeof services)[Name]> }
