import type { FaultSpec } from '../rehearsal/faults/index.ts'
import type { Armed } from '../rehearsal/faults/port.ts'
import { type Broken, firstBroken } from '../rehearsal/properties/index.ts'
import { type Run, rehearse } from '../rehearsal/rehearse.ts'
import type { Outcome } from '../shared/ledger/records.ts'
import { askAtTerminal } from './ask.ts'
import { exitCodes } from './exit-codes.ts'
import { ready } from './job.ts'
import { liveProgress } from './live-progress.ts'
import type { OpenScene } from './scene.ts'

export interface Performance {
  readonly opened: OpenScene
  readonly seed: number
  readonly faults: readonly FaultSpec[]
  readonly expected?: Outcome
  readonly requester?: string
  readonly waivers?: readonly string[]
  /** Show it as it goes. */
  readonly show: boolean
  /** Ask whoever sits there, instead of the people of the plan. */
  readonly ask: boolean
}

export interface Performed {
  readonly run: Run
  readonly broken: Broken | undefined
  readonly expected?: Outcome
}

/** One rehearsal, shown as it goes. */
export async function perform(wanted: Performance): Promise<Performed> {
  const { opened, seed, faults, requester, waivers, expected } = wanted
  await ready()
  const over: ((run?: Run) => void)[] = []
  const prepare = (bench: Armed) => {
    if (wanted.ask) over.push(askAtTerminal(bench))
    if (wanted.show) over.push(liveProgress(bench, { ...opened, faults, plain: wanted.ask }))
  }
  try {
    const run = await rehearse(opened.scene, {
      seed,
      faults,
      prepare,
      ...(requester !== undefined && { requester }),
      ...(waivers !== undefined && { waivers }),
    })
    for (const end of over.splice(0)) end(run)
    return { run, broken: firstBroken(run), ...(expected !== undefined && { expected }) }
  } finally {
    for (const end of over) end()
  }
}

/** What the shell is told: a broken property above all, because then the outcome cannot be trusted. */
export function codeOf({ run, broken }: Performed): number {
  return broken !== undefined || run.outcome === undefined ? exitCodes.broken : exitCodes[run.outcome]
}
