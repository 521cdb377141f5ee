import { describe, expect, it } from 'vitest'
import { wrongBlocks } from '../../rehearsal/slack/limits.ts'
import { card } from '../../shared/chatops/card.ts'
import { happenings } from '../../shared/chatops/thread.ts'
import type { Everything } from '../../shared/ledger/ledger.ts'
import type { CheckRecord, HoldRecord } from '../../shared/ledger/records.ts'
import { serveml, story } from '../stories/stage.ts'
import { directory } from './people.ts'

const run = await story(await serveml())
const all = run.everything!
const now = run.endedAt

const failing = (at: number): CheckRecord => ({
  schema: 1,
  phase: 'preflight',
  check: `check-${at}`,
  kind: 'http-probe',
  severity: 'blocker',
  onFail: 'refuse',
  verdict: 'fail',
  seen: `<!here> & *${'long '.repeat(200)}*`,
  at: 1,
})
const open = (more: Partial<Everything>): Everything => {
  const { outcome: _outcome, ending: _ending, keptAt: _kept, endedAt: _ended, ...release } = all.release
  return { ...all, release, ...more }
}

describe('the card of a release', () => {
  it('fits into what Slack takes, however much there is to say', () => {
    const people = Array.from({ length: 300 }, (_, at) => `somebody-with-a-long-name-${at}`)
    const gates = Array.from({ length: 12 }, (_, at) => ({
      ...all.gates[0]!,
      gate: `gate-${at}`,
      decision: undefined,
      endsAt: now + 1000,
      roles: { lead: { count: 3, people } },
      waivers: people.slice(0, 50),
    })) as unknown as Everything['gates']
    const reason = 'because '.repeat(60)
    const much = open({
      checks: Array.from({ length: 80 }, (_, at) => failing(at)),
      gates,
      release: { ...open({}).release, reason, backBecause: reason, requester: 'x'.repeat(63) },
    })
    const made = card(much, now, 'https://pages.example')
    expect(wrongBlocks(made.blocks, 50)).toBeUndefined()
    expect(made.text.length).toBeLessThanOrEqual(300)
    expect(JSON.stringify(made.blocks)).toContain('and 74 more')
  })

  it('makes no mention, no link and no format of what people and the world have said', () => {
    const made = JSON.stringify(
      card(
        open({
          checks: [failing(1)],
          release: { ...open({}).release, reason: '<https://evil.example|sign here> <@U0ANA>' },
        }),
        now,
      ),
    )
    expect(made).not.toMatch(/<!here>|<https:\/\/evil|<@U0ANA>/)
    expect(made).toContain('&lt;!here&gt; &amp;')
  })

  it('is the same as long as the ledger is, and another when a gate has run out', () => {
    expect(card(all, now)).toEqual(card(all, now + 3_600_000))
    const gate = { ...all.gates[0]!, endsAt: now + 1000 } as Record<string, unknown>
    delete gate['decision']
    const waits = open({ gates: [gate as never], signs: [] })
    expect(JSON.stringify(card(waits, now))).toContain('tidegate-sign')
    expect(JSON.stringify(card(waits, now + 2000))).not.toContain('tidegate-sign')
  })

  it('offers no step back where there is no step', () => {
    const hold: HoldRecord = {
      schema: 1,
      point: 'bake@1',
      because: 'a goal is missed',
      openedAt: now,
      endsAt: now + 1,
      byDefault: 'roll-back',
    }
    const made = JSON.stringify(card(open({ holds: [hold] }), now))
    expect(made).toContain('tidegate-roll-back')
    expect(made).not.toContain('tidegate-step-back')
  })

  it('shows a ledger that contradicts itself, and says so', () => {
    const wrong = { ...all, lines: all.lines.map((line) => ({ ...line, settledAt: line.intendedAt - 1 })) }
    expect(() => card(wrong, now)).not.toThrow()
  })

  it('leads to the release room where people can sign in to it, and says where else they see it', () => {
    expect(JSON.stringify(card(all, now, 'https://pages.example'))).toContain(
      `<https://pages.example/releases/${all.release.release}|release room>`,
    )
    const closed = JSON.stringify(card(all, now))
    expect(closed).not.toContain('release room')
    expect(closed).toContain('by the link in their mail')
  })
})

describe('the thread of a release', () => {
  it('tells the same things in the same order, each under a key of its own', () => {
    const told = happenings(all, directory)
    expect(new Set(told.map(({ key }) => key)).size).toBe(told.length)
    expect(told.map(({ at }) => at)).toEqual(told.map(({ at }) => at).toSorted((a, b) => a - b))
    expect(told[0]).toMatchObject({ key: 'opened' })
    expect(told.at(-1)).toMatchObject({ key: 'outcome/released/0' })
  })

  it('calls those who are awaited, and nobody whom Slack does not know', () => {
    const [asked] = happenings(all, directory).filter(({ key }) => key === 'gate/go')
    expect(asked?.text).toContain('<@U0ANA> (engineering lead)')
    expect(
      happenings(all, { people: {} })
        .map(({ text }) => text)
        .join(),
    ).not.toContain('<@')
  })
})
