import { type Resource, ref, sub } from './cloudformation.ts'

interface Watched {
  readonly title: string
  /** What it means, and what to do: the mail's text is all that people have at night. */
  readonly says: string
  readonly namespace: string
  readonly metric: string
  readonly dimensions?: Readonly<Record<string, string>>
  readonly stat?: 'Sum' | 'Maximum'
  /** Silence is the fault, instead of a number. */
  readonly silence?: boolean
  /** Happens once and stays so until a person has acted: that the number is gone a minute later says nothing, so nobody is told. */
  readonly lasts?: boolean
  /** The number is told only while something goes on: without one it is what it was. */
  readonly keeps?: boolean
  readonly minutes?: number
}

/**
 * What calls a person about Tidegate itself; ten metrics, as many as CloudWatch watches for nothing.
 *
 * A function that refuses a release throws, and that is its duty: only those are watched that must never fail.
 */
const watched = (stage: string): Readonly<Record<string, Watched>> => {
  const lambda = (name: string) => ({
    namespace: 'AWS/Lambda',
    metric: 'Errors',
    dimensions: { FunctionName: `tidegate-${stage}-${name}` },
  })
  const machine = (name: string, metric: string) => ({
    namespace: 'AWS/States',
    metric,
    dimensions: { StateMachineArn: machineArn(stage, name) },
  })
  const guide = 'docs/guides/operate.md says what to do.'
  return {
    ReleaseStuck: {
      title: 'release-stuck',
      says: `A release is stuck: neither forward nor back was safe. Its lock is kept. ${guide}`,
      namespace: 'Tidegate',
      metric: 'Stuck',
      lasts: true,
      dimensions: { ledger: `tidegate-${stage}-ledger` },
    },
    CloseFails: {
      title: 'close-fails',
      says: `A release could not be closed: traffic stays where it is, the lock is kept. ${guide}`,
      ...machine('close', 'ExecutionsFailed'),
      lasts: true,
    },
    RollbackDies: {
      title: 'rollback-dies',
      // Stuck is an end of it too, and a green one; and who is stopped was stopped by its successor.
      says: `A way back died before its end. Another is started by itself, three times at most. ${guide}`,
      ...machine('rollback', 'ExecutionsFailed'),
      lasts: true,
    },
    DeadLetters: {
      title: 'dead-letters',
      says: `A re-check, an event, something that was asked for in Slack or the start of a drill was given up; read the message to see which, and why. The sweep looks after waits and dead releases; what was asked for in Slack was not done. ${guide}`,
      namespace: 'AWS/SQS',
      metric: 'ApproximateNumberOfMessagesVisible',
      dimensions: { QueueName: `tidegate-${stage}-dead-letters` },
      stat: 'Maximum',
      // SQS tells nothing of a queue that nobody has touched for hours, letters in it or not.
      keeps: true,
    },
    SweepSilent: {
      title: 'sweep-silent',
      says: `Nobody has looked through the open releases for five minutes: a release that dies now stays as it is. ${guide}`,
      namespace: 'AWS/Lambda',
      metric: 'Invocations',
      dimensions: { FunctionName: `tidegate-${stage}-watchdog` },
      silence: true,
      minutes: 5,
    },
    ResumeErrors: {
      title: 'resume-errors',
      says: `Waits are not woken as they should be. ${guide}`,
      ...lambda('resume'),
    },
    WatchdogErrors: {
      title: 'watchdog-errors',
      says: `Dead releases may not be found. ${guide}`,
      ...lambda('watchdog'),
    },
    ReportErrors: { title: 'report-errors', says: `Evidence could not be written. ${guide}`, ...lambda('report') },
    // What close throws is tried again, and close-fails tells when that was no use.
    PagesFail: {
      title: 'pages-fail',
      says: `The pages on which people sign and watch break, or what answers Slack; tidegate approve and reject work without them. ${guide}`,
      // Not the function's errors: it tells every failure in words, and so it never fails.
      namespace: 'AWS/ApiGateway',
      metric: '5xx',
      dimensions: { ApiId: '${PagesApi}' },
    },
    // Concurrency is the account's, whoever uses it up.
    Throttles: {
      title: 'throttles',
      says: `Lambda turns calls away in this account: releases go on late. Reserve concurrency or raise the quota. ${guide}`,
      namespace: 'AWS/Lambda',
      metric: 'Throttles',
    },
  }
}

export const machineArn = (stage: string, name: string): string =>
  `arn:\${AWS::Partition}:states:\${AWS::Region}:\${AWS::AccountId}:stateMachine:tidegate-${stage}-${name}`

/** Alarms on Tidegate itself; all of them tell whoever hears the notices. */
export const alarms = (stage: string): Record<string, Resource> =>
  Object.fromEntries(Object.entries(watched(stage)).map(([id, one]) => [`${id}Alarm`, alarm(stage, one)]))

function alarm(stage: string, one: Watched): Resource {
  const { title, says, namespace, metric, dimensions = {}, stat = 'Sum', minutes = 1 } = one
  const { silence = false, lasts = false, keeps = false } = one
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: `tidegate-${stage}-${title}`,
      AlarmDescription: says,
      Namespace: namespace,
      MetricName: metric,
      Dimensions: Object.entries(dimensions).map(([Name, value]) => ({
        Name,
        Value: value.includes('${') ? sub(value) : value,
      })),
      Statistic: stat,
      Period: minutes * 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: silence ? 'LessThanThreshold' : 'GreaterThanOrEqualToThreshold',
      TreatMissingData: silence ? 'breaching' : keeps ? 'ignore' : 'notBreaching',
      AlarmActions: [ref('Notices')],
      ...(!lasts && { OKActions: [ref('Notices')] }),
    },
  }
}
