import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { digestOf } from '../../shared/plan/digest.ts'
import { cardText, type Night, release, slackNight, threadOf } from './night.ts'

let night: Night
beforeEach(async () => {
  night = await slackNight()
})
afterEach(() => night.end())

const posts = () => night.slack.calls.filter(({ method }) => method === 'chat.postMessage')
const sns = (name = release) => ({
  Records: [
    { EventSource: 'aws:sns', Sns: { Message: 'x', MessageAttributes: { release: { Type: 'String', Value: name } } } },
  ],
})
const told = (level: string) =>
  night.bench.logs.filter((line) => line.level === level && line.by === 'chatops').map(({ message }) => message)
const invoke = (event: object) => night.bench.functions.invoke('chatops', event, () => {})
/** A release that waits at its first gate, started at the console: Slack has no part in it. */
const started = () =>
  night.bench.engine.startExecution({
    machine: 'tidegate-release',
    name: release,
    input: { system: 'serveml', version: '2.4.0', environment: 'production', requester: 'fay' },
  })
const asks = () => night.until(() => cardText(night.slack).includes('*Gate go*'))

describe('the message of a release', () => {
  it('is one, and tells each thing once, however many want it told at the same moment', async () => {
    started()
    await asks()
    await night.settle(120)
    const [cards, thread] = [night.slack.cards.length, threadOf(night.slack)]
    for (let time = 0; time < 5; time += 1) {
      invoke(sns())
      invoke({ do: 'refresh' })
    }
    await night.settle(30)
    expect([night.slack.cards.length, threadOf(night.slack)]).toEqual([cards, thread])
    expect(cards).toBe(1)
    expect(new Set(thread).size).toBe(thread.length)
  })

  it('is one although the first ten come at once', async () => {
    night.slack.refuseNext('chat.postMessage', { status: 503, body: 'not now' })
    started()
    await night.until(() => posts().length === 1)
    for (let time = 0; time < 10; time += 1) invoke(sns())
    await night.settle(30)
    expect(night.slack.cards).toHaveLength(1)
    expect(threadOf(night.slack).filter((line) => line.startsWith('Asked for by'))).toHaveLength(1)
  })

  it('is left alone as long as nothing has happened: no call, and no write', async () => {
    started()
    await asks()
    await night.settle(120)
    const before = [night.slack.calls.length, digestOf(night.bench.table.dump())]
    for (let time = 0; time < 3; time += 1) invoke({ do: 'refresh' })
    await night.settle(30)
    expect([night.slack.calls.length, digestOf(night.bench.table.dump())]).toEqual(before)
  })

  it('waits as long as Slack asks for peace, and tells the rest then', async () => {
    night.slack.refuseNext('chat.postMessage', {
      status: 429,
      headers: { 'retry-after': '300' },
      body: '{"ok":false,"error":"ratelimited"}',
    })
    started()
    await night.until(() => posts().length === 1)
    await night.settle(200)
    expect(posts()).toHaveLength(1)
    expect(told('warn')).toContainEqual(
      expect.stringMatching(/could not be told in Slack: Slack answered chat.postMessage: ratelimited, again in 300 s/),
    )
    await asks()
    await night.settle()
    expect(night.slack.cards).toHaveLength(1)
    expect(threadOf(night.slack).filter((line) => line.startsWith('Gate go asks'))).toHaveLength(1)
  })

  it('is posted anew when somebody has deleted it, and goes on in a thread of its own', async () => {
    started()
    await asks()
    await night.settle(120)
    night.slack.messages.length = 0
    await night.types('U0ANA', `approve ${release} go`)
    await night.until(() => night.slack.cards.length === 1)
    await night.settle(120)
    expect(night.slack.cards).toHaveLength(1)
    expect(threadOf(night.slack)).toContain('Ana signed as engineering lead (slack)')
  })

  it('holds up no release when the channel cannot be written to; the log says so now and then, and not each minute', async () => {
    for (let time = 0; time < 20; time += 1) {
      night.slack.refuseNext('chat.postMessage', { body: '{"ok":false,"error":"not_in_channel"}' })
    }
    started()
    await night.until(() => night.bench.table.get({ pk: `RELEASE#${release}`, sk: 'GATE#go' }) !== undefined)
    await night.settle(1_500)
    expect(told('error').filter((line) => line.includes('not_in_channel')).length).toBeLessThanOrEqual(4)
    expect(told('error')[0]).toContain('its ledger and other channels have it')
  })

  it('tells its last word although Slack was away when the release ended', async () => {
    started()
    await asks()
    for (let time = 0; time < 3; time += 1) night.slack.refuseNext('chat.update', { status: 502, body: 'bad gateway' })
    await night.presses('U0BO', 'tidegate-reject')
    await night.fills('U0BO', 'not tonight')
    await night.until(() => night.slack.cards[0]!.text.includes('refused'))
    expect(await night.ledger.openReleases()).toEqual([])
    await night.settle(120)
    expect(await night.ledger.slackPending()).toEqual([])
  })
})

describe('a minute in which nothing is open', () => {
  it('costs two reads and nothing of Slack', async () => {
    const calls: string[] = []
    night.bench.hooks.beforeCall.push((call) => {
      if (call.by === 'chatops') calls.push(call.what)
      return undefined
    })
    invoke({ do: 'refresh' })
    invoke(sns('no-such-release'))
    await night.settle(10)
    expect(calls.filter((what) => what === 'http')).toEqual([])
    expect(calls.filter((what) => what === 'ledger:Query')).toHaveLength(2)
  })

  it('is nothing at all without a Slack app', async () => {
    Object.assign(night.bench.home, { slackSecret: undefined })
    const calls: string[] = []
    night.bench.hooks.beforeCall.push((call) => {
      if (call.by === 'chatops') calls.push(call.what)
      return undefined
    })
    invoke({ do: 'refresh' })
    invoke(sns())
    await night.settle(10)
    expect(calls).toEqual([])
  })
})
