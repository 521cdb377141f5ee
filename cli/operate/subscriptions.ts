import {
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns'
import type { Directory } from '../../shared/people/directory.ts'
import type { World } from '../../shared/world.ts'

export interface Subscriber {
  readonly person: string
  readonly protocol: string
  readonly endpoint: string
}
interface Found {
  readonly arn: string
  readonly protocol: string
  readonly endpoint: string
}

/**
 * Lets a topic's subscriptions be those of the people: one per address, filtered to what is for them alone. Only what was
 * made so (its filter names one approver) is taken away; queues, functions and whatever else is subscribed stay.
 */
export async function follow(world: World, TopicArn: string, { people }: Directory) {
  const wanted = Object.entries(people).flatMap(([person, { mail, sms }]): Subscriber[] => [
    ...(mail === undefined ? [] : [{ person, protocol: 'email', endpoint: mail }]),
    ...(sms === undefined ? [] : [{ person, protocol: 'sms', endpoint: sms }]),
  ])
  const there = await subscriptions(world, TopicArn)
  const missing = wanted.filter((one) => !there.some((other) => same(one, other)))
  for (const { person, protocol, endpoint } of missing) {
    await world.send(
      SNSClient,
      new SubscribeCommand({
        TopicArn,
        Protocol: protocol,
        Endpoint: endpoint,
        Attributes: { FilterPolicy: JSON.stringify({ approver: [person] }) },
        ReturnSubscriptionArn: true,
      }),
    )
  }
  const left = there.filter((one) => {
    const { arn, protocol } = one
    const ofPeople = protocol === 'email' || protocol === 'sms'
    // AWS forgets by itself what nobody confirms within two days.
    return ofPeople && arn.startsWith('arn:') && !wanted.some((other) => same(one, other))
  })
  const unsubscribed: Found[] = []
  for (const one of left) {
    const { Attributes } = await world.send(
      SNSClient,
      new GetSubscriptionAttributesCommand({ SubscriptionArn: one.arn }),
    )
    if (!isOnePersons(Attributes?.['FilterPolicy'])) continue
    await world.send(SNSClient, new UnsubscribeCommand({ SubscriptionArn: one.arn }))
    unsubscribed.push(one)
  }
  const pending = wanted.filter((one) => there.some((other) => same(one, other) && !other.arn.startsWith('arn:')))
  return { subscribed: missing, unsubscribed, pending }
}

type Address = Pick<Found, 'protocol' | 'endpoint'>
const same = (a: Address, b: Address): boolean =>
  a.protocol === b.protocol && a.endpoint.toLowerCase() === b.endpoint.toLowerCase()

function isOnePersons(policy: string | undefined): boolean {
  if (policy === undefined) return false
  const { approver } = JSON.parse(policy) as { approver?: readonly string[] }
  return approver?.length === 1
}

async function subscriptions(world: World, TopicArn: string): Promise<Found[]> {
  const found: Found[] = []
  let next: string | undefined
  do {
    const page = await world.send(
      SNSClient,
      new ListSubscriptionsByTopicCommand({ TopicArn, ...(next === undefined ? {} : { NextToken: next }) }),
    )
    for (const { SubscriptionArn = '', Protocol = '', Endpoint = '' } of page.Subscriptions ?? []) {
      found.push({ arn: SubscriptionArn, protocol: Protocol, endpoint: Endpoint })
    }
    next = page.NextToken
  } while (next !== undefined)
  return found
}
