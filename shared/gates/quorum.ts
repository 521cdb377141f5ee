import type { GateRecord, SignRecord } from '../ledger/records.ts'

export type Standing =
  | { readonly now: 'rejected'; readonly by: string; readonly reason: string }
  | { readonly now: 'opened'; readonly by: readonly string[] }
  | { readonly now: 'broken'; readonly by: readonly SignRecord[] }
  | {
      readonly now: 'awaiting'
      readonly missing: readonly { role: string; count: number; people: readonly string[] }[]
    }

/**
 * Where a gate stands: the first rejection refuses, all roles with their counts open it; so do two people who break the
 * glass, or one whose act will be reviewed.
 *
 * Distinct people are counted, one role each (the one they signed for) unless the plan allows several; a signature of
 * something else than what the gate asks now counts for nothing.
 */
export function standing(gate: GateRecord, signs: readonly SignRecord[]): Standing {
  const valid = signs.filter((sign) => sign.signedDigest === gate.signedDigest)
  const rejection = valid.filter((sign) => sign.decision === 'reject').sort((a, b) => a.at - b.at)[0]
  if (rejection !== undefined) {
    return { now: 'rejected', by: rejection.person, reason: rejection.reason ?? 'no reason given' }
  }
  const given = valid.filter((sign) => sign.decision === 'sign')
  // Whoever has signed, for whichever role, does not sign again.
  const heard = new Set(given.map((sign) => sign.person))
  const missing = Object.entries(gate.roles)
    .map(([role, { count, people, deputies = [] }]) => {
      const may = [...people, ...(gate.escalatedAt === undefined ? [] : deputies)]
      const signed = new Set(given.filter((sign) => countsAs(gate, role, sign)).map((sign) => sign.person))
      return { role, count: count - signed.size, people: may.filter((person) => !heard.has(person)) }
    })
    .filter(({ count }) => count > 0)
  if (missing.length === 0) return { now: 'opened', by: given.map((sign) => `${sign.person} (${sign.role})`) }
  const broken = valid.filter((sign) => sign.decision === 'break-glass')
  if (new Set(broken.map((sign) => sign.person)).size > 1 || broken.some((sign) => sign.review))
    return { now: 'broken', by: broken }
  return { now: 'awaiting', missing }
}

/** Whether a signature is one for a role: the one that it was given as, or any of its person's where the plan says so. */
export const countsAs = (gate: GateRecord, role: string, sign: SignRecord): boolean =>
  sign.role === role || (gate.severalRoles === true && mayAs(gate, role, sign.at).includes(sign.person))

/** Who may sign as a role at a moment: its people, and their deputies once they have been awaited long enough. */
export function mayAs(gate: GateRecord, role: string, at: number): readonly string[] {
  const { people = [], deputies = [] } = gate.roles[role] ?? {}
  return gate.escalatesAt !== undefined && at >= gate.escalatesAt ? [...people, ...deputies] : people
}

/** `engineering-lead (ana)` for messages and errors. */
export const missingWords = (standing: Extract<Standing, { now: 'awaiting' }>): string =>
  standing.missing
    .map(({ role, count, people }) => `${count > 1 ? `${count} of ` : ''}${role} (${people.join(', ')})`)
    .join(' and ')
