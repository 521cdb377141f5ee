import { createHash } from 'node:crypto'
import { type Resource, ref } from './cloudformation.ts'

export interface Subscribers {
  readonly notices: readonly { readonly protocol: string; readonly endpoint: string }[]
  readonly approvals: readonly { readonly approver: string; readonly protocol: string; readonly endpoint: string }[]
}

/** One resource per subscriber, named after it, so that a change of one leaves the others confirmed. */
export function subscriptions({ notices, approvals }: Subscribers): Record<string, Resource> {
  const made: Record<string, Resource> = {}
  for (const { protocol, endpoint } of notices) {
    made[`Notices${short(protocol, endpoint)}`] = subscription({
      TopicArn: ref('Notices'),
      Protocol: protocol,
      Endpoint: endpoint,
    })
  }
  for (const { approver, protocol, endpoint } of approvals) {
    // A request carries its approver's own link: it reaches that person and nobody else.
    made[`Approvals${short(approver, protocol, endpoint)}`] = subscription({
      TopicArn: ref('Approvals'),
      Protocol: protocol,
      Endpoint: endpoint,
      FilterPolicyScope: 'MessageAttributes',
      FilterPolicy: { approver: [approver] },
    })
  }
  return made
}

const subscription = (Properties: Record<string, unknown>): Resource => ({ Type: 'AWS::SNS::Subscription', Properties })
const short = (...words: string[]): string => createHash('sha256').update(words.join('\n')).digest('hex').slice(0, 12)
