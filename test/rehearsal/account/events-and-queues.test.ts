import { describe, expect, it } from 'vitest'
import { matches } from '../../../rehearsal/account/event-bridge.ts'
import { type EventFate, noHooks } from '../../../rehearsal/hooks.ts'
import { stage } from './stage.ts'

const event = { source: 'aws.ecs', 'detail-type': 'ECS Service Action', detail: { eventName: 'SERVICE_STEADY_STATE' } }

async function delivered(fate: EventFate | undefined, seconds = 10): Promise<number> {
  const hooks = noHooks()
  hooks.onEvent.push(() => fate)
  const { account, pass } = stage({ hooks })
  let seen = 0
  account.events.rule({ name: 'r', pattern: { source: ['aws.ecs'] }, target: () => void seen++ })
  account.emit(event)
  account.emit({ ...event, source: 'aws.cloudwatch' })
  expect(seen).toBe(0)
  await pass(seconds)
  return seen
}

describe('an event on the bus', () => {
  it('reaches the targets whose pattern it matches, some seconds later', async () =>
    expect(await delivered(undefined)).toBe(1))
  it('is lost when a hook says so', async () => expect(await delivered({ drop: true })).toBe(0))
  it('comes twice when a hook says so', async () => expect(await delivered({ again: 1 })).toBe(2))
  it('is late when a hook says so, and still comes', async () => {
    expect(await delivered({ delayMs: 300_000 })).toBe(0)
    expect(await delivered({ delayMs: 300_000 }, 304)).toBe(1)
  })

  it.each([
    [{ detail: { eventName: [{ prefix: 'SERVICE_' }] } }, true],
    [{ detail: { eventName: [{ 'anything-but': 'SERVICE_STEADY_STATE' }] } }, false],
    [{ detail: { reason: [{ exists: false }] } }, true],
    [{ source: ['aws.rds'] }, false],
  ])('matches %j: %s', (pattern, is) => expect(matches(pattern, event)).toBe(is))
})

describe('a message in a queue', () => {
  const url = 'https://sqs.eu-west-1.amazonaws.com/111122223333/tidegate-rechecks'
  function queue(fails = 0, how = {}) {
    const s = stage()
    const got: string[] = []
    s.account.sqs.consume((messages, done) => {
      got.push(...messages.map(({ body }) => body))
      done(got.length <= fails)
    }, how)
    const send = (DelaySeconds = 0) =>
      s.call<{ MessageId: string }>('SQS', 'SendMessage', { QueueUrl: url, MessageBody: '{}', DelaySeconds }).MessageId
    return { ...s, got, send }
  }

  it('never comes before its delay, and soon after it', async () => {
    const { send, pass, got } = queue()
    send(60)
    await pass(60)
    expect(got).toHaveLength(0)
    await pass(1)
    expect(got).toHaveLength(1)
  })

  it('comes again when it was not finished, and rests with the dead letters after so many times', async () => {
    const { send, pass, got, account } = queue(99, { visibilitySeconds: 30, maxReceives: 3 })
    send()
    await pass(300)
    expect(got).toHaveLength(3)
    expect(account.sqs.deadLetters).toEqual(['{}'])
  })

  it('can be lost or doubled after it was taken', async () => {
    const { send, pass, got, account } = queue()
    account.sqs.tamper(send(10), 'lost')
    account.sqs.tamper(send(10), 'twice')
    await pass(30)
    expect(got).toHaveLength(2)
  })

  it('lets idle minutes be skipped when its consumer says that it only repeats a look', async () => {
    const { send, clock, got } = queue(0, { idle: (_body: string, ms: number) => ({ key: 'look', repeats: ms }) })
    send(60)
    // Nothing else will ever happen: the first look runs, and its repetition has nothing to see.
    expect(await clock.run(() => false)).toBe('idle')
    send(60)
    expect(await clock.run(() => false)).toBe('idle')
    expect(got).toHaveLength(1)
  })
})
