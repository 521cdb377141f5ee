import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { testSecret } from '../../rehearsal/slack/join.ts'
import { sealOf } from '../../shared/chatops/seal.ts'
import type { Work } from '../../shared/chatops/work-input.ts'
import { cardText, type Night, release, slackNight } from './night.ts'
import { team } from './people.ts'

let night: Night
beforeEach(async () => {
  night = await slackNight()
  await night.types('U0FAY', 'release serveml 2.4.0')
  await night.until(() => cardText(night.slack).includes('*Gate go*'))
})
afterEach(() => night.end())

const unsealed = {
  do: 'work',
  at: 0,
  said: { say: 'sign', release, gate: 'go' },
  from: { user: 'U0ANA', team },
  delivery: '0123456789abcdef0123456789abcdef',
} as const
/** What answers Slack has handed on so many seconds ago. */
const handed = (secondsAgo: number) => ({ ...unsealed, at: night.bench.scheduler.now() - secondsAgo * 1000 })
const handedOn = async (work: object) => {
  night.bench.functions.invoke('chatops', work, () => {})
  await night.settle(30)
  return (await night.ledger.signs(release, 'go')).map(({ person }) => person)
}

describe('what somebody hands to the function in the name of Slack', () => {
  it.each<[string, object]>([
    ['without a seal', unsealed],
    ['with a seal of their own', { ...unsealed, seal: '0'.repeat(64) }],
    [
      'with a seal that another secret made',
      { ...unsealed, seal: sealOf(unsealed, { ...testSecret, signingSecret: 'guessed-guessed-guessed' }) },
    ],
    [
      'with the seal of somebody else’s wish',
      { ...unsealed, seal: sealOf({ ...unsealed, from: { user: 'U0BO', team } }, testSecret) },
    ],
  ])('%s is not done', async (_how, work) => {
    const answers = night.slack.answers.length
    expect(await handedOn(work)).toEqual([])
    expect(night.slack.answers).toHaveLength(answers)
    expect(night.bench.logs.some(({ level, by }) => by === 'chatops' && level !== 'info')).toBe(true)
  })

  it('is done when what answers Slack has sealed it', async () => {
    const own = handed(1)
    const work: Work = { ...own, seal: sealOf(own, testSecret) }
    expect(await handedOn(work)).toEqual(['ana'])
    expect(await night.ledger.signs(release, 'go')).toMatchObject([{ channel: 'slack', proved: 'slack' }])
  })

  it('is not done later than Lambda itself would try it, and whoever asked is told so', async () => {
    const own = { ...handed(3600), answer: night.slack.did('U0ANA').responseUrl }
    expect(await handedOn({ ...own, seal: sealOf(own, testSecret) })).toEqual([])
    expect(night.slack.answers.at(-1)?.text).toMatch(/nothing was done.*ask again/)
    // With another moment it is nobody's.
    expect(await handedOn({ ...own, at: handed(1).at, seal: sealOf(own, testSecret) })).toEqual([])
  })
})
