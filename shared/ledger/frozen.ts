import type { Json } from './store.ts'

// What this file froze is known to be frozen all the way down, so that writing a record back copies only what is new.
const known = new WeakSet<object>()
const sizes = new WeakMap<object, number>()

/**
 * A copy that nobody can change, without members that are undefined, and about how many bytes DynamoDB counts for it.
 */
export function frozen(value: unknown): { value: Json; bytes: number } {
  if (typeof value === 'string') return { value, bytes: value.length }
  if (value === null || typeof value === 'boolean') return { value, bytes: 1 }
  if (typeof value === 'number') return { value: finite(value), bytes: 8 }
  if (typeof value !== 'object') throw new TypeError(`a ${typeof value} cannot be stored: the ledger holds JSON only`)
  if (known.has(value)) return { value: value as Json, bytes: sizes.get(value)! }
  return Array.isArray(value) ? remember(frozenList(value)) : remember(frozenMap(value))
}

function frozenList(list: readonly unknown[]): { value: Json[]; bytes: number } {
  let bytes = 3
  const copy = list.map((member) => {
    const part = frozen(member)
    bytes += part.bytes + 1
    return part.value
  })
  return { value: copy, bytes }
}

function frozenMap(map: object): { value: { [name: string]: Json }; bytes: number } {
  let bytes = 3
  const copy: { [name: string]: Json } = {}
  for (const [name, member] of Object.entries(map)) {
    if (member === undefined) continue
    const part = frozen(member)
    bytes += name.length + part.bytes + 1
    copy[name] = part.value
  }
  return { value: copy, bytes }
}

function remember<T extends Json & object>(copy: { value: T; bytes: number }): { value: T; bytes: number } {
  Object.freeze(copy.value)
  known.add(copy.value)
  sizes.set(copy.value, copy.bytes)
  return copy
}

function finite(value: number): number {
  if (!Number.isFinite(value)) throw new TypeError(`${value} cannot be stored: the ledger holds JSON only`)
  return value
}
