import type { Evidence } from './evidence.ts'

/** The four keys of software delivery over some time, from evidence alone. */
export interface Dora {
  readonly releases: number
  /** Releases that reached users and stayed. */
  readonly released: number
  readonly perWeek: number
  /** Of the releases that changed anything, the share that went back or got stuck; absent when none changed anything. */
  readonly changeFailureShare?: number
  /** Median seconds from the wish to go back to users being back; absent when nothing failed that users met. */
  readonly restoreSeconds?: number
  /** Median seconds from a release's first commit to all users being on it; of those whose manifest says when that was. */
  readonly leadTime: number | 'unknown'
}

const weekMs = 7 * 86_400_000

/**
 * Refused releases changed nothing, so they count neither as changes nor as failures; open ones have not ended.
 *
 * @param from @param to the time looked at, ms since 1970; what was opened outside of it does not count
 */
export function doraOf(evidences: readonly Evidence[], from: number, to: number): Dora {
  const counted = evidences.filter(({ moments, outcome }) => {
    const at = Date.parse(moments.opened)
    return outcome !== 'open' && at >= from && at < to
  })
  const changed = counted.filter(({ outcome }) => outcome !== 'refused')
  const released = counted.filter(({ outcome }) => outcome === 'released').length
  const failed = changed.filter(({ delivery }) => delivery.changeFailed).length
  const restores = changed.flatMap(({ back }) =>
    back?.exposed && back.traffic.seconds !== undefined ? [back.traffic.seconds] : [],
  )
  const leads = changed.flatMap(({ delivery: { leadTime } }) => (typeof leadTime === 'number' ? [leadTime] : []))
  return {
    releases: counted.length,
    released,
    perWeek: released / Math.max(1, (to - from) / weekMs),
    ...(changed.length > 0 && { changeFailureShare: failed / changed.length }),
    ...(restores.length > 0 && { restoreSeconds: median(restores) }),
    leadTime: leads.length > 0 ? median(leads) : 'unknown',
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
