import { ListExecutionsCommand } from '@aws-sdk/client-sfn'
import { ready } from '../../cli/job.ts'
import { loadScene } from '../../cli/scene.ts'
import { type FaultSpec, parseFault } from '../../rehearsal/faults/index.ts'
import { rehearse } from '../../rehearsal/rehearse.ts'
import type { Evidence } from '../../shared/evidence/evidence.ts'
import { fold } from '../../shared/evidence/fold.ts'
import { releasePartition } from '../../shared/ledger/keys.ts'
import type { Clients } from './clients.ts'
import { lines } from './ledger-lines.ts'
import { ledgerOf, machine, statesOf } from './releases.ts'
import { planFolder } from './serving.ts'

/** What a story is, ids and times aside: the same on the emulator and in the rehearsal. */
export interface Story {
  readonly outcome: string
  /** Entered states by execution: `release`, `change`, `rollback-1`, `close-1`. */
  readonly states: Readonly<Record<string, readonly string[]>>
  readonly changes: readonly object[]
  readonly gates: readonly object[]
  /** Every line of the ledger: what it is about, and how it ended. */
  readonly ledger: readonly string[]
}

const machines = ['release', 'change', 'rollback', 'close'] as const

/** The story as it happened on the emulator. */
export async function happened(aws: Clients, release: string, evidence: Evidence): Promise<Story> {
  const states: Record<string, string[]> = {}
  for (const name of machines) {
    const { executions = [] } = await aws.sfn.send(new ListExecutionsCommand({ stateMachineArn: machine(name) }))
    for (const { name: execution, executionArn } of executions) {
      const short = shortName(execution!, release)
      if (short !== undefined) states[short] = await statesOf(aws, executionArn!)
    }
  }
  return { ...told(evidence), states, ledger: lines(await ledgerOf(aws, release), release) }
}

/** What is rehearsed beside the emulator. */
export interface Rehearsed {
  readonly plan: string
  readonly version: string
  readonly waivers?: readonly string[]
}

/** The same story, rehearsed. */
export async function rehearsed(
  faults: readonly object[],
  { plan, version, waivers = [] }: Rehearsed = { plan: planFolder, version: '1.1.0' },
): Promise<Story> {
  await ready()
  const run = await rehearse(await loadScene(plan, { version }), {
    seed: 1,
    faults: faults.map((fault) => parseFault(fault, 'story') as FaultSpec),
    waivers,
  })
  const states: Record<string, string[]> = {}
  for (const { description, history } of run.executions) {
    const short = shortName(description.name, run.release)
    if (short === undefined) continue
    states[short] = history.flatMap(
      (event) => (event['stateEnteredEventDetails'] as { name: string } | undefined)?.name ?? [],
    )
  }
  const ledger = run.table.filter(({ pk }) => pk === releasePartition(run.release))
  return { ...told(fold(run.everything!)), states, ledger: lines(ledger, run.release) }
}

/**
 * A story in which an execution was stopped wherever it just was.
 *
 * @param chance what is chance then: its states, or how a wait ended whose token nobody holds any more
 */
export function apartFrom({ states, ledger, ...story }: Story, ...chance: readonly string[]): Story {
  return {
    ...story,
    states: Object.fromEntries(Object.entries(states).filter(([name]) => !chance.includes(name))),
    ledger: ledger.filter((line) => !chance.some((what) => line.startsWith(`${what}: `))),
  }
}

/**
 * A story in which the first claimant of the way back was stopped. Whoever came while its claim was still being written
 * found that it was first, and left it to the sweep to start another: whether somebody did is chance.
 */
export function overtaken({ states, ledger, ...story }: Story): Story {
  const left = (one: readonly string[]) => one.at(-1) === 'Nothing to take back'
  const ways = Object.entries(states).filter(([name, one]) => /^rollback-([2-9]|\d\d)/.test(name) && !left(one))
  const others = Object.entries(states).filter(([name]) => !name.startsWith('rollback-'))
  return {
    ...story,
    states: Object.fromEntries([...others, ...ways.map(([, one], at) => [`overtaker ${at + 1}`, one] as const)]),
    ledger: ledger.filter((line, at) => line !== 'EVENT back' || ledger.indexOf(line) === at),
  }
}

function shortName(execution: string, release: string): string | undefined {
  if (execution === release) return 'release'
  if (!execution.startsWith(`${release}-`)) return undefined
  // Another release may begin with this one's name.
  return /^(change|again|(rollback|close)-\d+)$/.exec(execution.slice(release.length + 1))?.[0]
}

const told = ({ outcome, changes, gates }: Evidence) => ({
  outcome,
  // What begins at once may be written down in either order.
  changes: changes
    .map(({ resource, kind, actions, phase, stands, steps }) => ({
      resource,
      kind,
      actions,
      phase,
      stands,
      steps: steps.map(({ percent, state }) => ({ percent, state })),
    }))
    .sort((a, b) => (a.resource < b.resource ? -1 : 1)),
  gates: gates.map(({ gate, state, signatures }) => ({
    gate,
    state,
    signatures: signatures.map(({ person, role, decision }) => ({ person, role, decision })),
  })),
})
