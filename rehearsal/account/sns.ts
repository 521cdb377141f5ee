import type * as Sdk from '@aws-sdk/client-sns'
import type { Account } from './account.ts'
import type { Answer } from './answer.ts'
import { AwsError, type Service } from './port.ts'

export interface Published {
  readonly at: number
  readonly by: string
  readonly topic: string
  readonly subject: string | undefined
  readonly message: string
  readonly attributes: Readonly<Record<string, string>>
}

interface Subscription {
  readonly arn: string
  readonly protocol: string
  readonly endpoint: string
  readonly confirmed: boolean
  filterPolicy: string | undefined
}

/** SNS takes 256 KiB with attributes. */
const bytesMax = 262_144

/** Topics with their subscriptions; what is published is kept in an outbox. */
export class Sns implements Service {
  readonly client = 'SNS'
  readonly outbox: Published[] = []
  readonly #subscribed = new Map<string, Subscription[]>()
  readonly #account: Account

  constructor(account: Account) {
    this.#account = account
  }

  readonly operations = {
    Publish: (input: Sdk.PublishCommandInput, { by }: { by: string }): Answer<Sdk.PublishCommandOutput> => {
      const { TopicArn = '', Message: message = '', Subject: subject } = input
      this.#mustBeHere(TopicArn)
      if (message === '') throw new AwsError('InvalidParameterException', 'Invalid parameter: Empty message')
      if (Buffer.byteLength(message) > bytesMax) {
        throw new AwsError('InvalidParameterException', 'Invalid parameter: Message too long')
      }
      // Subjects are ASCII, in one line, of 100 characters at most.
      if (subject !== undefined && !/^[\x20-\x7e]{1,100}$/.test(subject)) {
        throw new AwsError('InvalidParameterException', 'Invalid parameter: Subject')
      }
      const attributes = Object.fromEntries(
        Object.entries(input.MessageAttributes ?? {}).map(([name, { StringValue = '' }]) => [name, StringValue]),
      )
      const structured = input.MessageStructure === 'json' ? readStructure(message) : { default: message }
      this.outbox.push({
        at: this.#account.clock.now(),
        by,
        topic: TopicArn,
        subject,
        message: structured.default,
        attributes,
      })
      return { MessageId: this.#account.uuid('notices') }
    },
    ListSubscriptionsByTopic: ({
      TopicArn = '',
    }: Sdk.ListSubscriptionsByTopicCommandInput): Answer<Sdk.ListSubscriptionsByTopicCommandOutput> => ({
      Subscriptions: this.#subscriptions(TopicArn).map((one) => ({
        // Instead of an ARN, an unconfirmed one says so.
        SubscriptionArn: one.confirmed ? one.arn : 'PendingConfirmation',
        Owner: this.#account.id,
        Protocol: one.protocol,
        Endpoint: one.endpoint,
        TopicArn,
      })),
    }),
    /** The same endpoint again is the same subscription. */
    Subscribe: (input: Sdk.SubscribeCommandInput): Answer<Sdk.SubscribeCommandOutput> => {
      const { TopicArn = '', Protocol: protocol = '', Endpoint: endpoint = '', Attributes = {} } = input
      const all = this.#subscriptions(TopicArn)
      const known = all.find((one) => one.protocol === protocol && one.endpoint === endpoint)
      if (known !== undefined) return { SubscriptionArn: known.arn }
      const arn = `${TopicArn}:${this.#account.uuid('subscriptions')}`
      all.push({ arn, protocol, endpoint, confirmed: protocol === 'sms', filterPolicy: Attributes['FilterPolicy'] })
      return { SubscriptionArn: input.ReturnSubscriptionArn || protocol === 'sms' ? arn : 'pending confirmation' }
    },
    GetSubscriptionAttributes: ({
      SubscriptionArn = '',
    }: Sdk.GetSubscriptionAttributesCommandInput): Answer<Sdk.GetSubscriptionAttributesCommandOutput> => {
      const { arn, confirmed, filterPolicy } = this.#subscription(SubscriptionArn)
      return {
        Attributes: {
          SubscriptionArn: arn,
          PendingConfirmation: String(!confirmed),
          ...(filterPolicy !== undefined && { FilterPolicy: filterPolicy }),
        },
      }
    },
    SetSubscriptionAttributes: ({
      SubscriptionArn = '',
      AttributeName,
      AttributeValue,
    }: Sdk.SetSubscriptionAttributesCommandInput): Answer<Sdk.SetSubscriptionAttributesCommandOutput> => {
      const found = this.#subscription(SubscriptionArn)
      if (AttributeName !== 'FilterPolicy') throw new AwsError('InvalidParameterException', String(AttributeName), 400)
      found.filterPolicy = AttributeValue
      return {}
    },
    /** Of what is not there, too. */
    Unsubscribe: ({ SubscriptionArn = '' }: Sdk.UnsubscribeCommandInput): Answer<Sdk.UnsubscribeCommandOutput> => {
      const topic = SubscriptionArn.split(':').slice(0, 6).join(':')
      this.#subscribed.set(
        topic,
        this.#subscriptions(topic).filter(({ arn }) => arn !== SubscriptionArn),
      )
      return {}
    },
  }

  #subscription(subscription: string): Subscription {
    const topic = subscription.split(':').slice(0, 6).join(':')
    const found = this.#subscriptions(topic).find(({ arn }) => arn === subscription)
    if (found === undefined) throw new AwsError('NotFoundException', 'Subscription does not exist', 404)
    return found
  }

  /** Of a topic that account.yaml names; those of people are filtered to their mail, as `tidegate publish people` makes them. */
  #subscriptions(topic: string): Subscription[] {
    const name = topic.split(':').at(-1) ?? ''
    const state = this.#account.state.sns[name]
    if (state === undefined || topic !== this.#account.arn('sns', name, topic.split(':')[3])) {
      throw new AwsError('NotFoundException', 'Topic does not exist', 404)
    }
    let all = this.#subscribed.get(topic)
    if (all === undefined) {
      all = state.map(({ protocol, endpoint, confirmed, approver }, at) => ({
        arn: `${topic}:00000000-0000-4000-8000-${String(at + 1).padStart(12, '0')}`,
        protocol,
        endpoint,
        confirmed,
        filterPolicy: approver === undefined ? undefined : JSON.stringify({ approver: [approver] }),
      }))
      this.#subscribed.set(topic, all)
    }
    return all
  }

  /** Its reader follows the link that AWS has sent them. */
  confirm(arn: string): void {
    const topic = arn.split(':').slice(0, 6).join(':')
    const all = this.#subscriptions(topic).map((one) => (one.arn === arn ? { ...one, confirmed: true } : one))
    this.#subscribed.set(topic, all)
  }

  /** Tidegate's own topics are made with it and are in no account.yaml. */
  #mustBeHere(arn: string): void {
    const name = arn.split(':').at(-1) ?? ''
    const own = name.startsWith('tidegate-')
    if (
      arn === this.#account.arn('sns', name, arn.split(':')[3]) &&
      (own || this.#account.state.sns[name] !== undefined)
    )
      return
    throw new AwsError('NotFoundException', 'Topic does not exist', 404)
  }
}

/** One text per protocol; without `default` AWS takes none. */
function readStructure(message: string): { default: string } {
  try {
    const read = JSON.parse(message) as { default?: unknown }
    if (typeof read.default === 'string') return { default: read.default }
  } catch {
    // Told below.
  }
  throw new AwsError(
    'InvalidParameterException',
    'Invalid parameter: Message Structure - JSON message body failed to parse',
  )
}
