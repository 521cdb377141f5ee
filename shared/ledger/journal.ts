import { beforeKey, lineKey, releasePartition, undoKey } from './keys.ts'
import type { Ledger } from './ledger.ts'
import { fromItem, fromItemIfAny, toItem } from './record-items.ts'
import type { BeforeRecord, LineRecord, LineState, UndoRecord, UndoState } from './records.ts'
import type { Condition, Item, Json, Store } from './store.ts'

type Journal = Pick<
  Ledger,
  'before' | 'putBefore' | 'line' | 'intend' | 'raise' | 'move' | 'lines' | 'undo' | 'undos' | 'putUndo' | 'moveUndo'
>

/** From which states a line may come: only forward, and an end is an end. `applied` again only completes its mark. */
const lineComesFrom: Readonly<Record<LineState, readonly LineState[]>> = {
  intended: [],
  unchanged: [],
  applied: ['intended', 'applied'],
  settled: ['intended', 'applied'],
  failed: ['intended', 'applied'],
  conflicted: ['intended', 'applied'],
}
/** The same for the way back; from its failures `putUndo` begins again, from `undone` nothing does. */
const undoComesFrom: Readonly<Record<UndoState, readonly UndoState[]>> = {
  undoing: ['undoing'],
  'put-back': ['undoing', 'put-back'],
  undone: ['undoing', 'put-back'],
  stays: ['undoing', 'put-back'],
  asks: ['undoing', 'put-back'],
  failed: ['undoing', 'put-back'],
  conflicted: ['undoing', 'put-back'],
}
const notUndone: readonly UndoState[] = ['undoing', 'put-back', 'stays', 'asks', 'failed', 'conflicted']

/** What is changed, written before it is; and the way back of each resource. */
export const journal = (store: Store): Journal => ({
  async before(id, resource) {
    return fromItemIfAny<BeforeRecord>(await store.get(beforeKey(id, resource)))
  },

  async putBefore(id, record) {
    const written = await store.write({ put: toItem(beforeKey(id, record.resource), record), if: 'absent' })
    return written.ok ? record : fromItem<BeforeRecord>(written.found!)
  },

  async line(id, resource, step) {
    return fromItemIfAny<LineRecord>(await store.get(lineKey(id, resource, step)))
  },

  async intend(id, line) {
    const written = await store.write({ put: toItem(lineKey(id, line.resource, line.step), line), if: 'absent' })
    // Found means not created, even where it reads the same: only one attempt may go without looking first.
    return written.ok ? { created: true, line } : { created: false, line: fromItem<LineRecord>(written.found!) }
  },

  async raise(id, resource, step, deadline, epoch) {
    const written = await store.write({
      set: lineKey(id, resource, step),
      to: { deadline },
      if: { state: { is: 'intended' }, epoch: { is: epoch }, deadline: { less: deadline } },
    })
    if (written.ok) return true
    const stands = fromItemIfAny<LineRecord>(written.found)
    return stands?.state === 'intended' && stands.epoch === epoch && stands.deadline === deadline
  },

  move: async (id, resource, step, to) =>
    fromItem(await moved(store, lineKey(id, resource, step), to, { state: { in: lineComesFrom[to.state] } })),

  async lines(id) {
    return (await store.query(releasePartition(id), 'LINE#')).map((item) => fromItem<LineRecord>(item))
  },

  async undo(id, resource) {
    return fromItemIfAny<UndoRecord>(await store.get(undoKey(id, resource)))
  },

  async undos(id) {
    return (await store.query(releasePartition(id), 'UNDO#')).map((item) => fromItem<UndoRecord>(item))
  },

  async putUndo(id, undo) {
    const written = await store.write({
      put: toItem(undoKey(id, undo.resource), undo),
      if: { state: { absentOrIn: notUndone }, epoch: { absentOrLess: undo.epoch + 1 } },
    })
    return written.ok ? undo : fromItem<UndoRecord>(written.found!)
  },

  moveUndo: async (id, resource, to) =>
    fromItem(await moved(store, undoKey(id, resource), to, { state: { in: undoComesFrom[to.state] } })),
})

/** Moves a journal record on if it may, and answers what stands. With an epoch, only the record of that epoch. */
async function moved(
  store: Store,
  key: { pk: string; sk: string },
  to: { readonly epoch?: number },
  from: Exclude<Condition, string>,
): Promise<Item> {
  const written = await store.write({
    set: key,
    to: to as { [name: string]: Json },
    if: to.epoch === undefined ? from : { ...from, epoch: { is: to.epoch } },
  })
  const stands = written.ok ? written.now : written.found
  if (stands === undefined)
    throw new Error(`the journal has no ${key.sk} in ${key.pk}: it must be begun before it moves`)
  return stands
}
