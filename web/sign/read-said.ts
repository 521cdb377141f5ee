import { Said } from '../../shared/gates/by-link.ts'

type Read = { readonly said: Said; readonly csrf: string | undefined } | { readonly unreadable: string }

/** Reads what a form sent: each field once, none that no form of ours has. */
export async function readSaid(request: Request): Promise<Read> {
  const type = request.headers.get('Content-Type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/x-www-form-urlencoded') return { unreadable: 'Only the forms of these pages are read.' }
  const given = new URLSearchParams(await request.text())
  const fields = Object.fromEntries(given)
  if ([...given.keys()].length !== Object.keys(fields).length) return { unreadable: 'A field was sent twice.' }
  const { csrf, review, ...rest } = fields
  // Forms send what was left empty.
  if (rest['say'] === 'sign' && rest['reason'] === '') delete rest['reason']
  const said = Said.safeParse({ ...rest, ...(review !== undefined && { review: review === 'yes' }) })
  if (said.success) return { said: said.data, csrf }
  const field = said.error.issues[0]?.path[0]
  // Whoever uses the page never reads this; whoever does not is told no more than which field.
  return {
    unreadable: `The form is not one of this page${known.has(field) ? `: see its field "${String(field)}"` : ''}.`,
  }
}

const known: ReadonlySet<unknown> = new Set(['say', 'typed', 'reason', 'review', 'role'])
