import type { Json } from '../ledger/store.ts'

/** One value that differs, by its path: `records.green.weight`. */
export interface Difference {
  readonly field: string
  readonly before: string
  readonly after: string
}

/** Leaf by leaf, by path; what is the same is left out. */
export function differences(before: Json, after: Json): Difference[] {
  const left = leaves(before)
  const right = leaves(after)
  return [...new Set([...left.keys(), ...right.keys()])]
    .filter((field) => left.get(field) !== right.get(field))
    .map((field) => ({
      field: field === '' ? 'value' : field,
      before: left.get(field) ?? '–',
      after: right.get(field) ?? '–',
    }))
}

function leaves(value: Json, path = '', into = new Map<string, string>()): Map<string, string> {
  if (typeof value !== 'object' || value === null) {
    into.set(path, value === null ? 'none' : String(value))
  } else {
    for (const [at, one] of Object.entries(value)) leaves(one as Json, `${path}${path && '.'}${nameOf(one, at)}`, into)
  }
  return into
}

/** Records of one name are told apart by their set ids; what has none, by its place. */
const nameOf = (one: unknown, at: string): string => {
  const { setId } = (one ?? {}) as { setId?: unknown }
  return typeof setId === 'string' ? setId : at
}
