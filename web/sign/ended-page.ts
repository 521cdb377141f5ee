import { html, type Safe } from '../../shared/evidence/html/html.ts'
import { pointWords } from '../../shared/gates/hold-card.ts'
import { type Question, shortName } from '../../shared/gates/visit.ts'
import { calledIn } from '../../shared/gates/who.ts'
import type { GateRecord, HoldRecord } from '../../shared/ledger/records.ts'
import { moment } from './fields.ts'

/** What became of a question: who decided what and when, and what to do where it is not what one wants. */
export function endedPage(question: Question): Safe {
  const { about, everything, is } = question
  const name = shortName(everything.release)
  if (is === 'superseded') return superseded(name)
  if ('hold' in about) return heldPage(name, about.hold, is === 'expired')
  return is === 'expired' ? expired(name, about.gate) : decided(name, about.gate, question)
}

const superseded = (name: string): Safe =>
  html`<section class="top wait"><h1>This link has been replaced</h1><p>What it asked you to sign about ${name} has changed since: the plan, a check or a waiver. Nothing was decided by this link.</p><p>Open the newest mail or message about ${name}. If there is none, ask whoever runs the release.</p></section>`

const expired = (name: string, gate: GateRecord): Safe =>
  html`<section class="top wait"><h1>It is too late to sign</h1><p>${name} could be signed at “${gate.gate}” until ${moment(gate.endsAt)}. Without enough signatures it was refused; nothing is changed any more.</p>${gate.because !== undefined && html`<p class="dim">${gate.because}</p>`}<p>Whoever wants it released starts a new release, and you will be sent another link.</p></section>`

function heldPage(name: string, hold: HoldRecord, late: boolean): Safe {
  const answer = hold.answer ?? hold.byDefault
  const by = hold.answeredBy === 'deadline' ? 'nobody answered in time' : `by ${calledIn(hold, hold.answeredBy ?? '')}`
  if (late && hold.answer === undefined) {
    return html`<section class="top wait"><h1>It is too late to answer</h1><p>${name} held at ${pointWords(hold.point)} until ${moment(hold.endsAt)}; now it takes its default: ${answer}.</p></section>`
  }
  return html`<section class="top good"><h1>Answered: ${answer}</h1><p>${name} held at ${pointWords(hold.point)}. Answered ${by}${hold.answeredAt !== undefined && html`, ${moment(hold.answeredAt)}`}.</p>${hold.reason !== undefined && html`<p>“${hold.reason}”</p>`}<p>The first answer counts; nothing is changed by this page any more.</p></section>`
}

const did = { sign: 'signed', reject: 'rejected', 'break-glass': 'broke the glass' } as const

function decided(name: string, gate: GateRecord, { everything, person }: Question): Safe {
  const signs = everything.signs.filter((sign) => sign.gate === gate.gate)
  const own = signs.find((sign) => sign.person === person)
  const title =
    own === undefined
      ? `It is decided already: ${gate.decision ?? everything.release.outcome ?? 'over'}`
      : `You ${did[own.decision]}. Thank you.`
  const tone = own?.decision === 'reject' || gate.decision === 'rejected' ? 'bad' : 'good'
  return html`<section class="top ${tone}"><h1>${title}</h1><p>${name}, sign-off “${gate.gate}”. ${own !== undefined && html`It is in the evidence since ${moment(own.at)}, as ${own.role}.`}</p><p>${next(gate)}</p></section>
<section class="card"><h2 class="first">Who decided what</h2><ul>${signs.map((sign) => html`<li>${calledIn(gate, sign.person)} ${did[sign.decision]} as ${sign.role}, ${moment(sign.at)}, by ${sign.channel}${sign.reason !== undefined && html`: “${sign.reason}”`}</li>`)}</ul>${signs.length === 0 && html`<p>Nobody signed.</p>`}<p class="dim">A decision is written once. Whoever has changed their mind asks the release to halt: tidegate halt ${everything.release.release}</p></section>`
}

function next(gate: GateRecord): string {
  switch (gate.decision) {
    case 'opened':
      return 'Everybody who was needed has signed: the release goes ahead.'
    case 'rejected':
      return `The release is refused: ${gate.because ?? 'it was rejected'}`
    default:
      return 'You can close this page. Others are still being asked.'
  }
}
