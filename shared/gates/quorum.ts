import type { GateRecord, SignRecord } from '../ledger/records.ts'

export type Standing =
  | { readonly now: 'rejected'; readonly by: string; readonly reason: string }
  | { readonly now: 'opened'; readonly by: readonly string[] }
  | {
      readonly now: 'awaiting'
      readonly missing: readonly { role: string; count: number; people: readonly string[] }[]
    }

/**
 * Where a gate stands: the first rejection refuses, all roles with their counts open it.
 *
 * Distinct people are counted, one role each (the one they signed for); a signature of something else than what the
 * gate asks now counts for nothing.
 */
export function standing(gate: GateRecord, signs: readonly SignRecord[]): Standing {
  const valid = signs.filter((sign) => sign.signedDigest === gate.signedDigest)
  const rejection = valid.filter((sign) => sign.decision === 'reject').sort((a, b) => a.at - b.at)[0]
  if (rejection !== undefined) {
    return { now: 'rejected', by: rejection.person, reason: rejection.reason ?? 'no reason given' }
  }
  const missing = Object.entries(gate.roles)
    .map(([role, { count, people }]) => {
      const signed = new Set(valid.filter((sign) => sign.role === role).map((sign) => sign.person))
      return { role, count: count - signed.size, people: people.filter((person) => !signed.has(person)) }
    })
    .filter(({ count }) => count > 0)
  if (missing.length > 0) return { now: 'awaiting', missing }
  return { now: 'opened', by: valid.map((sign) => `${sign.person} (${sign.role})`) }
}

/** `engineering-lead (ana)` for messages and errors. */
export const missingWords = (standing: Extract<Standing, { now: 'awaiting' }>): string =>
  standing.missing
    .map(({ role, count, people }) => `${count > 1 ? `${count} of ` : ''}${role} (${people.join(', ')})`)
    .join(' and ')
