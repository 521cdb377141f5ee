import { RecordTooNew, ReleaseUnknown } from '../errors.ts'
import { releaseKey } from './keys.ts'
import { type ReleaseRecord, schema } from './records.ts'
import type { Item, Key, Store } from './store.ts'

/** A record under its key. Every record says the schema it was written with, also those whose type does not show it. */
export function toItem(key: Key, record: object): Item {
  // Records are JSON by construction; members that are undefined are left out by every Store.
  return { schema, ...record, pk: key.pk, sk: key.sk } as unknown as Item
}

/**
 * The record in an item. Earlier schemas are read as they are (schema 1 is the first).
 *
 * @throws {RecordTooNew} rather than deciding by a record that this code does not understand
 */
export function fromItem<R>(item: Item): R {
  const { pk, sk, ...record } = item
  const written = record.schema
  if (typeof written !== 'number' || written > schema) throw new RecordTooNew(`${pk} / ${sk}`, Number(written), schema)
  return record as R
}

export const fromItemIfAny = <R>(item: Item | undefined): R | undefined =>
  item === undefined ? undefined : fromItem<R>(item)

/** @throws {ReleaseUnknown} */
export async function knownRelease(store: Store, id: string): Promise<ReleaseRecord> {
  return knownIn(await store.get(releaseKey(id)), id)
}

/** @throws {ReleaseUnknown} */
export function knownIn(item: Item | undefined, id: string): ReleaseRecord {
  if (item === undefined) throw new ReleaseUnknown(id)
  return fromItem<ReleaseRecord>(item)
}
