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

/** SNS takes 256 KiB with attributes. */
const bytesMax = 262_144

/** Topics with their subscriptions; what is published is kept in an outbox. */
export class Sns implements Service {
  readonly client = 'SNS'
  readonly outbox: Published[] = []
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
      this.outbox.push({ at: this.#account.clock.now(), by, topic: TopicArn, subject, message, attributes })
      return { MessageId: this.#account.uuid('notices') }
    },
    ListSubscriptionsByTopic: ({
      TopicArn = '',
    }: Sdk.ListSubscriptionsByTopicCommandInput): Answer<Sdk.ListSubscriptionsByTopicCommandOutput> => {
      const name = TopicArn.split(':').at(-1) ?? ''
      const found = this.#account.state.sns[name]
      if (found === undefined || TopicArn !== this.#account.arn('sns', name, TopicArn.split(':')[3])) {
        throw new AwsError('NotFoundException', 'Topic does not exist', 404)
      }
      return {
        Subscriptions: found.map(({ protocol, endpoint, confirmed }, at) => ({
          // Instead of an ARN, an unconfirmed one says so.
          SubscriptionArn: confirmed
            ? `${TopicArn}:00000000-0000-4000-8000-${String(at + 1).padStart(12, '0')}`
            : 'PendingConfirmation',
          Owner: this.#account.id,
          Protocol: protocol,
          Endpoint: endpoint,
          TopicArn,
        })),
      }
    },
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
