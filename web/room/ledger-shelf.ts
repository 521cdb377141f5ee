import type { Evidence } from '../../shared/evidence/evidence.ts'
import { ledger as open } from '../../shared/ledger/index.ts'
import type { World } from '../../shared/world.ts'
import { rooms } from './parts.ts'
import type { Shelf, Shelved } from './shelf.ts'

/** A page that is asked for again within these seconds says the same, so that nothing need be sent. */
export const tickMs = 10_000
/** Each is one read of the bucket. */
const listedMax = 60

/** A release of the ledger, as it is now; undefined when the ledger does not know it. */
export async function fromLedger(world: World, id: string): Promise<Evidence | undefined> {
  const ledger = open(world.store)
  if ((await ledger.release(id)) === undefined) return undefined
  const { fold } = await rooms(world)
  return fold(await ledger.everything(id), world.now() - (world.now() % tickMs))
}

/** What is open, from the ledger; what has ended, from the reports that Close wrote. */
export const ledgerShelf = (world: World): Shelf => ({
  about: 'What is open now, and what the last releases left as evidence.',
  async list() {
    const { keptReport, keptReports } = await rooms(world)
    const [opened, kept] = await Promise.all([open(world.store).openReleases(), keptReports(world)])
    const running = new Set(opened.map((one) => one.release))
    const ended = kept.filter((one) => !running.has(one.release))
    const [now, before] = await Promise.all([
      Promise.all([...running].map((id) => fromLedger(world, id))),
      Promise.all(ended.slice(0, listedMax).map((one) => keptReport(world, one))),
    ])
    const shelved = [...now, ...before].flatMap((one): Shelved[] =>
      one === undefined ? [] : [{ id: one.release, evidence: one }],
    )
    return { shelved: newestFirst(shelved), left: Math.max(0, ended.length - listedMax) }
  },
  find: (id) => fromLedger(world, id),
})

export const newestFirst = (shelved: readonly Shelved[]): Shelved[] =>
  shelved.toSorted((a, b) => b.evidence.moments.opened.localeCompare(a.evidence.moments.opened))
