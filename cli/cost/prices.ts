/**
 * What AWS asks in us-east-1, in cents of a US dollar, without any free tier; each with AWS's page for it, and with where
 * the figure was read on that day: in a copy of that page, or in a guide that quotes it. Other regions ask up to half as
 * much again.
 */
export const pricesReadOn = '2026-11-21'

export interface Price {
  readonly cents: number
  readonly per: number
  readonly unit: string
  /** AWS's page for it. */
  readonly source: string
  readonly read: Read
  /** Units that are free each month in every account, for ever. */
  readonly freeAMonth?: number
}

/** `page`: in a copy of AWS's page. `guide`: in guides of others, which agree. `not`: nowhere; from memory, and rather too much. */
export type Read = 'page' | 'guide' | 'not'

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
    read: 'page',
  },
  invocations: { cents: 20, per: 1e6, unit: 'Lambda requests', source: lambda, freeAMonth: 1e6, read: 'guide' },
  /** arm64, as serverless.yml says. */
  gigabyteSeconds: {
    cents: 0.00133334,
    per: 1,
    unit: 'Lambda GB-seconds',
    source: lambda,
    freeAMonth: 400_000,
    read: 'guide',
  },
  readUnits: { cents: 12.5, per: 1e6, unit: 'DynamoDB read units', source: dynamo, read: 'guide' },
  writeUnits: { cents: 62.5, per: 1e6, unit: 'DynamoDB write units', source: dynamo, read: 'guide' },
  ledgerGigabytes: {
    cents: 25,
    per: 1,
    unit: 'GB of ledger for a month',
    source: dynamo,
    freeAMonth: 25,
    read: 'page',
  },
  restorableGigabytes: {
    cents: 20,
    per: 1,
    unit: 'GB restorable to any second for a month',
    source: dynamo,
    read: 'guide',
  },
  queueRequests: {
    cents: 40,
    per: 1e6,
    unit: 'SQS requests',
    source: 'https://aws.amazon.com/sqs/pricing/',
    freeAMonth: 1e6,
    read: 'guide',
  },
  publishes: { cents: 50, per: 1e6, unit: 'SNS publishes', source: sns, freeAMonth: 1e6, read: 'guide' },
  mails: { cents: 200, per: 100_000, unit: 'mails by SNS', source: sns, freeAMonth: 1000, read: 'guide' },
  objectWrites: { cents: 0.5, per: 1000, unit: 'S3 writes and lists', source: s3, read: 'guide' },
  objectReads: { cents: 0.04, per: 1000, unit: 'S3 reads', source: s3, read: 'guide' },
  objectGigabytes: { cents: 2.3, per: 1, unit: 'GB in S3 for a month', source: s3, read: 'guide' },
  metricsRead: { cents: 1, per: 1000, unit: 'metrics read by GetMetricData', source: cloudWatch, read: 'guide' },
  /** That looks at alarms are billed as other requests are was found nowhere; counted, all the same. */
  alarmRequests: {
    cents: 1,
    per: 1000,
    unit: 'CloudWatch alarm requests',
    source: cloudWatch,
    freeAMonth: 1e6,
    read: 'not',
  },
  logGigabytes: {
    cents: 50,
    per: 1,
    unit: 'GB of log lines taken in',
    source: cloudWatch,
    freeAMonth: 5,
    read: 'guide',
  },
  alarms: { cents: 10, per: 1, unit: 'alarms for a month', source: cloudWatch, freeAMonth: 10, read: 'guide' },
  keys: { cents: 100, per: 1, unit: 'KMS keys for a month', source: kms, read: 'page' },
  keyRequests: { cents: 3, per: 10_000, unit: 'KMS requests', source: kms, freeAMonth: 20_000, read: 'guide' },
  dashboards: { cents: 300, per: 1, unit: 'dashboards for a month', source: cloudWatch, freeAMonth: 3, read: 'guide' },
  traces: {
    cents: 500,
    per: 1e6,
    unit: 'X-Ray traces',
    source: 'https://aws.amazon.com/xray/pricing/',
    freeAMonth: 100_000,
    read: 'page',
  },
} as const satisfies Readonly<Record<string, Price>>

export type Priced = keyof typeof prices
/** How much of what; what is not named is not used. */
export type Use = Readonly<Partial<Record<Priced, number>>>
