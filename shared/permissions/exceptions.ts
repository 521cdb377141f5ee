import type { FunctionName } from '../world.ts'

/** A grant that is wider than one would wish, or that no rehearsal makes use of; each with its reason. */
export interface Exception {
  readonly actions: readonly string[]
  /** Of these resources only. */
  readonly on?: RegExp
  readonly why: string
  /** Where AWS says so. */
  readonly reference: string
}

const authorization = (service: string) =>
  `https://docs.aws.amazon.com/service-authorization/latest/reference/list_${service}.html`

/** Granted on `*`: AWS knows no resource for them, or asks for all. */
export const onAnything: readonly Exception[] = [
  {
    actions: ['ecs:DescribeTaskDefinition', 'ecs:ListTaskDefinitions'],
    why: 'ECS knows no resource for them. They read definitions of all families, which hold no secret when secrets are by reference.',
    reference: authorization('amazonelasticcontainerservice'),
  },
  {
    actions: ['dynamodb:ListBackups'],
    why: 'DynamoDB knows no resource for it. It tells names and sizes of backups, no data.',
    reference: authorization('amazondynamodb'),
  },
  {
    actions: ['cloudwatch:DescribeAlarms', 'cloudwatch:DescribeAlarmHistory'],
    why: 'Composite alarms are told only to those who may read all alarms; an alarm of either type may be in a plan.',
    reference: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html',
  },
  {
    actions: ['cloudwatch:GetMetricData'],
    why: 'Metrics are no resources; the one sort that CloudWatch knows here, data sets, is read by no plan.',
    reference: authorization('amazoncloudwatch'),
  },
  {
    actions: ['logs:DescribeLogGroups'],
    why: 'CloudWatch Logs knows no resource for it. It tells names and retention, no lines.',
    reference: authorization('amazoncloudwatchlogs'),
  },
  {
    actions: ['states:SendTaskSuccess', 'states:SendTaskFailure'],
    why: 'Step Functions knows no resource for them: the token itself is the right. Tokens are in the ledger and nowhere else.',
    reference: authorization('awsstepfunctions'),
  },
  {
    actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'xray:GetSamplingRules', 'xray:GetSamplingTargets'],
    why: 'X-Ray knows no resource for them.',
    reference: authorization('awsx-ray'),
  },
  {
    actions: [
      'logs:CreateLogDelivery',
      'logs:GetLogDelivery',
      'logs:UpdateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:DescribeResourcePolicies',
    ],
    why: 'How Step Functions gets its log: deliveries are no resources, and their policies are the account’s.',
    reference: 'https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html',
  },
]

/** Granted on all resources of one sort in the account: which one it will be is known at night only. */
export const onAllOfASort: readonly Exception[] = [
  {
    actions: ['sns:ListSubscriptionsByTopic'],
    why: 'Which topics alarms tell is read from the alarms. It tells who is subscribed, and changes nothing.',
    reference: authorization('amazonsns'),
  },
  {
    actions: ['route53:GetChange'],
    why: 'The id of a change is made by Route 53 when the change is.',
    reference: authorization('amazonroute53'),
  },
]

/** Called by AWS in the role's name and not by our code, so that no rehearsal can see it. */
export const byAwsItself: readonly Exception[] = [
  {
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    why: 'Lambda writes the log of a function as the function.',
    reference: 'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html',
  },
  {
    actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
    why: 'Lambda sends traces as the function.',
    reference: 'https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html',
  },
  {
    actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
    why: 'Lambda takes re-checks from the queue as resume.',
    reference: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html',
  },
  {
    actions: ['sqs:SendMessage'],
    on: /dead-letters$/,
    why: 'Lambda puts an event that it gives up into the dead letters, as the function.',
    reference: 'https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html',
  },
]

/** A right of certain functions that no rehearsal of the set makes use of, and that they need all the same. */
export interface NotRehearsed {
  readonly functions: readonly FunctionName[]
  readonly actions: readonly string[]
  /** Of these resources only. */
  readonly on?: RegExp
  readonly why: string
}

export const notRehearsed: readonly NotRehearsed[] = [
  {
    functions: ['approval-request', 'preflight'],
    actions: ['s3:ListBucket'],
    why: 'That nobody has published people.yaml is told apart from a missing right: S3 answers 404 only to who may list. Rehearsals always have people.',
  },
  {
    functions: ['rollback', 'close', 'watchdog'],
    actions: ['states:DescribeExecution', 'states:StartExecution', 'states:SendTaskSuccess'],
    why: 'These three see to it that a release ends, by the same code (ensureEnd). Who of them finds which execution dead is a matter of seconds; the watchdog mostly is first.',
  },
  {
    functions: ['rollback'],
    actions: ['dynamodb:DeleteItem'],
    why: 'Whoever finds the third death ends the release stuck, which frees its open entry; in rehearsals that is the watchdog.',
  },
  {
    functions: ['cutover', 'migrate', 'verify', 'deploy'],
    actions: ['dynamodb:DeleteItem'],
    why: 'A wait that is answered deletes its wake keys; only services and tasks have such keys, and not every plan has them in each phase.',
  },
  {
    functions: ['backup'],
    actions: ['s3:ListBucket'],
    why: 'Told apart are a restore point that is not written yet and one that may not be read: S3 answers 404 only to who may list. Rehearsals always find it written.',
  },
  {
    functions: ['cutover'],
    actions: ['s3:ListBucket'],
    why: 'Going back to a build whose index was deleted must not fail for want of a proof: S3 answers 404 only to who may list. Rehearsals delete no builds.',
  },
]
