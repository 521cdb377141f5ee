import { releasePartition } from '../../shared/ledger/keys.ts'
import type { Outcome } from '../../shared/ledger/records.ts'
import type { Item } from '../../shared/ledger/store.ts'
import { Progress, type Screen } from '../show/progress.ts'
import { detachable } from './detach.ts'
import { readExecution, stateOf } from './execution.ts'
import { unknown } from './known-release.ts'
import type { Tidegate } from './tidegate.ts'

export interface Followed {
  readonly outcome: Outcome | 'open'
  readonly because: string
}

/** A look each two seconds while something happens; in the hours of a bake each half minute, or 100 000 reads a day. */
const lookMs = { least: 2_000, most: 30_000, slower: 1.5 } as const

/**
 * Shows a release from its ledger and its executions until it ends; Ctrl-C only ends the watching.
 *
 * @throws {WrongInput} neither the ledger nor Step Functions knows it
 */
export async function follow(tidegate: Tidegate, release: string, screen: Screen): Promise<Followed> {
  const { world, ledger } = tidegate
  const seen = new Map<string, string>()
  const leave = detachable(release)
  let progress: Progress | undefined
  let waitMs: number = lookMs.least
  try {
    while (!leave.asked()) {
      const record = await ledger.release(release)
      if (record === undefined) {
        const ended = await endedUnknown(tidegate, release)
        if (ended !== undefined) return ended
      } else {
        progress ??= new Progress(screen, await ledger.plan(release), record.openedAt)
        const items = changed(await world.store.query(releasePartition(release)), seen)
        const told = items.length > 0 && progress.records(items, world.now())
        waitMs = told ? lookMs.least : Math.min(lookMs.most, waitMs * lookMs.slower)
        if (record.outcome !== undefined) return { outcome: record.outcome, because: record.endingBecause ?? '' }
        if (progress.live) progress.state(await stateOf(tidegate, record), world.now())
      }
      await Promise.race([world.sleep(waitMs), leave.left])
    }
    return { outcome: 'open', because: leave.words }
  } finally {
    progress?.end()
    leave.over()
  }
}

/** Started, and not in the ledger: it is being admitted, or was refused before it was opened. */
async function endedUnknown(tidegate: Tidegate, release: string): Promise<Followed | undefined> {
  const execution = await readExecution(tidegate, release)
  if (execution === undefined) return unknown(tidegate, release)
  if (execution.status === 'RUNNING') return undefined
  return { outcome: 'refused', because: execution.because ?? execution.error ?? execution.status }
}

/** What was written since the last look. */
function changed(items: readonly Item[], seen: Map<string, string>): Item[] {
  return items.filter((item) => {
    if (item.sk === 'PLAN') return false
    const text = JSON.stringify(item)
    if (seen.get(item.sk) === text) return false
    seen.set(item.sk, text)
    return true
  })
}
