import { releasePartition, waitKey, wakeKey, wakePartition } from './keys.ts'
import type { Ledger } from './ledger.ts'
import { fromItem, toItem } from './record-items.ts'
import type { WaitAnswer, WaitRecord } from './records.ts'
import type { Condition, Item, Store, Write } from './store.ts'
import { attemptOrder, detailAttributes, fromWaitItem, toWaitItem } from './wait-items.ts'

type Waits = Pick<
  Ledger,
  'register' | 'wait' | 'waits' | 'waitsByKey' | 'claimTick' | 'setDetail' | 'addWakes' | 'answering' | 'answered'
>

/** Task tokens held until something happens. */
export const waits = (store: Store): Waits => ({
  async register(asked) {
    const key = waitKey(asked.release, asked.name)
    let found = await store.get(key)
    for (;;) {
      const former = found && fromWaitItem(found)
      if (former !== undefined && !(attemptOrder(former.attempt) < attemptOrder(asked.attempt))) {
        const same = attemptOrder(former.attempt) === attemptOrder(asked.attempt)
        return same ? { registered: true, wait: former } : { registered: false, newer: former }
      }
      const wait = former === undefined ? asked : goingOn(asked, former)
      const written = await store.write(
        { put: toWaitItem(wait, changedOf(found) + 1), if: found === undefined ? 'absent' : asItWas(found) },
        ...wakeWrites(wait, former?.wakes ?? []),
      )
      if (written.ok) return { registered: true, wait }
      found = written.found
    }
  },

  async wait(release, name) {
    const item = await store.get(waitKey(release, name))
    return item && fromWaitItem(item)
  },

  async waits(release) {
    return (await store.query(releasePartition(release), 'WAIT#')).map(fromWaitItem)
  },

  async waitsByKey(key) {
    return (await store.query(wakePartition(key))).map((item) => {
      const { release, wait } = fromItem<{ release: string; wait: string }>(item)
      return { release, name: wait }
    })
  },

  async claimTick(release, name, tick, dueAt) {
    const written = await store.write({
      set: waitKey(release, name),
      to: { tick: tick + 1, dueAt },
      if: { tick: { is: tick }, answeredAt: { absent: true } },
    })
    return written.ok
  },

  async setDetail(release, name, attempt, detail) {
    const written = await store.write({
      set: waitKey(release, name),
      to: detailAttributes(detail),
      if: { attemptOrder: { is: attemptOrder(attempt) } },
    })
    return written.ok
  },

  async addWakes(release, name, attempt, keys) {
    let found = await store.get(waitKey(release, name))
    while (found !== undefined && found.attemptOrder === attemptOrder(attempt)) {
      const { wakes, answeredAt } = fromWaitItem(found)
      const added = [...new Set(keys)].filter((key) => !wakes.includes(key))
      if (added.length === 0 || answeredAt !== undefined) return
      const written = await store.write(
        {
          set: waitKey(release, name),
          to: { wakes: [...wakes, ...added], wakesChanged: changedOf(found) + 1 },
          if: { ...asItWas(found), answeredAt: { absent: true } },
        },
        ...added.map((key) => wakePut(key, release, name)),
      )
      if (written.ok) return
      found = written.found
    }
  },

  async answering(release, name, attempt, answer) {
    const order = attemptOrder(attempt)
    const written = await store.write({
      set: waitKey(release, name),
      to: { answer },
      if: { attemptOrder: { is: order }, answer: { absent: true } },
    })
    if (written.ok) return answer
    const stands = written.found
    return stands?.attemptOrder === order ? (fromWaitItem(stands).answer as WaitAnswer) : 'superseded'
  },

  async answered(release, name, attempt, at) {
    let found = await store.get(waitKey(release, name))
    while (found !== undefined && found.attemptOrder === attemptOrder(attempt)) {
      const { wakes, answeredAt } = fromWaitItem(found)
      if (answeredAt !== undefined) return
      // Nothing is to wake it any more: otherwise the keys of long-lived resources would gather waits for ever.
      const written = await store.write(
        {
          set: waitKey(release, name),
          to: { answeredAt: at, wakes: [], wakesChanged: changedOf(found) + 1 },
          if: { ...asItWas(found), answer: { present: true }, answeredAt: { absent: true } },
        },
        ...[...new Set(wakes)].map((key): Write => ({ remove: wakeKey(key, release, name) })),
      )
      if (written.ok) return
      if (written.found?.answer === undefined) return
      found = written.found
    }
  },
})

/**
 * A retry of the same state keeps the time it has left. Not so when the state machine has come by again (after a good
 * answer, a hold, or in another execution): that is another wait of the same name.
 */
function goingOn(asked: WaitRecord, former: WaitRecord): WaitRecord {
  const over = former.answer !== undefined && 'output' in former.answer
  const { epoch, entered } = asked.attempt
  if (over || former.attempt.epoch !== epoch || former.attempt.entered !== entered) return asked
  const watchSince = former.detail.watchSince
  const detail = watchSince === undefined ? asked.detail : { ...asked.detail, watchSince }
  return { ...asked, since: former.since, endsAt: former.endsAt, detail }
}

const changedOf = (item: Item | undefined): number => Number(item?.wakesChanged ?? 0)

/** The very attempt with the very wake keys that were read, so that no key is left behind. */
const asItWas = (item: Item): Exclude<Condition, string> => ({
  attemptOrder: { is: String(item.attemptOrder) },
  wakesChanged: { is: changedOf(item) },
})

function wakeWrites(wait: WaitRecord, former: readonly string[]): Write[] {
  const wanted = new Set(wait.wakes)
  const gone = [...new Set(former)].filter((key) => !wanted.has(key))
  return [
    ...[...wanted].map((key) => wakePut(key, wait.release, wait.name)),
    ...gone.map((key): Write => ({ remove: wakeKey(key, wait.release, wait.name) })),
  ]
}

const wakePut = (key: string, release: string, wait: string): Write => ({
  put: toItem(wakeKey(key, release, wait), { release, wait }),
})
