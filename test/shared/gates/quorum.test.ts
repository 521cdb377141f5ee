import { describe, expect, it } from 'vitest'
import { missingWords, standing } from '../../../shared/gates/quorum.ts'
import { signsAs } from '../../../shared/gates/sign-as.ts'
import type { GateRecord, SignRecord } from '../../../shared/ledger/records.ts'

const gate = {
  gate: 'go',
  signedDigest: 'd1',
  roles: {
    'engineering-lead': { count: 1, people: ['ana'] },
    'operations-lead': { count: 2, people: ['cy', 'gus', 'hal'] },
  },
} as unknown as GateRecord
const sign = (person: string, role: string, more: Partial<SignRecord> = {}) =>
  ({ gate: 'go', person, role, decision: 'sign', at: 1, channel: 'mail', signedDigest: 'd1', ...more }) as SignRecord

const at = 5

describe('what a signature counts for', () => {
  const of = (roles: Record<string, readonly string[]>, more: object = {}) =>
    ({
      gate: 'go',
      signedDigest: 'd1',
      roles: Object.fromEntries(Object.entries(roles).map(([role, people]) => [role, { count: 1, people }])),
      ...more,
    }) as unknown as GateRecord

  it('is the one role of whoever holds one, and nothing for whom the gate does not ask', () => {
    const one = of({ engineering: ['ana'], security: ['bo'] })
    expect(signsAs(one, [], 'bo', at)).toEqual(['security'])
    expect(signsAs(one, [], 'cy', at)).toEqual([])
  })
  it('is the role that is still missing', () => {
    const two = of({ engineering: ['ana', 'cy'], operations: ['cy', 'dee'] })
    expect(signsAs(two, [sign('ana', 'engineering')], 'cy', at)).toEqual(['operations'])
    expect(signsAs(two, [sign('dee', 'operations')], 'cy', at)).toEqual(['engineering'])
  })
  it('is the role for which nobody else is left, so that the gate can still open', () => {
    expect(signsAs(of({ engineering: ['ana', 'cy'], operations: ['cy'] }), [], 'cy', at)).toEqual(['operations'])
    const three = of({ engineering: ['ana', 'cy'], operations: ['cy', 'ana', 'dee'] })
    // Ana has signed: nobody but Cy is left for what she did not sign as.
    expect(signsAs(three, [sign('ana', 'operations')], 'cy', at)).toEqual(['engineering'])
  })
  it('is every role of its person where the plan lets it', () => {
    const all = of({ engineering: ['ana'], operations: ['ana', 'cy'] }, { severalRoles: true })
    expect(signsAs(all, [], 'ana', at)).toEqual(['engineering', 'operations'])
    expect(standing(all, [sign('ana', 'engineering')]).now).toBe('opened')
  })
  it('is a deputy’s role from their turn on', () => {
    const later = { count: 1, people: ['ana'], deputies: ['gus'] }
    const gate = { ...of({}), roles: { engineering: later }, escalatesAt: 10 } as unknown as GateRecord
    expect([signsAs(gate, [], 'gus', 9), signsAs(gate, [], 'gus', 10)]).toEqual([[], ['engineering']])
  })
  it('leaves nobody awaited who has signed as something else', () => {
    const two = of({ engineering: ['ana', 'cy'], operations: ['cy', 'dee'] })
    expect(standing(two, [sign('cy', 'operations')])).toMatchObject({
      missing: [{ role: 'engineering', count: 1, people: ['ana'] }],
    })
  })
})

describe('a gate', () => {
  it('opens when every role has its count', () => {
    const signs = [sign('ana', 'engineering-lead'), sign('cy', 'operations-lead'), sign('hal', 'operations-lead')]
    expect(standing(gate, signs)).toEqual({
      now: 'opened',
      by: ['ana (engineering-lead)', 'cy (operations-lead)', 'hal (operations-lead)'],
    })
  })
  it('awaits who is missing, by name', () => {
    const now = standing(gate, [sign('cy', 'operations-lead')])
    expect(now.now).toBe('awaiting')
    expect(missingWords(now as never)).toBe('engineering-lead (ana) and operations-lead (gus, hal)')
  })
  it('counts a person once', () => {
    expect(
      standing(gate, [sign('ana', 'engineering-lead'), sign('cy', 'operations-lead'), sign('cy', 'operations-lead')])
        .now,
    ).toBe('awaiting')
  })
  it('refuses at the first rejection, also when the quorum is there', () => {
    const signs = [
      sign('ana', 'engineering-lead'),
      sign('cy', 'operations-lead'),
      sign('gus', 'operations-lead'),
      sign('hal', 'operations-lead', { decision: 'reject', reason: 'no', at: 9 }),
    ]
    expect(standing(gate, signs)).toEqual({ now: 'rejected', by: 'hal', reason: 'no' })
  })
  it('does not count a signature of something else', () => {
    expect(standing(gate, [sign('ana', 'engineering-lead', { signedDigest: 'd0', decision: 'reject' })]).now).toBe(
      'awaiting',
    )
  })
})
