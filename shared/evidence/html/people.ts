import { holdWhy } from '../../gates/hold-card.ts'
import { pointWords } from '../../gates/point-words.ts'
import { roleWords } from '../../gates/role-words.ts'
import { durationWords } from '../duration-words.ts'
import type { Evidence } from '../evidence.ts'
import type { Gate, Hold, Signature } from '../schema/people.ts'
import { html, type Safe } from './html.ts'
import { called, clock, plainly } from './words.ts'

/** A role of an open gate that still wants signatures, and who may give them. */
export interface Awaited {
  readonly role: string
  readonly missing: number
  readonly people: readonly string[]
}

/** Who is awaited at a gate; nobody once it is decided. */
export const awaitedAt = (gate: Gate): Awaited[] => (gate.state === 'awaiting' ? missingAt(gate) : [])

function missingAt({ asks, signatures, severalRoles }: Gate): Awaited[] {
  const signed = signatures.filter((one) => one.counts && one.decision === 'sign')
  return asks.flatMap(({ role, count, people }) => {
    const counts = (one: Signature) => one.role === role || (severalRoles === true && people.includes(one.person))
    const missing = count - signed.filter(counts).length
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

/** When a gate asks, in words: what it keeps from happening. */
const whens: Readonly<Record<string, string>> = {
  'before-lock': 'before anything is changed',
  'before-cutover': 'before users move',
}

/** Who was asked, who signed and for what; where people were asked what now; what was waived. */
export const peopleList = (evidence: Evidence): Safe => {
  const { gates, holds, waivers } = evidence
  const names = (people: readonly string[]) => people.map((one) => called(evidence, one)).join(', ')
  return html`<p class="dim small">At a gate people sign before the release goes on. At a hold it has stopped, and asks what now.</p><ul class="list plain">${gates.map((one) => gateItem(one, evidence))}${holds.map((one) => holdItem(one, evidence))}</ul>${waivers.length > 0 && html`<p>Waived: ${waivers.map((one) => html`<br>${one.check}: ${one.state}${one.by.length > 0 && ` by ${names(one.by)}`}${one.reason && `: ${one.reason}`}`)}</p>`}`
}

/** `Ana Alvarez (engineering lead)`, `2 of Gus Gray, Hal Hill (engineer)`. */
function asked({ role, count, people }: Gate['asks'][number], evidence: Evidence): string {
  if (people.length === 0) return `${count > 1 ? `${count} × ` : ''}${roleWords(role)}`
  const names = people.map((one) => called(evidence, one)).join(', ')
  return `${count < people.length ? `${count} of ` : ''}${names} (${roleWords(role)})`
}

function gateItem(gate: Gate, evidence: Evidence): Safe {
  const awaited = awaitedAt(gate)
  const name = (person: string) => called(evidence, person)
  // Who signed or said no stands beside it.
  const because = gate.state === 'expired' && gateWords(gate, evidence)
  return html`<li class="item gate-${gate.state}"><div><b>Gate "${gate.gate}"</b>${whens[gate.when] !== undefined && `, ${whens[gate.when]}`} <span class="tag">${states[gate.state]}${gate.seconds !== undefined && ` after ${durationWords(gate.seconds)}`}</span><br><span class="dim small">asks ${gate.asks.map((ask) => asked(ask, evidence)).join('; ')}</span>${because && html`<br><span class="small">${because}</span>`}${gate.signedDigest && html`<br><span class="dim small">signed digest <code>${gate.signedDigest.slice(0, 16)}</code></span>`}</div>
<ul class="plain">${gate.signatures.map((one) => signed(one, evidence))}${awaited.map((one) => html`<li class="waits">… ${one.missing > 1 && `${one.missing} × `}${roleWords(one.role)} awaited: ${one.people.map((person) => `${name(person)}${opened(gate, person)}`).join(' or ') || 'nobody holds it'}</li>`)}${gate.signatures.length === 0 && awaited.length === 0 && html`<li class="dim">nobody has signed</li>`}</ul></li>`
}

/** What became of a gate, in a line: who signed, who said no, who did not answer. */
export function gateWords(gate: Gate, evidence: Evidence): string {
  const heard = gate.signatures.filter((one) => one.counts)
  const no = heard.find((one) => one.decision === 'reject')
  if (no !== undefined) return `${called(evidence, no.person)} rejected it: ${no.reason ?? 'no reason given'}`
  const who = (people: readonly string[]) => [...new Set(people.map((one) => called(evidence, one)))].join(', ')
  const broke = heard.filter((one) => one.decision === 'break-glass')
  if (gate.state === 'opened' && broke.length > 0)
    return `${who(broke.map((one) => one.person))} broke the glass: ${broke[0]?.reason ?? 'no reason given'}`
  if (gate.state === 'expired') {
    const missing = missingAt(gate).map(({ role, people }) => `${who(people) || 'nobody'} (${roleWords(role)})`)
    return `not enough signatures in time; still awaited: ${missing.join(', ')}`
  }
  return heard.length === 0 ? '' : `signed by ${who(heard.map((one) => one.person))}`
}

/** Why a release ended or goes back, with people by name. */
export function whyWords(evidence: Evidence): string {
  const { because, gates } = evidence
  const gate = gates.find((one) => one.because !== undefined && one.state !== 'opened' && because.includes(one.because))
  if (gate !== undefined) return `Gate "${gate.gate}": ${gateWords(gate, evidence)}`
  const why = plainly(because)
  const asked = /^(\S+)( asked .*)$/s.exec(why)
  return asked === null ? why : `${called(evidence, asked[1]!)}${asked[2]}`
}

const channels: Readonly<Record<string, string>> = { link: 'personal link', cli: 'command line', slack: 'Slack' }
const did = { sign: 'signed', reject: 'rejected', 'break-glass': 'broke the glass' } as const

function signed(sign: Signature, evidence: Evidence): Safe {
  const how = `${clock(sign.at)}, ${howWords(sign)}`
  const void_ = sign.counts ? '' : '; void: what was signed has changed'
  return html`<li>${sign.decision === 'sign' ? '✓' : sign.decision === 'reject' ? '✕' : '⚠'} <b>${called(evidence, sign.person)}</b> ${did[sign.decision]}${sign.decision !== 'break-glass' && ` as ${roleWords(sign.role)}`}${sign.reason && `: ${sign.reason}`}${sign.review && ' (alone; a review is owed)'}<br><span class="dim small">${how}${void_}</span></li>`
}

interface Way extends Pick<Signature, 'proved' | 'arn'> {
  readonly channel: string
  readonly from?: string | undefined
  readonly with?: string | undefined
}

/** `by link, signed in, from 192.0.2.7, A telephone`. */
function howWords({ channel, from, with: program, ...proof }: Way): string {
  const seen = [from, program].filter((one) => one !== undefined).join(', ')
  return `by ${channels[channel] ?? channel}${proofWords(proof)}${seen === '' ? '' : ` from ${seen}`}`
}

/** What proved it, where that is more than the channel says. */
const proofWords = ({ proved, arn }: Pick<Signature, 'proved' | 'arn'>): string =>
  proved === 'iam' ? `, proved to be ${arn ?? 'theirs'} by AWS` : proved === 'link+login' ? ', signed in,' : ''

/** Mail scanners follow links too: that it was opened does not say by whom. */
function opened({ invited }: Gate, person: string): string {
  const at = invited.find((one) => one.person === person)?.openedAt
  return at === undefined ? '' : ` (link opened ${clock(at)})`
}

/** Where it holds and why, with people by name: `api.serveml.example at 5 %: Cy Chen asked to halt: orders look slow`. */
export function holdWords({ names = {} }: Pick<Evidence, 'names'>, { point, because }: Hold): string {
  const known = Object.fromEntries(Object.entries(names).map(([id, name]) => [id, { name }]))
  return `${pointWords(point)}: ${holdWhy({ because, known })}`
}

export const answers: Readonly<Record<string, string>> = {
  'go-on': 'go on',
  'step-back': 'step back',
  'roll-back': 'roll back',
}

function holdItem(hold: Hold, evidence: Evidence): Safe {
  const answer = hold.answer === undefined ? undefined : (answers[hold.answer] ?? hold.answer)
  const by = hold.by === undefined || hold.by === 'deadline' ? 'its deadline' : called(evidence, hold.by)
  return html`<li class="item"><div><b>Hold</b> <span class="tag">${answer ?? 'awaiting an answer'}</span><br><span class="small">${holdWords(evidence, hold)}</span></div>
<div>${answer === undefined ? 'nobody has answered' : html`${answer}, by <b>${by}</b>${hold.reason && `: ${hold.reason}`}`}<br><span class="dim small">${hold.to === undefined ? '' : `${clock(hold.to)}${answeredHow(hold)}; `}deadline ${clock(hold.deadline)}, then ${answers[hold.byDefault] ?? hold.byDefault}</span></div></li>`
}

/** Who answered a hold that named nobody had the right to decide, and nothing else said that it was theirs to answer. */
function answeredHow({ channel, proved, arn, address, program, asked }: Hold): string {
  if (channel === undefined) return ''
  const how = howWords({ channel, proved, arn, from: address, with: program })
  return `, ${how}${asked?.length === 0 ? '; nobody was named, so whoever may decide could answer' : ''}`
}
