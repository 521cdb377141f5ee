import { ChangeFailed } from '../errors.ts'
import type { LineRecord } from '../ledger/records.ts'
import type { Json } from '../ledger/store.ts'

/**
 * Fills `{from: <action>, field: <name>}` with what that action published, read from the journal.
 *
 * @throws {ChangeFailed} when the action has not published that field: nothing is guessed
 */
export function fillReferences(target: Json, lines: readonly LineRecord[], action: string): Json {
  if (typeof target !== 'object' || target === null) return target
  if (Array.isArray(target)) return target.map((one: Json) => fillReferences(one, lines, action))
  const object = target as { readonly [name: string]: Json }
  if (isReference(object)) {
    const line = lines.find((one) => one.action === object.from && one.published !== undefined)
    const value = (line?.published as { readonly [field: string]: Json } | undefined)?.[object.field]
    if (value === undefined) {
      throw new ChangeFailed(action, `it needs "${object.field}" of "${object.from}", which published none`)
    }
    return value
  }
  return Object.fromEntries(Object.entries(object).map(([name, one]) => [name, fillReferences(one, lines, action)]))
}

interface Reference {
  readonly from: string
  readonly field: string
}
const isReference = (value: object): value is Reference =>
  Object.keys(value).length === 2 &&
  'from' in value &&
  'field' in value &&
  typeof value.from === 'string' &&
  typeof value.field === 'string'
