import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { parse } from 'yaml'
import { loadScene } from '../../cli/scene.ts'
import { type FaultSpec, parseFault } from '../../rehearsal/faults/index.ts'
import { firstBroken } from '../../rehearsal/properties/index.ts'
import { type RehearsalOptions, type Run, rehearse, type Scene } from '../../rehearsal/rehearse.ts'
import { preloadActions } from '../../shared/actions/index.ts'
import { preloadChecks } from '../../shared/checks/index.ts'
import type { Outcome } from '../../shared/ledger/records.ts'

const root = join(import.meta.dirname, '../..')
await Promise.all([preloadActions(), preloadChecks()])

/** The scene of one of our plans, as `tidegate rehearse` makes it. */
export const serveml = (): Promise<Scene> => loadScene('serveml', { version: '2.4.0' })
export const launch = (): Promise<Scene> => loadScene('serveml-launch', { version: '1.0.0' })

/** One release, rehearsed; every property must hold, or the story says which does not and how to see it again. */
export async function story(
  scene: Scene,
  faults: readonly object[] = [],
  options: Partial<RehearsalOptions> = {},
): Promise<Run> {
  const specs = faults.map((fault) => parseFault(fault, 'story'))
  const run = await rehearse(scene, { seed: 1, requester: 'fay', ...options, faults: specs as FaultSpec[] })
  expect(firstBroken(run), `${run.outcome}: ${run.because}`).toBeUndefined()
  return run
}

/** A scripted fault file of events/faults, with the outcome that it must have. */
export function scripted(name: string): { faults: object[]; expect: Outcome } {
  return parse(readFileSync(join(root, 'events/faults', name), 'utf8')) as { faults: object[]; expect: Outcome }
}

/** State names in the order in which an execution entered them. */
export const statesOf = (run: Run, execution: string): string[] =>
  (run.executions.find(({ description }) => description.name === execution)?.history ?? [])
    .map((event) => (event['stateEnteredEventDetails'] as { name?: string } | undefined)?.name)
    .filter((name) => name !== undefined)

export const undoStates = (run: Run): Record<string, string> =>
  Object.fromEntries((run.everything?.undos ?? []).map((undo) => [undo.action, undo.state]))
