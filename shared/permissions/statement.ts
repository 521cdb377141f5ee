import type { FunctionName } from '../world.ts'
import type { Condition } from './permission.ts'

/** A statement of a policy, plain JSON. ARNs may hold what CloudFormation fills in: `${AWS::AccountId}`, `${LinkKey.Arn}`. */
export interface Statement {
  readonly Sid: string
  readonly Effect: 'Allow'
  readonly Action: readonly string[]
  readonly Resource: readonly string[]
  readonly Condition?: Condition
}

export type MachineName = 'release' | 'change' | 'rollback' | 'close'

/** What each role may do, and nothing else: the joint between plans and `serverless.yml`. */
export interface Permissions {
  readonly functions: Readonly<Record<FunctionName, readonly Statement[]>>
  readonly machines: Readonly<Record<MachineName, readonly Statement[]>>
}

/**
 * What Tidegate's own resources are called. Region and account may be CloudFormation's pseudo parameters; names are
 * names, not ARNs. `serverless.yml` must use the very same ones.
 */
export interface Naming {
  readonly partition: string
  readonly region: string
  readonly account: string
  readonly table: string
  readonly bucket: string
  readonly queue: string
  /** Queue of what was given up. */
  readonly deadLetters: string
  readonly approvalsTopic: string
  readonly noticesTopic: string
  /** ARN of the Slack app's secret; absent: there is no Slack, and nobody may do anything for it. */
  readonly slackSecret?: string
  /** ARN of the secret of the sign-in; absent: links alone say who signs, and nobody sees the list. */
  readonly loginSecret?: string
  /** ARN of the topic that chat applications read; absent: there is none. */
  readonly chatTopic?: string
  /** ARNs of the keys that sign and verify links: the first signs. KMS chooses their names. */
  readonly linkKeys: readonly string[]
  function(name: FunctionName): string
  machine(name: MachineName): string
}

/** The inline policy of every function's role that holds these statements; preflight reads it by this name. */
export const policyName = 'tidegate'

/**
 * The name of a function's role: the function's own and the region, because role names are the account's.
 * Preflight finds the roles of its siblings by it.
 */
export const roleName = (functionName: string, region: string): string => `${functionName}-${region}`

/** Statements whose ARNs hold something to be filled in, as CloudFormation takes them. */
export const asTemplate = (statements: readonly Statement[]) =>
  statements.map((one) => ({
    ...one,
    Resource: one.Resource.map((text) => (text.includes('${') ? { 'Fn::Sub': text } : text)),
  }))
