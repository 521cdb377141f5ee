import { createHash } from 'node:crypto'
import { checkKey, checkPrefix, eventKey, eventOnceKey, releasePartition } from './keys.ts'
import type { Everything, Ledger } from './ledger.ts'
import { fromItem, knownIn, toItem } from './record-items.ts'
import type { CheckRecord, EventRecord } from './records.ts'
import { planIn } from './releases.ts'
import type { Item, Json, Store, Write } from './store.ts'
import { fromWaitItem } from './wait-items.ts'

type Evidence = Pick<Ledger, 'check' | 'checkAll' | 'checks' | 'note' | 'events' | 'everything'>

const transactionWritesMax = 100

/** What was seen and what happened, for the report. */
export const evidence = (store: Store): Evidence => ({
  check: (id, record) => newestChecks(store, id, [record]),
  checkAll: (id, records) => newestChecks(store, id, records),

  async checks(id, phase) {
    const prefix = phase === undefined ? 'CHECK#' : checkPrefix(phase)
    return (await store.query(releasePartition(id), prefix)).map((item) => fromItem<CheckRecord>(item))
  },

  async note(id, at, what, facts, once) {
    const key = once === undefined ? eventKey(id, at, eventId(what, facts)) : eventOnceKey(id, once)
    // The same event told again is the same item; one that is told once keeps the time of the first telling.
    return (await store.write({ put: toItem(key, { at, what, facts }), if: 'absent' })).ok
  },

  async events(id) {
    return inTime(await store.query(releasePartition(id), 'EVENT#'))
  },

  async everything(id) {
    const items = await store.query(releasePartition(id))
    const one = (sk: string) => items.find((item) => item.sk === sk)
    const all = (prefix: string) => items.filter((item) => item.sk.startsWith(prefix))
    const read = <R>(prefix: string) => all(prefix).map((item) => fromItem<R>(item))
    const release = knownIn(one('RELEASE'), id)
    const everything: Everything = {
      release,
      plan: planIn(one('PLAN')!),
      befores: read('BEFORE#'),
      lines: read('LINE#'),
      undos: read('UNDO#'),
      waits: all('WAIT#').map(fromWaitItem),
      gates: read('GATE#'),
      signs: read('SIGN#'),
      invites: read('INVITE#'),
      holds: read('HOLD#'),
      checks: read('CHECK#'),
      events: inTime(all('EVENT#')),
    }
    return everything
  },
})

/** Keeps the newest result of each check; an older one that comes late is dropped and takes no other with it. */
async function newestChecks(store: Store, id: string, records: readonly CheckRecord[]): Promise<void> {
  const byKey = new Map(records.map((record) => [`${record.phase}#${record.check}`, record]))
  const writes: Write[] = [...byKey.values()].map((record) => ({
    put: toItem(checkKey(id, record.phase, record.check), record),
    if: { at: { absentOrLess: record.at + 1 } },
  }))
  while (writes.length > 0) {
    const batch = writes.slice(0, transactionWritesMax) as [Write, ...Write[]]
    const written = await store.write(...batch)
    writes.splice(written.ok ? 0 : written.failed, written.ok ? batch.length : 1)
  }
}

/** No chance and no counter: two tellings differ exactly when they say something else. */
function eventId(what: string, facts: Readonly<Record<string, Json>>): string {
  const sorted = Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256')
    .update(JSON.stringify([what, sorted]))
    .digest('hex')
    .slice(0, 16)
}

function inTime(items: readonly Item[]): EventRecord[] {
  return items.map((item) => fromItem<EventRecord>(item)).sort((a, b) => a.at - b.at)
}
