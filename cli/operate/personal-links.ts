import { GetSubscriptionAttributesCommand, SNSClient } from '@aws-sdk/client-sns'
import type { World } from '../../shared/world.ts'
import type { Outputs } from '../aws/stack.ts'
import type { Seen } from './doctor.ts'
import { subscriptions } from './subscriptions.ts'

/**
 * Whether each personal link goes to its person alone. A subscription whose filter names no approver gets everybody's, and
 * who reads them can sign for all; the stack's own function, which edits Slack's messages, is the one that may.
 */
export async function seePersonalLinks(world: World, outputs: Outputs): Promise<Seen> {
  const own = outputs.ApprovalDecideFunctionArn.replace(/approval-decide(:.*)?$/, 'chatops')
  const isOwn = (endpoint: string) => endpoint === own || endpoint.startsWith(`${own}:`)
  const all = (await subscriptions(world, outputs.ApprovalsTopicArn)).filter(({ endpoint }) => !isOwn(endpoint))
  const open: string[] = []
  // One that is not confirmed has no ARN, and gets nothing.
  for (const { arn, protocol, endpoint } of all.filter((one) => one.arn.startsWith('arn:'))) {
    if (!(await namesApprovers(world, arn))) open.push(`${endpoint} (${protocol})`)
  }
  const seen = `${all.length - open.length} subscriptions for one person each, ${open.length} for everybody's links`
  if (open.length === 0) return { seen }
  const whatToDo = `${open.join(', ')} can sign as everybody: give it a filter policy {"approver": ["…"]}, or unsubscribe it; tidegate publish people makes them`
  return { seen, whatToDo }
}

/** Named one by one: `prefix`, `exists` and `anything-but` let through whoever comes. */
async function namesApprovers(world: World, SubscriptionArn: string): Promise<boolean> {
  const { Attributes } = await world.send(SNSClient, new GetSubscriptionAttributesCommand({ SubscriptionArn }))
  if (Attributes?.['FilterPolicyScope'] === 'MessageBody') return false
  const { approver } = JSON.parse(Attributes?.['FilterPolicy'] ?? '{}') as { approver?: unknown }
  return Array.isArray(approver) && approver.length > 0 && approver.every((one) => typeof one === 'string')
}
