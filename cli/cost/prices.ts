/**
 * What AWS asks in us-east-1, in cents of a US dollar, without any free tier; each with the page that says so.
 *
 * Step Functions, Lambda, DynamoDB, SQS, SNS, logs and dashboards were read on 2026-11-21 from copies of those pages, or from
 * guides that quote them. S3, KMS, alarms, metric and alarm requests, X-Ray and the free tiers could not be looked up and are
 * from memory: check them on the page named before you rely on them. Other regions ask up to half as much again.
 */
export const pricesReadOn = '2026-11-21'

export interface Price {
  readonly cents: number
  readonly per: number
  readonly unit: string
  readonly source: string
  /** Units that are free each month in every account, for ever. */
  readonly freeAMonth?: number
}

const cloudWatch = 'https://aws.amazon.com/cloudwatch/pricing/'
const dynamo = 'https://aws.amazon.com/dynamodb/pricing/on-demand/'
const kms = 'https://aws.amazon.com/kms/pricing/'
const lambda = 'https://aws.amazon.com/lambda/pricing/'
const s3 = 'https://aws.amazon.com/s3/pricing/'
const sns = 'https://aws.amazon.com/sns/pricing/'

export const prices = {
  transitions: {
    cents: 2.5,
    per: 1000,
    unit: 'state transitions',
    source: 'https://aws.amazon.com/step-functions/pricing/',
    freeAMonth: 4000,
  },
  invocations: { cents: 20, per: 1e6, unit: 'Lambda requests', source: lambda, freeAMonth: 1e6 },
  /** arm64, as serverless.yml says. */
  gigabyteSeconds: { cents: 0.00133334, per: 1, unit: 'Lambda GB-seconds', source: lambda, freeAMonth: 400_000 },
  readUnits: { cents: 12.5, per: 1e6, unit: 'DynamoDB read units', source: dynamo },
  writeUnits: { cents: 62.5, per: 1e6, unit: 'DynamoDB write units', source: dynamo },
  ledgerGigabytes: { cents: 25, per: 1, unit: 'GB of ledger for a month', source: dynamo, freeAMonth: 25 },
  restorableGigabytes: { cents: 20, per: 1, unit: 'GB restorable to any second for a month', source: dynamo },
  queueRequests: {
    cents: 40,
    per: 1e6,
    unit: 'SQS requests',
    source: 'https://aws.amazon.com/sqs/pricing/',
    freeAMonth: 1e6,
  },
  publishes: { cents: 50, per: 1e6, unit: 'SNS publishes', source: sns, freeAMonth: 1e6 },
  mails: { cents: 200, per: 100_000, unit: 'mails by SNS', source: sns, freeAMonth: 1000 },
  objectWrites: { cents: 0.5, per: 1000, unit: 'S3 writes and lists', source: s3 },
  objectReads: { cents: 0.04, per: 1000, unit: 'S3 reads', source: s3 },
  objectGigabytes: { cents: 2.3, per: 1, unit: 'GB in S3 for a month', source: s3 },
  metricsRead: { cents: 1, per: 1000, unit: 'metrics read by GetMetricData', source: cloudWatch },
  alarmRequests: {
    cents: 1,
    per: 1000,
    unit: 'CloudWatch alarm requests',
    source: cloudWatch,
    freeAMonth: 1e6,
  },
  logGigabytes: { cents: 50, per: 1, unit: 'GB of log lines taken in', source: cloudWatch, freeAMonth: 5 },
  alarms: { cents: 10, per: 1, unit: 'alarms for a month', source: cloudWatch, freeAMonth: 10 },
  keys: { cents: 100, per: 1, unit: 'KMS keys for a month', source: kms },
  keyRequests: { cents: 3, per: 10_000, unit: 'KMS requests', source: kms, freeAMonth: 20_000 },
  dashboards: { cents: 300, per: 1, unit: 'dashboards for a month', source: cloudWatch, freeAMonth: 3 },
  traces: {
    cents: 500,
    per: 1e6,
    unit: 'X-Ray traces',
    source: 'https://aws.amazon.com/xray/pricing/',
    freeAMonth: 100_000,
  },
} as const satisfies Readonly<Record<string, Price>>

export type Priced = keyof typeof prices
/** How much of what; what is not named is not used. */
export type Use = Readonly<Partial<Record<Priced, number>>>
