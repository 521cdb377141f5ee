import { createHash } from 'node:crypto'

/**
 * The one definition of a digest in Tidegate: SHA-256 over canonical JSON, in hex.
 *
 * Canonical: keys sorted by code unit, no blanks, members that are undefined left out. So the order of keys, comments,
 * quotes and line breaks of a file change nothing, and a changed value always does.
 */
export const digestOf = (value: unknown): string => createHash('sha256').update(canonical(value)).digest('hex')

export function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`)
  return `{${members.join(',')}}`
}
