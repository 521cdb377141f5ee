import { WrongInput } from '../errors.ts'
import type { GateRecord, SignRecord } from '../ledger/records.ts'
import { mayAs, standing } from './quorum.ts'

/**
 * What a person's signature would count for now: one role, unless the plan lets it count for all of theirs. Of the roles
 * that are still missing it is the one for which the fewest others are left, so that who holds two of them does not
 * take the place of somebody who could sign for nothing else.
 *
 * @returns nothing for whom the gate does not ask at this moment
 */
export function signsAs(gate: GateRecord, signs: readonly SignRecord[], person: string, at: number): readonly string[] {
  const roles = Object.keys(gate.roles).filter((role) => mayAs(gate, role, at).includes(person))
  const now = standing(gate, signs)
  const spare = new Map(
    now.now === 'awaiting' ? now.missing.map(({ role, count, people }) => [role, people.length - count]) : [],
  )
  const rank = (role: string) => spare.get(role) ?? Number.POSITIVE_INFINITY
  // Equal ranks are compared as equal: infinite ones have no difference.
  const ranked = roles.toSorted((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)))
  return gate.severalRoles === true ? ranked : ranked.slice(0, 1)
}

/**
 * The role that a signature is written for: the one that was asked for, or what it counts for now.
 *
 * @throws {WrongInput} the gate does not ask them, not yet, or not as that
 */
export function roleOf(
  gate: GateRecord,
  signs: readonly SignRecord[],
  person: string,
  asked: string | undefined,
  now: number,
): string {
  const role = asked ?? signsAs(gate, signs, person, now)[0]
  if (role !== undefined && mayAs(gate, role, now).includes(person)) return role
  const standsIn = Object.values(gate.roles).some(({ deputies = [] }) => deputies.includes(person))
  if (standsIn && gate.escalatesAt !== undefined && now < gate.escalatesAt) {
    const from = new Date(gate.escalatesAt).toISOString().slice(0, 16).replace('T', ' ')
    throw new WrongInput(`${person} stands in at gate "${gate.gate}" from ${from} UTC on; nothing was changed`)
  }
  const wanted = Object.entries(gate.roles).map(([name, { people }]) => `${name} (${people.join(', ')})`)
  throw new WrongInput(
    `${person} may not sign at gate "${gate.gate}"${asked === undefined ? '' : ` as ${asked}`}; it asks for ${wanted.join(', ')}`,
  )
}
