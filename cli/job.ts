import type { FaultSpec } from '../rehearsal/faults/index.ts'
import { type Broken, firstBroken } from '../rehearsal/properties/index.ts'
import { type Run, rehearse, type Scene } from '../rehearsal/rehearse.ts'
import { preloadActions } from '../shared/actions/index.ts'
import { preloadChecks } from '../shared/checks/index.ts'
import type { Outcome } from '../shared/ledger/records.ts'

/** One rehearsal of many, small enough to be sent to another thread. */
export interface Job {
  readonly seed: number
  readonly faults: readonly FaultSpec[]
  readonly requester?: string
  readonly waivers?: readonly string[]
}

/** What is kept of one rehearsal of many. */
export interface JobEnd {
  readonly outcome: Outcome | 'none'
  readonly because: string
  readonly broken?: Broken
  /** How many World calls it made. */
  readonly calls: number
}

/** Every kind's code, so that virtual time never waits for a disk. Needed once, before the first rehearsal. */
export async function ready(): Promise<void> {
  await Promise.all([preloadActions(), preloadChecks()])
}

export async function runJob(scene: Scene, job: Job): Promise<JobEnd> {
  let run: Run
  try {
    run = await rehearse(scene, job)
  } catch (error) {
    // One seed of five hundred must not take the others with it, and must not be overlooked either.
    const because = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    return { outcome: 'none', because, broken: { property: 'the rehearsal itself does not fail', because }, calls: 0 }
  }
  const broken = firstBroken(run)
  return {
    outcome: run.outcome ?? 'none',
    because: run.because,
    calls: run.calls.length,
    ...(broken !== undefined && { broken }),
  }
}
