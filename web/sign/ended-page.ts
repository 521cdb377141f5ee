import { html, type Safe } from '../../shared/evidence/html/html.ts'
import { pointWords } from '../../shared/gates/hold-card.ts'
import { standing } from '../../shared/gates/quorum.ts'
import { roleWords } from '../../shared/gates/role-words.ts'
import { type Question, shortName } from '../../shared/gates/visit.ts'
import { calledIn, personIn } from '../../shared/gates/who.ts'
import type { GateRecord, HoldRecord, ReleaseRecord, SignRecord } from '../../shared/ledger/records.ts'
import { type Form, wrongBox } from './fields.ts'
import { signLine } from './gate-facts.ts'
import { emergency } from './gate-page.ts'
import { moment } from './moment.ts'

/** What became of a question: who decided what and when, and what to do where it is not what one wants. */
export function endedPage(question: Question, asked?: Form): Safe {
  const { about, everything, is } = question
  const name = shortName(everything.release)
  if (is === 'superseded') return superseded(name)
  if ('hold' in about) return heldPage(name, about.hold, is === 'expired')
  return is === 'expired' ? expired(name, about.gate) : decided(name, about.gate, question, asked)
}

const superseded = (name: string): Safe =>
  html`<section class="top wait"><h1>This link has been replaced</h1><p>What it asked you to sign about ${name} has changed since: the plan, a check or a waiver. Nothing was decided by this link.</p><p>Open the newest mail or message about ${name}. If there is none, ask whoever runs the release.</p></section>`

const expired = (name: string, gate: GateRecord): Safe =>
  html`<section class="top wait"><h1>It is too late to sign</h1><p>${name} could be signed until ${moment(gate.endsAt)}. There were not enough signatures, so it does not go ahead.</p><p>You need not do anything. Whoever still wants it released starts a new release, and you will be sent another link.</p></section>`

const answers = { 'go-on': 'go on', 'step-back': 'step back', 'roll-back': 'roll back' } as const

function heldPage(name: string, hold: HoldRecord, late: boolean): Safe {
  const answer = answers[hold.answer ?? hold.byDefault]
  const where = `${name} held: ${pointWords(hold.point)}.`
  if (late && hold.answer === undefined) {
    return html`<section class="top wait"><h1>It is too late to answer</h1><p>${where} It could be answered until ${moment(hold.endsAt)}; now it takes its default: ${answer}.</p></section>`
  }
  if (hold.answer === undefined) {
    return html`<section class="top wait"><h1>No answer is needed any more</h1><p>${where} Nobody answered; meanwhile the release has gone back, or has ended. Its page says where it is.</p></section>`
  }
  const by =
    hold.answeredBy === 'deadline' ? 'Nobody answered in time' : `By ${calledIn(hold, hold.answeredBy ?? 'somebody')}`
  return html`<section class="top ${(hold.answer ?? hold.byDefault) === 'go-on' ? 'good' : 'wait'}"><h1>Answered: ${answer}</h1><p>${where} ${by}${hold.answeredAt !== undefined && html`, ${moment(hold.answeredAt)}`}${hold.answeredBy !== 'deadline' && hold.reason !== undefined && html`: “${hold.reason}”`}.</p><p>The first answer counts; nothing is changed by this page any more.</p></section>`
}

const did = { sign: 'signed', reject: 'rejected it', 'break-glass': 'broke the glass' } as const

function decided(name: string, gate: GateRecord, { everything, person }: Question, asked?: Form): Safe {
  const signs = everything.signs.filter((sign) => sign.gate === gate.gate)
  // The last that they did: whoever signs may break the glass after it.
  const own = signs.filter((sign) => sign.person === person).toSorted((a, b) => b.at - a.at)[0]
  const title =
    own === undefined
      ? `It is decided already: ${gate.decision === 'opened' ? 'it goes ahead' : (gate.decision ?? everything.release.outcome ?? 'over')}`
      : `You ${did[own.decision]}. Thank you.`
  const tone = own?.decision === 'reject' || gate.decision === 'rejected' ? 'bad' : 'good'
  return html`${asked !== undefined && wrongBox(asked)}<section class="top ${tone}"><h1>${title}</h1><p>${name}. ${own !== undefined && html`It is on record since ${moment(own.at)}${own.decision !== 'break-glass' && `, as ${roleWords(own.role)}`}.`}</p><p>${next(gate, signs)}</p></section>
<section class="card"><h2 class="first">Who decided what</h2><ul>${signs.map((sign) => html`<li>${signLine(gate, sign)}</li>`)}</ul>${signs.length === 0 && html`<p>Nobody signed.</p>`}${own?.decision !== undefined && own.decision !== 'reject' && regret(everything.release, gate)}${asked !== undefined && emergency(asked, name)}</section>`
}

const regret = ({ requester, release }: ReleaseRecord, gate: GateRecord): Safe =>
  html`<p class="dim">A decision is written once. Have you changed your mind? Call ${requester === undefined ? 'whoever runs the release' : calledIn(gate, personIn(gate, requester))}: the release can be stopped with <code>tidegate halt ${release}</code></p>`

function next(gate: GateRecord, signs: readonly SignRecord[]): string {
  const { now } = standing(gate, signs)
  if (gate.decision === 'opened' || now === 'opened' || now === 'broken') {
    return 'Whoever was needed has answered: the release goes ahead.'
  }
  if (gate.decision === 'rejected' || now === 'rejected') {
    return 'One rejection is enough: the release does not go ahead.'
  }
  return gate.decision === 'expired'
    ? 'There were not enough signatures in time.'
    : 'You can close this page. Others are still being asked.'
}
