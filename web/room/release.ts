import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import type { Evidence } from '../../shared/evidence/evidence.ts'
import { releaseView } from '../../shared/evidence/html/view.ts'
import { outcomeWords } from '../../shared/evidence/html/words.ts'
import { type Page, page } from '../page.ts'
import type { Env } from '../site.ts'

/** Where a room stands: under its release's address, or behind somebody's link. */
export interface Place {
  /** Its own path; `<here>/live` answers what changes. */
  readonly here: string
  /** Where else whoever sees it may go: the list of releases, or their own question. */
  readonly home?: Page['home']
}

/** Often enough to watch a cutover by, and 50 readers of the ledger a minute for five people. */
const everySeconds = 6

/** The room of one release, as a page; the caller has seen to it that whoever asks may see it. */
export function whole(c: Context<Env>, evidence: Evidence, { here, home }: Place): Response | Promise<Response> {
  return c.html(
    page({
      title: titleOf(evidence),
      body: releaseView(evidence),
      ...(home !== undefined && { home }),
      ...(evidence.outcome === 'open' && { live: { path: `${here}/live`, seconds: everySeconds } }),
    }),
  )
}

/** The parts of the room alone; nothing but 304 for who has them already. */
export function live(c: Context<Env>, evidence: Evidence): Response | Promise<Response> {
  const { text } = releaseView(evidence)
  const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`
  // Proxies may weaken a tag; it still names the same text.
  if (c.req.header('If-None-Match')?.replace(/^W\//, '') === etag) return c.body(null, 304, { ETag: etag })
  return c.html(text, 200, {
    ETag: etag,
    'X-Tidegate-Title': encodeURIComponent(titleOf(evidence)),
    'X-Tidegate-Live': evidence.outcome === 'open' ? 'yes' : 'no',
  })
}

const titleOf = ({ system, version, outcome }: Evidence): string =>
  `${system} ${version}: ${outcomeWords[outcome]} · Tidegate`
