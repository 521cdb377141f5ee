import { CannotClose, ReleaseUnknown } from '../errors.ts'
import type { ReleasePlan } from '../plan/release-plan.ts'
import { heardKey, liveKey, lockKey, openKey, openPartition, planKey, releaseKey } from './keys.ts'
import type { Ledger } from './ledger.ts'
import { together } from './people.ts'
import { fromItem, fromItemIfAny, knownIn, knownRelease, toItem } from './record-items.ts'
import type { LiveRecord, OpenEntry, Outcome, ReleaseRecord } from './records.ts'
import type { Condition, Item, Store, Write } from './store.ts'

type Releases = Pick<
  Ledger,
  'open' | 'release' | 'plan' | 'openReleases' | 'live' | 'setEnding' | 'setOutcome' | 'askHalt' | 'clearHalt'
>

/** How a release begins and ends. */
export const releases = (store: Store): Releases => ({
  async open(record, plan) {
    const { release, system, environment, version } = record
    const entry: OpenEntry = { release, system, environment, version }
    const written = await store.write(
      { put: toItem(releaseKey(release), record), if: 'absent' },
      { put: toItem(planKey(release), { plan }) },
      { put: toItem(openKey(system, environment, version), entry), if: 'absent' },
    )
    if (written.ok) return { opened: true }
    if (written.failed !== 0) return { opened: false, openBy: String(written.found?.release) }
    const known = knownIn(written.found, release)
    // The three were written together: where the release is this execution's own and goes on, so does its open entry.
    if (known.execution === record.execution && known.outcome === undefined) return { opened: true }
    return { opened: false, known }
  },

  async release(id) {
    return fromItemIfAny<ReleaseRecord>(await store.get(releaseKey(id)))
  },

  plan: (id) => planOf(store, id),

  async openReleases() {
    const items = await store.query(openPartition)
    return items.map((item) => {
      const { release, system, environment, version } = fromItem<OpenEntry>(item)
      return { release, system, environment, version }
    })
  },

  async live(system, environment) {
    return fromItemIfAny<LiveRecord>(await store.get(liveKey(system, environment)))
  },

  async setEnding(id, ending, because) {
    const written = await store.write({
      set: releaseKey(id),
      to: { ending, endingBecause: because },
      if: { release: { is: id }, outcome: { absent: true }, ending: { absent: true }, ...keptFor(ending) },
    })
    if (written.ok) return { ending, because }
    const stands = knownIn(written.found, id)
    const ended = stands.ending ?? stands.outcome
    if (ended === undefined) throw contradictsKept(id, ending)
    return { ending: ended, because: stands.endingBecause ?? '' }
  },

  async setOutcome(id, outcome, at) {
    const release = await knownRelease(store, id)
    if (release.outcome !== undefined) return release.outcome
    const [over, ...besides] = [ending(release, outcome, at), ...(await writesBesides(store, release, outcome, at))]
    for (;;) {
      const written = await store.write(over, ...besides)
      if (written.ok) return outcome
      if (written.failed === 0) return standing(written.found, id, outcome)
      // The open entry or the lock is somebody else's by now, or something newer is live: theirs stays as it is.
      besides.splice(written.failed - 1, 1)
    }
  },

  async askHalt(id, halt, once) {
    const going: Condition = {
      release: { is: id },
      outcome: { absent: true },
      ending: { absent: true },
      keptAt: { absent: true },
      backSince: { absent: true },
      halt: { absent: true },
    }
    const ask: Write = { set: releaseKey(id), to: { halt: { ...halt } }, if: going }
    const heard: Write[] =
      once === undefined ? [] : [{ put: toItem(heardKey(id, once), { at: halt.at }), if: 'absent' }]
    const written = await together(() => store.write(ask, ...heard))
    if (written.ok) return true
    if (written.failed === 1) return 'again'
    const { outcome, ending, keptAt, backSince } = knownIn(written.found, id)
    // Somebody asked before, and it will halt; unless there is no safe point ahead any more.
    return (outcome ?? ending ?? keptAt ?? backSince) === undefined
  },

  async clearHalt(id) {
    await store.write({ set: releaseKey(id), to: { halt: null }, if: { release: { is: id } } })
  },
})

/** @throws {ReleaseUnknown} */
export async function planOf(store: Store, id: string): Promise<ReleasePlan> {
  const item = await store.get(planKey(id))
  if (item === undefined) throw new ReleaseUnknown(id)
  return planIn(item)
}

export const planIn = (item: Item): ReleasePlan => fromItem<{ plan: ReleasePlan }>(item).plan

/** `released` only when kept, and what is kept is never said to be put back; stuck it may be either way. */
function keptFor(outcome: Outcome): { [attribute: string]: { present: true } | { absent: true } } {
  if (outcome === 'stuck') return {}
  return { keptAt: outcome === 'released' ? { present: true } : { absent: true } }
}

function ending(release: ReleaseRecord, outcome: Outcome, at: number): Write {
  const condition: Condition = { release: { is: release.release }, outcome: { absent: true }, ...keptFor(outcome) }
  return { set: releaseKey(release.release), to: { outcome, endedAt: at }, if: condition }
}

async function writesBesides(store: Store, record: ReleaseRecord, outcome: Outcome, at: number): Promise<Write[]> {
  const { release, system, environment, version } = record
  const ours: Condition = { release: { absentOr: release } }
  const writes: Write[] = [{ remove: openKey(system, environment, version), if: ours }]
  if (outcome !== 'stuck') writes.push({ remove: lockKey(system, environment), if: ours })
  if (outcome === 'released') {
    const { manifest } = await planOf(store, release)
    const live: Omit<LiveRecord, 'schema'> = { release, version, manifest, at }
    const newest: Condition = { at: { absentOrLess: record.keptAt ?? at } }
    writes.push({ put: toItem(liveKey(system, environment), live), if: newest })
  }
  return writes
}

function standing(item: Item | undefined, id: string, outcome: Outcome): Outcome {
  const stands = knownIn(item, id)
  if (stands.outcome === undefined) throw contradictsKept(id, outcome)
  return stands.outcome
}

function contradictsKept(id: string, outcome: Outcome): CannotClose {
  const why = outcome === 'released' ? 'its bake was never kept' : 'its bake is kept, and nothing is undone after that'
  return new CannotClose(id, `it cannot end ${outcome}: ${why}`)
}
