import type { WaitRecord } from '../ledger/records.ts'
import { outcomeLookSeconds, recheckSecondsMax, watchLookSeconds } from '../limits.ts'

/**
 * Seconds until the next look of a wait when no event comes first.
 *
 * Watches and outcomes look at least each minute; changes grow from their kind's first pace to its last, by half each
 * time; people are not hurried by looking (a decision nudges), so gates and holds look every quarter of an hour.
 */
export function paceSeconds(wait: WaitRecord, tick: number): number {
  switch (wait.subject) {
    case 'bake':
      return watchLookSeconds
    case 'outcome':
      return outcomeLookSeconds
    case 'gate':
    case 'hold':
    case 'ttl':
      return recheckSecondsMax
    default: {
      if (typeof wait.detail['watchSince'] === 'number') return watchLookSeconds
      const [first, last] = pace(wait)
      return Math.min(last, Math.round(first * 1.5 ** tick))
    }
  }
}

/** When the next look is due; never after the wait's end, nor after the next moment that its detail names (`lookAt`). */
export function nextDue(wait: WaitRecord, tick: number, now: number): number {
  const due = Math.min(now + paceSeconds(wait, tick) * 1000, Math.max(wait.endsAt, now))
  return Math.min(
    due,
    ...[wait.detail['lookAt']].flat().filter((at): at is number => typeof at === 'number' && at > now),
  )
}

function pace(wait: WaitRecord): readonly [number, number] {
  const pace = wait.detail['pace']
  return Array.isArray(pace) ? (pace as [number, number]) : [15, 60]
}
