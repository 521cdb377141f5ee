import { describe, expect, it } from 'vitest'
import { missingWords, standing } from '../../../shared/gates/quorum.ts'
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
