import { durationWords } from '../duration-words.ts'
import type { Evidence } from '../evidence.ts'
import type { Gate, Hold, Signature } from '../schema/people.ts'
import { html, type Safe } from './html.ts'
import { clock } from './words.ts'

/** A role of an open gate that still wants signatures, and who may give them. */
export interface Awaited {
  readonly role: string
  readonly missing: number
  readonly people: readonly string[]
}

/** Who is awaited at a gate; nobody once it is decided. */
export function awaitedAt({ state, asks, signatures }: Gate): Awaited[] {
  if (state !== 'awaiting') return []
  const signed = signatures.filter((one) => one.counts && one.decision === 'sign')
  return asks.flatMap(({ role, count, people }) => {
    const missing = count - signed.filter((one) => one.role === role).length
    const left = people.filter((person) => !signed.some((one) => one.person === person))
    return missing > 0 ? [{ role, missing, people: left }] : []
  })
}

const states = {
  opened: 'opened',
  rejected: 'rejected',
  expired: 'expired',
  awaiting: 'awaiting signatures',
  'not-reached': 'not reached',
} as const

/** Who was asked, who signed and for what; where people were asked what now; what was waived. */
export const peopleList = ({ gates, holds, waivers }: Evidence): Safe =>
  html`<ul class="list plain">${gates.map(gateItem)}${holds.map(holdItem)}</ul>${waivers.length > 0 && html`<p>Waived: ${waivers.map((one) => html`<br>${one.check}: ${one.state}${one.by.length > 0 && ` by ${one.by.join(', ')}`}${one.reason && `: ${one.reason}`}`)}</p>`}`

function gateItem(gate: Gate): Safe {
  const awaited = awaitedAt(gate)
  return html`<li class="item gate-${gate.state}"><div><b>Gate "${gate.gate}"</b> <span class="tag">${states[gate.state]}${gate.seconds !== undefined && ` after ${durationWords(gate.seconds)}`}</span><br><span class="dim small">${gate.asks.map((ask) => `${ask.count} × ${ask.role}${ask.people.length > 0 ? ` (${ask.people.join(', ')})` : ''}`).join('; ')}</span>${gate.because && html`<br><span class="small">${gate.because}</span>`}${gate.signedDigest && html`<br><span class="dim small">signed digest <code>${gate.signedDigest.slice(0, 16)}</code></span>`}</div>
<ul class="plain">${gate.signatures.map(signed)}${awaited.map((one) => html`<li class="waits">… ${one.missing} × ${one.role} awaited: ${one.people.map((person) => `${person}${opened(gate, person)}`).join(' or ') || 'nobody holds it'}</li>`)}${gate.signatures.length === 0 && awaited.length === 0 && html`<li class="dim">nobody has signed</li>`}</ul></li>`
}

const did = { sign: 'signed', reject: 'rejected', 'break-glass': 'broke the glass' } as const

function signed(sign: Signature): Safe {
  const seen = [sign.from, sign.with].filter((one) => one !== undefined).join(', ')
  const how = `${clock(sign.at)}, by ${sign.channel}${proof(sign)}${seen === '' ? '' : ` from ${seen}`}`
  const void_ = sign.counts ? '' : '; void: what was signed has changed'
  return html`<li>${sign.decision === 'sign' ? '✓' : sign.decision === 'reject' ? '✕' : '⚠'} <b>${sign.person}</b> ${did[sign.decision]} as ${sign.role}${sign.reason && `: ${sign.reason}`}${sign.review && ' (alone; a review is owed)'}<br><span class="dim small">${how}${void_}</span></li>`
}

/** What proved it, where that is more than the channel says. */
const proof = ({ proved, arn }: Pick<Signature, 'proved' | 'arn'>): string =>
  proved === 'iam' ? `, proved to be ${arn ?? 'theirs'} by AWS` : proved === 'link+login' ? ', signed in,' : ''

/** Mail scanners follow links too: that it was opened does not say by whom. */
function opened({ invited }: Gate, person: string): string {
  const at = invited.find((one) => one.person === person)?.openedAt
  return at === undefined ? '' : ` (link opened ${clock(at)})`
}

const holdItem = (hold: Hold): Safe =>
  html`<li class="item"><div><b>Hold at ${hold.point}</b> <span class="tag">${hold.answer ?? 'awaiting an answer'}</span><br><span class="dim small">${hold.because}</span></div>
<div>${hold.answer === undefined ? 'nobody has answered' : html`${hold.answer} by <b>${hold.by ?? 'its deadline'}</b>${hold.reason && `: ${hold.reason}`}`}<br><span class="dim small">${hold.to === undefined ? '' : `${clock(hold.to)}${proof(hold)}; `}deadline ${clock(hold.deadline)}, then ${hold.byDefault}</span></div></li>`
