import { createHash } from 'node:crypto'
import type { SendMessageCommandInput, SendMessageCommandOutput } from '@aws-sdk/client-sqs'
import type { Idle, Timer } from '../clock.ts'
import type { Account } from './account.ts'
import type { Answer } from './answer.ts'
import { AwsError, type Service } from './port.ts'

/** As Lambda's event source mapping hands them over: `{Records: [...]}` without the envelope. */
export interface SqsRecord {
  readonly messageId: string
  readonly receiptHandle: string
  readonly body: string
  readonly attributes: Readonly<Record<string, string>>
  readonly messageAttributes: object
  readonly md5OfBody: string
  readonly eventSource: 'aws:sqs'
  readonly eventSourceARN: string
  readonly awsRegion: string
}
export type Deliver = (messages: readonly SqsRecord[], done: (failed: boolean) => void) => void

export interface Consuming {
  /** How long a message that was not finished stays hidden; AWS advises six times the function's time-out. */
  readonly visibilitySeconds?: number
  /** After so many receives it goes to the dead-letter queue. */
  readonly maxReceives?: number
  /** Whether a message only repeats a look, so that idle minutes may be skipped. */
  readonly idle?: (body: string, delayMs: number) => Idle | undefined
}

interface Message {
  readonly id: string
  readonly url: string
  readonly body: string
  readonly sentAt: number
  readonly idle: Idle | undefined
  receives: number
  timer: Timer
}

/** Long polling hands a message over within moments; a DelaySeconds is never cut short. */
const pollSeconds = [0.02, 0.4] as const
const delaySecondsMax = 900

/** Queues whose messages go to one registered consumer, at least once. */
export class Sqs implements Service {
  readonly client = 'SQS'
  /** Standard queues answer in tens of milliseconds (AWS, SQS FAQ). */
  readonly latency = { '*': [10, 40] } as const
  /** What nobody could finish. */
  readonly deadLetters: string[] = []
  readonly #account: Account
  readonly #messages = new Map<string, Message>()
  #deliver: Deliver | undefined
  #how: Consuming = {}

  constructor(account: Account) {
    this.#account = account
  }

  consume(deliver: Deliver, how: Consuming = {}): void {
    this.#deliver = deliver
    this.#how = how
  }

  /** A message that SQS took is lost, or comes twice: rare, and documented as possible. */
  tamper(id: string, how: 'lost' | 'twice'): void {
    const message = this.#messages.get(id)
    if (message === undefined) return
    if (how === 'lost') {
      message.timer.cancel()
      this.#messages.delete(id)
    } else {
      const dueMs = Math.max(0, message.sentAt - this.#account.clock.now())
      this.#account.clock.after(dueMs + this.#delay(), () => this.#receive({ ...message, receives: 0 }))
    }
  }

  readonly operations = {
    SendMessage: (input: SendMessageCommandInput): Answer<SendMessageCommandOutput> => {
      const { QueueUrl: url = '', MessageBody: body = '', DelaySeconds = 0 } = input
      if (body === '') throw new AwsError('MissingParameter', 'The request must contain the parameter MessageBody.')
      if (DelaySeconds < 0 || DelaySeconds > delaySecondsMax || !Number.isInteger(DelaySeconds)) {
        throw new AwsError(
          'InvalidParameterValue',
          `Value ${DelaySeconds} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= ${delaySecondsMax}.`,
        )
      }
      if (!url.endsWith(url.split('/').at(-1) || '?') || !url.includes(`/${this.#account.id}/`)) {
        throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.')
      }
      const delayMs = DelaySeconds * 1000
      const message: Message = {
        id: this.#account.uuid('messages'),
        url,
        body,
        sentAt: this.#account.clock.now(),
        idle: this.#how.idle?.(body, delayMs),
        receives: 0,
        timer: { cancel() {} },
      }
      this.#messages.set(message.id, message)
      this.#schedule(message, delayMs + this.#delay())
      return { MessageId: message.id, MD5OfMessageBody: md5(body) }
    },
  }

  #delay(): number {
    return this.#account.between('queue delivery', pollSeconds)
  }

  #schedule(message: Message, ms: number): void {
    message.timer = this.#account.clock.after(ms, () => this.#receive(message), message.idle)
  }

  #receive(message: Message): void {
    this.#messages.delete(message.id)
    const { visibilitySeconds = 360, maxReceives = 5 } = this.#how
    message.receives += 1
    this.#deliver?.([this.#record(message)], (failed) => {
      if (!failed) return
      if (message.receives >= maxReceives) this.deadLetters.push(message.body)
      else this.#schedule(message, visibilitySeconds * 1000)
    })
  }

  #record({ id, url, body, sentAt, receives }: Message): SqsRecord {
    return {
      messageId: id,
      receiptHandle: `receipt-${id}-${receives}`,
      body,
      attributes: {
        ApproximateReceiveCount: String(receives),
        SentTimestamp: String(sentAt),
        SenderId: 'AROAEXAMPLE',
        ApproximateFirstReceiveTimestamp: String(this.#account.clock.now()),
      },
      messageAttributes: {},
      md5OfBody: md5(body),
      eventSource: 'aws:sqs',
      eventSourceARN: this.#account.arn('sqs', url.split('/').at(-1) ?? ''),
      awsRegion: this.#account.region,
    }
  }
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex')
