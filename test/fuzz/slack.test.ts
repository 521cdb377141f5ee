import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testSecret } from '../../rehearsal/slack/join.ts'
import { commandBody, pressBody, type SignedRequest, signed } from '../../rehearsal/slack/requests.ts'
import { buttonOf, type Night, release, slackNight } from '../chatops/night.ts'
import { team } from '../chatops/people.ts'

/** Of those that `npm run test:fuzz` asks, one in five goes to Slack's door. */
const requests = Math.round(Number(process.env['TIDEGATE_FUZZ'] ?? 2000) / 5)

let night: Night
let decisions: string
let value: string
const decided = () =>
  JSON.stringify(night.bench.table.dump().filter(({ sk }) => /^(SIGN|HOLD)#/.test(sk) || sk === 'RELEASE'))

beforeAll(async () => {
  night = await slackNight()
  await night.types('U0FAY', 'release serveml 2.4.0')
  await night.until(
    () => night.bench.table.get({ pk: `RELEASE#${release}`, sk: 'GATE#go' })?.['requestedAt'] !== undefined,
  )
  await night.settle(70)
  value = buttonOf(night.slack, 'tidegate-sign')
  decisions = decided()
})
afterAll(() => night.end())

const words = fc.oneof(
  fc.constantFrom(
    'approve',
    'reject',
    'halt',
    'release',
    'rollback',
    release,
    'go',
    'serveml',
    '2.4.0',
    '--env',
    '"',
    '@U0ANA',
  ),
  fc.string({ maxLength: 30 }),
)
/** Deciding people are left out: what they ask for is decided, as it should be. */
const stranger = fc.constantFrom('U0NOBODY', 'U0GUEST', 'U0ROBOT', 'U0HAL', '', '<script>', '__proto__')
const whose = fc.constantFrom(team, 'T0OTHER', '')
type Shape = (now: number) => SignedRequest
const by = { trigger: 'x.y', responseUrl: 'https://hooks.slack.com/commands/x' }

const wellFormed = fc.oneof(
  fc
    .tuple(fc.array(words, { maxLength: 4 }), stranger, whose)
    .map(([text, user, own]) => commandBody(text.join(' '), { user, team: own, ...by })),
  fc
    .tuple(
      stranger,
      whose,
      fc.constantFrom('tidegate-sign', 'tidegate-reject', 'tidegate-go-on', 'tidegate-roll-back', 'nothing'),
    )
    .map(
      ([user, own, action_id]) =>
        () =>
          pressBody({ action_id, value }, { user, team: own, ...by }),
    ),
)
const bodies = fc.oneof(
  { weight: 3, arbitrary: wellFormed },
  { weight: 1, arbitrary: fc.json({ maxDepth: 3 }).map((json) => new URLSearchParams({ payload: json }).toString()) },
  { weight: 1, arbitrary: fc.string({ maxLength: 200, unit: 'binary' }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', 'payload=', 'payload=%7B', 'payload=null', 'payload=[]', 'a'.repeat(250_000)),
  },
)
const bodyOf = (one: string | (() => string)): string => (typeof one === 'string' ? one : one())

const shapes: fc.Arbitrary<Shape> = fc.oneof(
  // Signed by Slack, and still nothing that anybody may decide.
  {
    weight: 4,
    arbitrary: bodies.map(
      (body): Shape =>
        (now) =>
          signed(bodyOf(body), testSecret.signingSecret, now),
    ),
  },
  // A form of Ana's own, signed by somebody else, too old, too early, or changed on its way.
  {
    weight: 3,
    arbitrary: fc.constantFrom('secret', 'old', 'early', 'changed', 'unsigned').map(
      (how): Shape =>
        (now) => {
          const body = pressBody({ action_id: 'tidegate-sign', value }, { user: 'U0ANA', team, ...by })
          if (how === 'secret') return signed(body, 'another secret', now)
          if (how === 'old') return signed(body, testSecret.signingSecret, now - 301_000)
          if (how === 'early') return signed(body, testSecret.signingSecret, now + 302_000)
          if (how === 'unsigned') return { headers: {}, body }
          return { ...signed(body, testSecret.signingSecret, now), body: `${body}&x=1` }
        },
    ),
  },
)

const leaks = /\bat (?:async )?[\w.<>]+ \(|node:internal|node_modules|TypeError|8f742231|xoxb-|taskToken/

describe('whatever is sent to Slack’s door', () => {
  it(`is answered in time, without deciding and without telling secrets, ${requests} times`, async () => {
    const seen = new Map<number, number>()
    await fc.assert(
      fc.asyncProperty(shapes, fc.boolean(), async (shape, base64) => {
        const got = await night.sends(shape(night.bench.scheduler.now()), base64)
        seen.set(got.statusCode, (seen.get(got.statusCode) ?? 0) + 1)
        expect(got.statusCode, got.body).toBeLessThan(500)
        expect(leaks.exec(got.body)?.[0]).toBeUndefined()
      }),
      { numRuns: requests, seed: 20_261_121, endOnFailure: true },
    )
    await night.settle(30)
    expect(decided()).toBe(decisions)
    for (const status of [200, 401]) expect(seen.get(status) ?? 0, `${status}`).toBeGreaterThan(0)
  })
})
