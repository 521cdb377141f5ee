import {
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
  SetSubscriptionAttributesCommand,
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
 * made so (its filter names one approver) is taken away, or given to whose address it is now; queues, functions and whatever
 * else is subscribed stay.
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
        Attributes: { FilterPolicy: onlyFor(person) },
        ReturnSubscriptionArn: true,
      }),
    )
  }
  const unsubscribed: Found[] = []
  const moved: Subscriber[] = []
  for (const one of there) {
    // AWS forgets by itself what nobody confirms within two days.
    if (!isOfPeople(one) || !one.arn.startsWith('arn:')) continue
    const now = wanted.find((other) => same(one, other))
    const approver = await approverOf(world, one.arn)
    if (approver === undefined || approver === now?.person) continue
    if (now === undefined) {
      await world.send(SNSClient, new UnsubscribeCommand({ SubscriptionArn: one.arn }))
      unsubscribed.push(one)
      continue
    }
    // Somebody else's requests, with their links, would go on arriving there, and their own would not.
    const policy = { AttributeName: 'FilterPolicy', AttributeValue: onlyFor(now.person) }
    await world.send(SNSClient, new SetSubscriptionAttributesCommand({ SubscriptionArn: one.arn, ...policy }))
    moved.push(now)
  }
  const pending = wanted.filter((one) => there.some((other) => same(one, other) && !other.arn.startsWith('arn:')))
  return { subscribed: missing, moved, unsubscribed, pending }
}

type Address = Pick<Found, 'protocol' | 'endpoint'>
const same = (a: Address, b: Address): boolean =>
  a.protocol === b.protocol && a.endpoint.toLowerCase() === b.endpoint.toLowerCase()

const isOfPeople = ({ protocol }: Address): boolean => protocol === 'email' || protocol === 'sms'

const onlyFor = (person: string): string => JSON.stringify({ approver: [person] })

/** The one person whom a subscription's filter names, if it is one of a person. */
async function approverOf(world: World, SubscriptionArn: string): Promise<string | undefined> {
  const { Attributes } = await world.send(SNSClient, new GetSubscriptionAttributesCommand({ SubscriptionArn }))
  const { approver = [] } = JSON.parse(Attributes?.['FilterPolicy'] ?? '{}') as { approver?: readonly string[] }
  return approver.length === 1 ? approver[0] : undefined
}

/** All of a topic, page by page. */
export async function subscriptions(world: World, TopicArn: string): Promise<Found[]> {
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
