import { describe, expect, it } from 'vitest'
import { tellChat } from '../../shared/notices/chat.ts'
import type { World } from '../../shared/world.ts'
import { serveml, story } from '../stories/stage.ts'

const chatTopic = 'arn:aws:sns:eu-west-1:111122223333:tidegate-chat'
interface Notice {
  readonly version: string
  readonly source: string
  readonly content: {
    readonly textType: string
    readonly title: string
    readonly description: string
    readonly nextSteps?: string[]
    readonly keywords: string[]
  }
  readonly metadata: { readonly threadId: string; readonly summary: string; readonly eventType: string }
}
const told = (run: Awaited<ReturnType<typeof story>>): Notice[] =>
  run.bench.account.sns.outbox
    .filter(({ topic }) => topic === chatTopic)
    .map(({ message }) => JSON.parse(message) as Notice)

describe('what chat applications are told', () => {
  it('is each gate, each hold and the outcome, in the schema that they read and in one thread', async () => {
    const halted = { kind: 'halt', at: { action: 'api.serveml.example', step: 25, is: 'settled' }, answer: 'go-on' }
    const run = await story(await serveml(), [halted], { home: { chatTopic } })
    const notices = told(run)
    expect(notices.map(({ metadata }) => metadata.eventType)).toEqual([
      'tidegate.gate',
      'tidegate.gate',
      'tidegate.hold',
      'tidegate.notice',
    ])
    for (const { version, source, content, metadata } of notices) {
      expect([version, source, content.textType, metadata.threadId]).toEqual([
        '1.0',
        'custom',
        'client-markdown',
        run.release,
      ])
      expect(content.title.length).toBeLessThanOrEqual(250)
      expect(content.description).not.toBe('')
      expect(content.keywords).toEqual(['serveml', 'production', '2.4.0'])
      expect(JSON.stringify(content)).not.toContain('http')
    }
    expect(notices[0]?.content.description).toContain('- engineering lead: Ana Alvarez')
    expect(notices[2]?.content.nextSteps?.[0]).toContain('tidegate answer')
  })

  it('is nothing where nobody reads', async () => {
    expect(told(await story(await serveml()))).toEqual([])
  })

  it('is cut to what fits and holds no secret; a topic that is gone stops no release', async () => {
    const sent: string[] = []
    const logs: string[] = []
    const world = {
      home: { chatTopic },
      load: <T>(_name: string, load: () => Promise<T>) => load(),
      log: (_level: string, message: string) => logs.push(message),
      send: async (_client: unknown, { input }: { input: { Message: string } }) => {
        sent.push(input.Message)
        throw new Error('Topic does not exist')
      },
    } as unknown as World
    const of = { release: 'r1', system: 'serveml', environment: 'production', version: 'v'.repeat(100) }
    await tellChat(world, of, {
      what: 'notice',
      title: 't'.repeat(300),
      text: `password=hunter2hunter2 ${'x'.repeat(9_000)}`,
      next: ['n'.repeat(400)],
    })
    const { content } = JSON.parse(sent[0]!) as Notice
    expect([
      content.title.length,
      content.description.length,
      content.nextSteps![0]!.length,
      content.keywords[2]!.length,
    ]).toEqual([250, 8_000, 350, 75])
    expect(sent[0]).not.toContain('hunter2hunter2')
    expect(logs).toEqual(['the chat topic took no notice: Topic does not exist'])
  })
})
