import { setTimeout as sleep } from 'node:timers/promises'
import { describeFault, type FaultSpec } from '../rehearsal/faults/index.ts'
import type { Armed } from '../rehearsal/faults/port.ts'
import type { Write } from '../shared/ledger/store.ts'
import type { ReleasePlan } from '../shared/plan/release-plan.ts'
import { Progress } from './show/progress.ts'

export interface Shown {
  readonly resolved: ReleasePlan
  readonly faults: readonly FaultSpec[]
  /** Plain lines even on a terminal, because somebody is asked there. */
  readonly plain: boolean
}

/** A person can follow about so many lines: virtual time stands still for as long after each. */
const lineMs = 14

/**
 * Shows a rehearsal from what it writes to its ledger.
 *
 * @returns to be called when the run is over
 */
export function liveProgress(bench: Armed, { resolved, faults, plain }: Shown): () => void {
  const progress = new Progress(process.stdout, resolved, bench.scheduler.now(), plain)
  const { system, version, environment, sides } = resolved
  const wrong = faults.map((fault) => `  what goes wrong: ${describeFault(fault)}`)
  progress.say([
    '',
    `  ${system} ${version} to ${environment}, users on ${sides.live} go to ${sides.next}`,
    ...wrong,
    '',
  ])
  bench.hooks.afterCall.push((call, outcome) => {
    if (!outcome.ok || !call.what.startsWith('ledger:')) return undefined
    for (const write of (call.input as { write?: readonly Write[] }).write ?? []) {
      const key = 'put' in write ? write.put : 'set' in write ? write.set : undefined
      if (key?.pk !== `RELEASE#${bench.release}`) continue
      const item = bench.table.get(key)
      if (item !== undefined && progress.record(item, bench.scheduler.now()) && progress.live) {
        bench.scheduler.standStill(sleep(lineMs))
      }
    }
    return undefined
  })
  return () => progress.end()
}
