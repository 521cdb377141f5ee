import { CloudFormationClient, type Stack as CloudStack, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import type { Home, World } from '../../shared/world.ts'
import { OutOfReach } from './errors.ts'

/** What serverless.yml tells about itself: the names of the stack's outputs, here and nowhere else. */
export const stackOutputs = [
  'TableName',
  'BucketName',
  'QueueUrl',
  'ApprovalsTopicArn',
  'NoticesTopicArn',
  'ReleaseMachineArn',
  'ChangeMachineArn',
  'RollbackMachineArn',
  'CloseMachineArn',
  'ApprovalDecideFunctionArn',
  'PagesUrl',
  'Version',
] as const
export type StackOutput = (typeof stackOutputs)[number]
export type Outputs = Readonly<Record<StackOutput, string>>

/** A deployed Tidegate, as its stack tells. */
export interface Stack {
  readonly name: string
  readonly stage: string
  /** `UPDATE_COMPLETE` and the like. */
  readonly status: string
  readonly home: Home
  readonly outputs: Outputs
}

export const stackName = (stage: string): string => `tidegate-${stage}`

/**
 * Finds Tidegate of a stage.
 *
 * @throws {OutOfReach} there is no such stack, or it is none that this command line can speak to
 */
export async function readStack(world: World, stage: string, version: string): Promise<Stack> {
  const name = stackName(stage)
  const found = await describe(world, name)
  const outputs = outputsOf(found)
  const missing = stackOutputs.filter((one) => outputs[one] === undefined)
  if (missing.length > 0) {
    throw new OutOfReach(
      `stack ${name} is older than this command line: it does not tell ${missing.join(', ')}; ` +
        `nothing was changed; deploy Tidegate ${version} (docs/guides/deploy.md), then run this again`,
    )
  }
  if (!speaks(outputs.Version!, version)) {
    throw new OutOfReach(
      `stack ${name} runs Tidegate ${outputs.Version}, this is ${version}; nothing was changed; ` +
        `deploy ${version}, or run the command line of ${outputs.Version}`,
    )
  }
  return {
    name,
    stage,
    status: found.StackStatus ?? 'unknown',
    home: homeOf(outputs as Outputs),
    outputs: outputs as Outputs,
  }
}

/** The same release line: what is written by the one is read by the other. */
export const speaks = (deployed: string, own: string): boolean => line(deployed) === line(own)
/** Before 1.0 the second number is the one that breaks. */
const line = (version: string): string =>
  version
    .split('.')
    .slice(0, version.startsWith('0.') ? 2 : 1)
    .join('.')

export const outputsOf = (stack: CloudStack): Partial<Record<StackOutput, string>> =>
  Object.fromEntries((stack.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]))

async function describe(world: World, name: string): Promise<CloudStack> {
  try {
    const { Stacks = [] } = await world.send(CloudFormationClient, new DescribeStacksCommand({ StackName: name }))
    if (Stacks[0] !== undefined) return Stacks[0]
  } catch (error) {
    if (!(error instanceof Error) || !/does not exist/.test(error.message)) throw error
  }
  throw new OutOfReach(
    `there is no stack ${name} in this account and region; nothing was changed; deploy it (docs/guides/deploy.md), ` +
      'or say which: --stage, AWS_PROFILE, AWS_REGION',
  )
}

/** Region and account are those of the stack's own names, whatever the caller's settings are. */
export function homeOf(outputs: Outputs): Home {
  const [, , , region = '', account = ''] = outputs.ReleaseMachineArn.split(':')
  return {
    region,
    account,
    table: outputs.TableName,
    bucket: outputs.BucketName,
    queueUrl: outputs.QueueUrl,
    approvalsTopic: outputs.ApprovalsTopicArn,
    noticesTopic: outputs.NoticesTopicArn,
    pages: outputs.PagesUrl,
    machines: {
      release: outputs.ReleaseMachineArn,
      change: outputs.ChangeMachineArn,
      rollback: outputs.RollbackMachineArn,
      close: outputs.CloseMachineArn,
    },
  }
}
