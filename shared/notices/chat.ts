import { sns } from '../clients/sns.ts'
import type { ReleaseRecord } from '../ledger/records.ts'
import { redact } from '../redact.ts'
import type { World } from '../world.ts'

export interface ChatNotice {
  /** What sort of notice: outcome, hold, gate, stuck. */
  readonly what: string
  readonly title: string
  /** Markdown; no link of one person is ever in it. */
  readonly text: string
  /** What a reader can do now. */
  readonly next?: readonly string[]
}

/** As Amazon Q Developer documents its custom notifications; it drops without a word what does not fit. */
const max = { title: 250, description: 8_000, step: 350, keyword: 75 } as const

/**
 * Tells a team that reads along in chat without our app, in the schema of Amazon Q Developer in chat applications. All that
 * is told of one release stands in one thread.
 *
 * A copy of what went out elsewhere: when it cannot be sent, the release goes on and the log says so.
 *
 * @see https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
export async function tellChat(
  world: World,
  { release, system, environment, version }: Pick<ReleaseRecord, 'release' | 'system' | 'environment' | 'version'>,
  { what, title, text, next = [] }: ChatNotice,
): Promise<void> {
  const { chatTopic } = world.home
  if (chatTopic === undefined) return
  const message = {
    version: '1.0',
    source: 'custom',
    content: {
      textType: 'client-markdown',
      title: redact(title).slice(0, max.title),
      description: redact(text).slice(0, max.description),
      ...(next.length > 0 && { nextSteps: next.map((one) => redact(one).slice(0, max.step)) }),
      keywords: [system, environment, version].map((one) => one.slice(0, max.keyword)),
    },
    metadata: { threadId: release, summary: redact(title).slice(0, max.title), eventType: `tidegate.${what}` },
  }
  try {
    const { PublishCommand, SNSClient } = await sns(world)
    await world.send(SNSClient, new PublishCommand({ TopicArn: chatTopic, Message: JSON.stringify(message) }))
  } catch (error) {
    world.log('warn', `the chat topic took no notice: ${error instanceof Error ? error.message : String(error)}`, {
      release,
    })
  }
}
