import { ListExecutionsCommand } from '@aws-sdk/client-sfn'
import { ready } from '../../cli/job.ts'
import { loadScene } from '../../cli/scene.ts'
import { type FaultSpec, parseFault } from '../../rehearsal/faults/index.ts'
import { rehearse } from '../../rehearsal/rehearse.ts'
import type { Evidence } from '../../shared/evidence/evidence.ts'
import { fold } from '../../shared/evidence/fold.ts'
import type { Clients } from './clients.ts'
import { machine, statesOf } from './releases.ts'
import { planFolder } from './serving.ts'

/** What a story is, ids and times aside: the same on the emulator and in the rehearsal. */
export interface Story {
  readonly outcome: string
  /** Entered states by execution: `release`, `change`, `rollback-1`, `close-1`. */
  readonly states: Readonly<Record<string, readonly string[]>>
  readonly changes: readonly object[]
  readonly gates: readonly object[]
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
  return { ...told(evidence), states }
}

/** The same story, rehearsed. */
export async function rehearsed(
  faults: readonly object[],
  { plan, version } = { plan: planFolder, version: '1.1.0' },
): Promise<Story> {
  await ready()
  const run = await rehearse(await loadScene(plan, { version }), {
    seed: 1,
    faults: faults.map((fault) => parseFault(fault, 'story') as FaultSpec),
  })
  const states: Record<string, string[]> = {}
  for (const { description, history } of run.executions) {
    const short = shortName(description.name, run.release)
    if (short === undefined) continue
    states[short] = history.flatMap(
      (event) => (event['stateEnteredEventDetails'] as { name: string } | undefined)?.name ?? [],
    )
  }
  return { ...told(fold(run.everything!)), states }
}

function shortName(execution: string, release: string): string | undefined {
  if (execution === release) return 'release'
  return execution.startsWith(`${release}-`) ? execution.slice(release.length + 1) : undefined
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
