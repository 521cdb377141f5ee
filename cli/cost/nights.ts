import type { FaultSpec } from '../../rehearsal/faults/index.ts'
import { type Run, rehearse, type Scene } from '../../rehearsal/rehearse.ts'
import { readFaults } from '../fault-file.ts'
import { ready } from '../job.ts'
import { loadScene } from '../scene.ts'
import { waitedIn } from './transitions.ts'

const week = 7 * 86_400

/** What is looked at to say what a release costs. */
export interface Nights {
  readonly released: Run
  readonly rolledBack: Run
  /** The last of those who sign does so one hour before the week is over. */
  readonly weekOfWaiting: Run
}

/** Rehearses serveml's nights for the bill: released and rolled back minute by minute, and a week at its first gate. */
export async function nights(): Promise<Nights> {
  const scene = await loadScene('serveml', { version: '2.4.0' })
  const alarm = readFaults(['events/faults/alarm-in-the-bake.yaml']).specs
  await ready()
  return {
    released: await everyMinute(scene),
    rolledBack: await everyMinute(scene, alarm),
    weekOfWaiting: await rehearse(slowToSign(scene), { seed: 1 }),
  }
}

/** A rehearsal skips looks that see nothing new (ADR 4); AWS takes them all, and bills them. */
const everyMinute = (scene: Scene, faults: readonly FaultSpec[] = []): Promise<Run> =>
  rehearse(scene, {
    seed: 1,
    faults,
    prepare: ({ hooks, scheduler }) => {
      hooks.beforeCall.push(() => {
        scheduler.touch()
        return undefined
      })
    },
  })

function slowToSign(scene: Scene): Scene {
  const [gate, deeds] = Object.entries(scene.people.gates)[0]!
  const late = deeds.map((deed, at) => (at === deeds.length - 1 ? { ...deed, afterSeconds: week - 3600 } : deed))
  return { ...scene, people: { ...scene.people, gates: { ...scene.people.gates, [gate]: late } } }
}

/** The history of one machine's execution in a run. */
export function historyOf(run: Run, machine: 'release' | 'change') {
  const name = machine === 'release' ? run.release : `${run.release}-change`
  const found = run.executions.find(({ description }) => description.name === name)
  if (found === undefined) throw new Error(`${name} never ran`)
  return found.history
}

export const bakeOf = ({ released }: Nights) => waitedIn(historyOf(released, 'change'), 'Bake')
export const gateOf = ({ weekOfWaiting }: Nights) => waitedIn(historyOf(weekOfWaiting, 'release'), 'Await go sign-offs')
