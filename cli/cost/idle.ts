import { alarms } from '../package/alarms.ts'
import { assumed } from './assumed.ts'
import type { Use } from './prices.ts'

/** A month in which nothing is released: the sweep of each minute, what is kept, and what watches Tidegate itself. */
export function idleMonth(ledgerBytesPerRelease: number): Use {
  const sweeps = assumed.minutesPerMonth
  const ledgerGigabytes = (ledgerBytesPerRelease * assumed.releasesKept) / 1e9
  return {
    invocations: sweeps,
    gigabyteSeconds: sweeps * assumed.sweepSeconds * assumed.memoryGigabytes,
    // One strong query that finds nothing open.
    readUnits: sweeps,
    queueRequests: assumed.minutesPerMonth * assumed.pollsPerMinute,
    traces: sweeps,
    logGigabytes: (sweeps * assumed.logBytesPerInvocation) / 1e9,
    ledgerGigabytes,
    restorableGigabytes: ledgerGigabytes,
    objectGigabytes: ledgerGigabytes,
    alarms: Object.keys(alarms('any')).length,
    dashboards: 1,
    // Signs the links of those who are asked.
    keys: 1,
  }
}
