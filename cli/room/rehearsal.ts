import { basename, join } from 'node:path'
import type { FaultSpec } from '../../rehearsal/faults/index.ts'
import type { Armed } from '../../rehearsal/faults/port.ts'
import { onlookerWorld } from '../../rehearsal/onlooker.ts'
import { type Run, rehearse } from '../../rehearsal/rehearse.ts'
import type { World } from '../../shared/world.ts'
import { fromLedger } from '../../web/room/ledger-shelf.ts'
import type { Shelf } from '../../web/room/shelf.ts'
import { evidenceFolder, writeEvidence } from '../evidence-files.ts'
import { ready } from '../job.ts'
import type { OpenScene } from '../scene.ts'
import { realPace } from './pace.ts'

export interface Watched {
  readonly opened: OpenScene
  readonly seed: number
  readonly faults: readonly FaultSpec[]
  readonly faultFiles: readonly string[]
  /** Virtual seconds in one of ours. */
  readonly speed: number
  /** Whoever watches signs, instead of the people of the plan: time goes by as it really does while they are awaited. */
  readonly ask: boolean
  /** Where its evidence goes. */
  readonly folder: string
  /** Where the pages are served: links that people are sent lead there. */
  readonly pages?: string
  /** Told of each link that somebody is sent. */
  readonly invited?: (person: string, about: string, link: string) => void
}

/** A rehearsal that goes on while people look at it. */
export interface Showing {
  readonly release: string
  /** For the pages: reads at once, decides in the run. */
  readonly world: World
  readonly shelf: Shelf
  /** There is a release to look at; or none ever will be, and it is over. */
  readonly begun: Promise<unknown>
  /** Its evidence has been written. */
  readonly over: Promise<Run>
  /** Nobody watches any more: it goes no further, and leaves nothing. */
  stop(): void
}

/** Starts a rehearsal at a speed that can be watched. */
export async function showRehearsal(wanted: Watched, before: Shelf): Promise<Showing> {
  await ready()
  const { opened, seed, faults, faultFiles, ask } = wanted
  let left: string | undefined
  let ended = false
  return new Promise((resolve, reject) => {
    const prepare = (bench: Armed) => {
      if (ask) bench.people = { ...bench.people, gates: {}, holds: {} }
      if (wanted.pages !== undefined) Object.assign(bench, { home: { ...bench.home, pages: wanted.pages } })
      if (wanted.invited !== undefined) tellLinks(bench, wanted.invited)
      const pace = realPace(speedOf(bench, wanted))
      bench.scheduler.keepPace(pace)
      const world = onlookerWorld(bench, () => ended)
      resolve({
        release: bench.release,
        world,
        shelf: withRunning(bench.release, world, before, () => left),
        begun: Promise.race([opening(bench), over.catch(() => {})]),
        over,
        stop: pace.stop,
      })
    }
    const over = rehearse(opened.scene, { seed, faults, prepare }).then(async (run) => {
      ended = true
      left = basename(evidenceFolder(run, faultFiles, undefined))
      await writeEvidence(run, join(wanted.folder, left))
      return run
    })
    over.catch(reject)
  })
}

/** Admit has written the release down. */
function opening({ hooks, table, release }: Armed): Promise<void> {
  return new Promise((resolve) => {
    hooks.afterCall.push((call) => {
      if (call.what.startsWith('ledger:') && table.query(`RELEASE#${release}`, 'RELEASE').length > 0) resolve()
      return undefined
    })
  })
}

/** What mail would bring them. */
function tellLinks({ hooks, home }: Armed, invited: NonNullable<Watched['invited']>): void {
  const known = new Set<string>()
  hooks.afterCall.push((call, outcome) => {
    if (call.what !== 'SNS.Publish' || !outcome.ok) return undefined
    const { Message, MessageAttributes = {} } = call.input as SnsMessage
    const start = Message.indexOf(`${home.pages}/s/`)
    const link = start < 0 ? undefined : /^[^/]+\/\/[^/]+\/s\/[\w-]+/.exec(Message.slice(start))?.[0]
    if (link === undefined || known.has(link)) return undefined
    known.add(link)
    const said = (name: string) => MessageAttributes[name]?.StringValue
    invited(said('approver') ?? 'somebody', said('gate') ?? said('hold') ?? 'a question', link)
    return undefined
  })
}

interface SnsMessage {
  readonly Message: string
  readonly MessageAttributes?: Readonly<Record<string, { readonly StringValue?: string }>>
}

/** As wanted; but nobody decides in a tenth of a second, so while somebody is awaited a second is a second. */
function speedOf({ hooks, table, release }: Armed, { speed, ask }: Watched): () => number {
  if (!ask) return () => speed
  let awaited = false
  hooks.afterCall.push((call, outcome) => {
    if (!outcome.ok || !call.what.startsWith('ledger:') || !('write' in (call.input as object))) return undefined
    const items = ['GATE#', 'HOLD#'].flatMap((prefix) => table.query(`RELEASE#${release}`, prefix))
    awaited = items.some((item) => item['decision'] === undefined && item['answer'] === undefined)
    return undefined
  })
  return () => (awaited ? 1 : speed)
}

/** The release that is running stands before those of earlier nights; its own evidence is not listed beside it. */
const withRunning = (release: string, world: World, before: Shelf, left: () => string | undefined): Shelf => ({
  about: before.about,
  async list() {
    const [now, former] = await Promise.all([fromLedger(world, release), before.list()])
    const shelved = former.shelved.filter((one) => one.id !== left())
    return { shelved: [...(now === undefined ? [] : [{ id: release, evidence: now }]), ...shelved], left: former.left }
  },
  find: async (id) => (id === release ? fromLedger(world, release) : before.find(id)),
})
