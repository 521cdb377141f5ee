import { ServiceError } from '../../rehearsal/engine/index.ts'

const pageMax = 1000
const usual = 100

/** One page of a list, and the token of the next if there is one. */
export function page<Item>(
  all: readonly Item[],
  { maxResults, nextToken }: { readonly maxResults?: unknown; readonly nextToken?: unknown },
): { items: Item[]; next: { nextToken?: string } } {
  const from = nextToken === undefined ? 0 : Number(Buffer.from(String(nextToken), 'base64url').toString())
  if (!Number.isInteger(from) || from < 0 || from > all.length)
    throw new ServiceError('InvalidToken', `Invalid Token: '${String(nextToken)}'`)
  const size = Math.min(pageMax, Number(maxResults) > 0 ? Number(maxResults) : usual)
  const to = from + size
  const next = to < all.length ? { nextToken: Buffer.from(String(to)).toString('base64url') } : {}
  return { items: all.slice(from, to), next }
}
