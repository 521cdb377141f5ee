/** What a Task calls, as its events name it. */
export interface Resource {
  kind: 'lambda-function' | 'activity' | 'integration'
  /** `lambda`, `states`, `aws-sdk:dynamodb` */
  service: string
  /** `invoke`, `startExecution.sync:2`: the action with its pattern */
  action: string
  pattern: 'request' | 'sync' | 'token'
  arn: string
}

const integration = /^arn:[\w-]+:states:::((?:aws-sdk:)?[\w-]+):([\w-]+)((?:\.[\w]+)?(?::\d+)?)$/
const lambdaFunction = /^arn:[\w-]+:lambda:[\w-]+:\d{12}:function:[\w-]+(?::[\w$-]+)?$/
const activity = /^arn:[\w-]+:states:[\w-]+:\d{12}:activity:(.+)$/

const patterns: Record<string, Resource['pattern'] | undefined> = {
  '': 'request',
  '.sync': 'sync',
  '.sync:2': 'sync',
  '.waitForTaskToken': 'token',
}

/** Reads the Resource of a Task; undefined when Step Functions would not know it. */
export function resourceOf(arn: string): Resource | undefined {
  if (lambdaFunction.test(arn)) return { kind: 'lambda-function', service: arn, action: '', pattern: 'request', arn }
  if (activity.test(arn)) return { kind: 'activity', service: arn, action: '', pattern: 'request', arn }
  const found = integration.exec(arn)
  const pattern = found === null ? undefined : patterns[found[3]!]
  if (found === null || pattern === undefined) return undefined
  return { kind: 'integration', service: found[1]!, action: `${found[2]}${found[3]}`, pattern, arn }
}
