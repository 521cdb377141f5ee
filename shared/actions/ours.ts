import { differences } from '../changes/differences.ts'
import { same } from '../changes/same.ts'
import { Conflicted } from '../errors.ts'
import type { Json } from '../ledger/store.ts'
import type { Change } from './port.ts'

/** The before-image, or something this release aimed at. */
export const isOurs = (found: Json, change: Pick<Change<Json>, 'ours'>): boolean =>
  change.ours.some((one) => same(one, found))

/**
 * Compare before swap: says whether there is something to do.
 *
 * @throws {Conflicted} when what is there is neither the aim nor ours: somebody else's work is not stomped
 */
export function compare(resource: string, found: Json, to: Json, change: Pick<Change<Json>, 'ours'>): 'there' | 'ours' {
  if (same(found, to)) return 'there'
  if (isOurs(found, change)) return 'ours'
  throw new Conflicted(resource, against(found, to))
}

/** Read at night: what is otherwise than it should be, and not the whole of it. */
function against(found: Json, to: Json): string {
  const all = differences(to, found).map(({ field, before, after }) => `${field} ${after} in place of ${before}`)
  // Leaves may all be the same, and the shape another.
  if (all.length === 0) return JSON.stringify(found)
  const more = all.length > toldMax ? ` and ${all.length - toldMax} more` : ''
  return `${all.slice(0, toldMax).join(', ')}${more}`
}
const toldMax = 6
