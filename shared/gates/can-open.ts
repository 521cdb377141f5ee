import type { AskedRole } from '../ledger/records.ts'

/**
 * The roles of a gate for which nobody is left when everybody signs as what they are needed most for: one person counts for
 * one role, unless the plan lets them count for all of theirs. Deputies count, because they may sign in time.
 *
 * Kuhn's matching of signatures to people; gates have a handful of both.
 */
export function rolesLeftOver(roles: Readonly<Record<string, AskedRole>>, severalRoles = false): string[] {
  const may = (role: string) => [...(roles[role]?.people ?? []), ...(roles[role]?.deputies ?? [])]
  const asked = Object.entries(roles)
  if (severalRoles) return asked.filter(([role, { count }]) => may(role).length < count).map(([role]) => role)
  const seats = asked.flatMap(([role, { count }]) => Array.from({ length: count }, () => role))
  const seatOf = new Map<string, number>()
  const seated = (seat: number, tried: Set<string>): boolean =>
    may(seats[seat]!).some((person) => {
      if (tried.has(person)) return false
      tried.add(person)
      const other = seatOf.get(person)
      if (other !== undefined && !seated(other, tried)) return false
      seatOf.set(person, seat)
      return true
    })
  return [...new Set(seats.filter((_, seat) => !seated(seat, new Set())))]
}
