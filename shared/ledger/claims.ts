import { lockKey, openKey, releaseKey } from './keys.ts'
import type { Ledger } from './ledger.ts'
import { fromItem, fromItemIfAny, knownIn, knownRelease, toItem } from './record-items.ts'
import type { LockRecord, OpenEntry, ReleaseRecord } from './records.ts'
import type { Condition, Key, Store, Write } from './store.ts'

type Claims = Pick<
  Ledger,
  'takeLock' | 'lock' | 'freeLock' | 'claim' | 'keep' | 'claimClose' | 'countRollback' | 'countClose'
>
type Claimed = Awaited<ReturnType<Ledger['claim']>>

/** Who may change the world: the lock, the epoch, the claim of the way back and of Close, and the bake's good end. */
export const claims = (store: Store): Claims => ({
  async takeLock(id, owner, at) {
    const { system, environment } = await knownRelease(store, id)
    const mine: Omit<LockRecord, 'schema'> = { release: id, owner, epoch: 1, at }
    const written = await store.write(
      { put: toItem(lockKey(system, environment), mine), if: 'absent' },
      {
        set: releaseKey(id),
        to: { epoch: 1, lockedAt: at },
        // Epoch 0 means never locked and never claimed: a lock that was freed is not taken again.
        if: { epoch: { is: 0 }, outcome: { absent: true }, ending: { absent: true } },
      },
    )
    if (written.ok) return { taken: true, epoch: 1 }
    if (written.failed === 1) return { taken: false, holder: knownIn(written.found, id).owner }
    const stands = fromItem<LockRecord>(written.found!)
    if (stands.release === id && stands.owner === owner) return { taken: true, epoch: stands.epoch }
    return { taken: false, holder: stands.release }
  },

  async lock(system, environment) {
    return fromItemIfAny<LockRecord>(await store.get(lockKey(system, environment)))
  },

  async freeLock(id, resolvedBy) {
    const { system, environment } = await knownRelease(store, id)
    const free: Write = { remove: lockKey(system, environment), if: { release: { is: id } } }
    const notStuck = { absentOrIn: ['released', 'refused', 'rolled-back'] }
    // In both cases a condition that fails means that there is nothing to free, or that it must stay.
    if (resolvedBy === undefined) {
      await store.write(free, { check: releaseKey(id), if: { ending: notStuck, outcome: notStuck } })
    } else {
      const resolved: Write = { set: releaseKey(id), to: { resolvedBy }, if: { outcome: { is: 'stuck' } } }
      const written = await store.write(free, resolved)
      // It never had the lock, or it was taken away by hand: resolved it is all the same.
      if (!written.ok && written.failed === 0) await store.write(resolved)
    }
  },

  async claim(id, by, described, because, at, options) {
    let found = await knownRelease(store, id)
    for (;;) {
      const person = options?.person ?? false
      const answer = decided(found, by, described, person)
      if (answer !== undefined) return answer
      const written = await store.write(...claimWrites(found, by, because, at, options))
      if (written.ok) return { answer: 'claimed', epoch: found.epoch + 1 }
      if (written.failed === 2) return { answer: 'resolved', by: (await knownRelease(store, id)).resolvedBy ?? '?' }
      if (written.failed === 1) return { answer: 'raced', owner: String(written.found?.release) }
      found = knownIn(written.found, id)
    }
  },

  async keep(id, epoch, at) {
    // The way forward has the lock's epoch, which is 1; every other one is a claimant's, or nobody's yet.
    if (epoch !== 1) return false
    const written = await store.write({
      set: releaseKey(id),
      to: { keptAt: at },
      if: {
        epoch: { is: epoch },
        lockedAt: { present: true },
        keptAt: { absent: true },
        ending: { absent: true },
        outcome: { absent: true },
      },
    })
    if (written.ok) return true
    const stands = knownIn(written.found, id)
    return stands.keptAt !== undefined && stands.epoch === epoch
  },

  async claimClose(id, by, described) {
    let found = await knownRelease(store, id)
    for (;;) {
      if (found.outcome !== undefined) return { answer: 'ended', outcome: found.outcome }
      if (found.closer === by) return { answer: 'claimed', n: found.closes }
      if (found.closer !== described) return { answer: 'raced', closer: found.closer ?? '' }
      const written = await store.write({
        set: releaseKey(id),
        to: { closer: by },
        if: {
          release: { is: id },
          outcome: { absent: true },
          closer: described === undefined ? { absent: true } : { is: described },
        },
      })
      if (written.ok) return { answer: 'claimed', n: found.closes }
      found = knownIn(written.found, id)
    }
  },

  countRollback: (id, expected, back) =>
    count(store, releaseKey(id), 'claims', expected, back && { backSince: back.at, backBecause: back.because }),
  countClose: (id, expected) => count(store, releaseKey(id), 'closes', expected),
})

/** What needs no write: it is over, kept, ours already, or somebody else's since the caller looked. */
function decided(found: ReleaseRecord, by: string, described: string, person: boolean): Claimed | undefined {
  const { outcome, keptAt, owner, epoch } = found
  if (keptAt !== undefined) return outcome === undefined ? { answer: 'kept' } : { answer: 'ended', outcome }
  // Only a person takes up again what is stuck.
  if (outcome !== undefined && !(person && outcome === 'stuck')) return { answer: 'ended', outcome }
  if (outcome !== undefined && found.resolvedBy !== undefined) return { answer: 'resolved', by: found.resolvedBy }
  // The same execution claiming again, because an answer was lost, has the epoch that its first claim raised.
  const claimed = epoch > (found.lockedAt === undefined ? 0 : 1)
  if (owner === by && claimed && outcome === undefined) return { answer: 'claimed', epoch }
  return owner === described ? undefined : { answer: 'raced', owner }
}

/** One item decides between claiming and keeping: whoever writes second finds its condition gone. */
function claimWrites(
  found: ReleaseRecord,
  by: string,
  because: string,
  at: number,
  options: { readonly person?: boolean; readonly n?: number } | undefined,
): [Write, ...Write[]] {
  const { release, system, environment, version, owner, epoch, outcome } = found
  const asFound: Condition = {
    owner: { is: owner },
    epoch: { is: epoch },
    keptAt: { absent: true },
    outcome: outcome === undefined ? { absent: true } : { is: outcome },
  }
  const to = {
    owner: by,
    epoch: epoch + 1,
    backSince: found.backSince ?? at,
    backBecause: found.backBecause ?? because,
    ...(options?.person ? countedAnew(found, options.n ?? 0) : {}),
  }
  if (outcome === undefined) return [{ set: releaseKey(release), to, if: asFound }]
  // Taken up again: it is open once more, so that the sweep finds it, and has no ending yet.
  const notEnded = { outcome: null, endedAt: null, ending: null, endingBecause: null, closer: null }
  const takenUp = (found.takenUp ?? 0) + 1
  const entry: OpenEntry = { release, system, environment, version }
  return [
    { set: releaseKey(release), to: { ...to, ...notEnded, takenUp }, if: asFound },
    { put: toItem(openKey(system, environment, version), entry), if: { release: { absentOr: release } } },
    // Nothing is undone without the lock: whoever resolved the release has given it away.
    ...(found.lockedAt === undefined
      ? []
      : [{ check: lockKey(system, environment), if: { release: { is: release } } } satisfies Write]),
  ]
}

/** The execution that claims for a person is counted, now or already, and lives; those before it are forgiven. */
function countedAnew({ claims, closes }: ReleaseRecord, n: number) {
  const counted = Math.max(claims, n)
  return { claims: counted, claimsForgiven: Math.max(0, counted - 1), closesForgiven: closes }
}

/** True for exactly one caller: the one that may use the number. */
async function count(
  store: Store,
  key: Key,
  counter: 'claims' | 'closes',
  expected: number,
  also: Readonly<Record<string, string | number>> = {},
): Promise<boolean> {
  const written = await store.write({
    set: key,
    to: { [counter]: expected + 1, ...also },
    if: { release: { present: true }, [counter]: { is: expected } },
  })
  return written.ok
}
