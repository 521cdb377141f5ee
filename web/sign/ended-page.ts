import { html, type Safe } from '../../shared/evidence/html/html.ts'
import { outcomeWords } from '../../shared/evidence/html/words.ts'
import { answerWords, pointWords } from '../../shared/gates/point-words.ts'
import { standing } from '../../shared/gates/quorum.ts'
import { roleWords } from '../../shared/gates/role-words.ts'
import { type Question, shortName } from '../../shared/gates/visit.ts'
import { calledIn, personIn } from '../../shared/gates/who.ts'
import type { GateRecord, HoldRecord, ReleaseRecord, SignRecord } from '../../shared/ledger/records.ts'
import { type Form, wrongBox } from './fields.ts'
import { signLine } from './gate-facts.ts'
import { emergency } from './gate-page.ts'
import { moment } from './moment.ts'

/** A page's headline stands in its title as well: it is what a screen reader says first, after a form was sent too. */
export interface Headed {
  readonly title: string
  readonly body: Safe
}

/** What became of a question: who decided what and when, and what to do where it is not what one wants. */
export function endedPage(question: Question, asked?: Form): Headed {
  const name = shortName(question.everything.release)
  const { title, body } = became(question, name, asked)
  return { title: `${title} · ${name}`, body }
}

function became(question: Question, name: string, asked?: Form): Headed {
  const { about, is } = question
  if (is === 'superseded') return superseded(name)
  if ('hold' in about) return heldPage(name, about.hold, is === 'expired')
  return is === 'expired' ? expired(name, about.gate) : decided(name, about.gate, question, asked)
}

const headed = (title: string, tone: string, body: Safe, more: Safe | false = false): Headed => ({
  title,
  body: html`<section class="top ${tone}"><h1>${title}</h1>${body}</section>${more}`,
})

const superseded = (name: string): Headed =>
  headed(
    'This link has been replaced',
    'wait',
    html`<p>What it asked you to sign about ${name} has changed since: the plan, a check or a waiver. Nothing was decided by this link.</p><p>Open the newest mail or message about ${name}. If there is none, ask whoever runs the release.</p>`,
  )

const expired = (name: string, gate: GateRecord): Headed =>
  headed(
    'It is too late to sign',
    'wait',
    html`<p>${name} could be signed until ${moment(gate.endsAt)}. There were not enough signatures, so it does not go ahead.</p><p>You need not do anything. Whoever still wants it released starts a new release, and you will be sent another link.</p>`,
  )

const answers = { 'go-on': 'go on', 'step-back': 'step back', 'roll-back': 'roll back' } as const

function heldPage(name: string, hold: HoldRecord, late: boolean): Headed {
  const answer = answers[hold.answer ?? hold.byDefault]
  const where = `${name} held: ${pointWords(hold.point)}.`
  if (late && hold.answer === undefined) {
    return headed(
      'It is too late to answer',
      'wait',
      html`<p>${where} It could be answered until ${moment(hold.endsAt)}; now ${answerWords[hold.byDefault]} by itself.</p>`,
    )
  }
  if (hold.answer === undefined) {
    return headed(
      'No answer is needed any more',
      'wait',
      html`<p>${where} Nobody answered; meanwhile the release has gone back, or has ended. Its page says where it is.</p>`,
    )
  }
  const by =
    hold.answeredBy === 'deadline' ? 'Nobody answered in time' : `By ${calledIn(hold, hold.answeredBy ?? 'somebody')}`
  return headed(
    `Answered: ${answer}`,
    (hold.answer ?? hold.byDefault) === 'go-on' ? 'good' : 'wait',
    html`<p>${where} ${by}${hold.answeredAt !== undefined && html`, ${moment(hold.answeredAt)}`}${hold.answeredBy !== 'deadline' && hold.reason !== undefined && html`: “${hold.reason}”`}.</p><p>The first answer counts; nothing is changed by this page any more.</p>`,
  )
}

const becameOf = ({ decision }: GateRecord, { outcome }: ReleaseRecord): string =>
  decision === 'opened' ? 'it goes ahead' : (decision ?? (outcome === undefined ? 'it is over' : outcomeWords[outcome]))

const did = { sign: 'signed', reject: 'rejected it', 'break-glass': 'broke the glass' } as const

function decided(name: string, gate: GateRecord, { everything, person }: Question, asked?: Form): Headed {
  const signs = everything.signs.filter((sign) => sign.gate === gate.gate)
  // The last that they did: whoever signs may break the glass after it.
  const own = signs.filter((sign) => sign.person === person).toSorted((a, b) => b.at - a.at)[0]
  const title =
    own === undefined
      ? `It is decided already: ${becameOf(gate, everything.release)}`
      : `You ${did[own.decision]}. Thank you.`
  const tone = own?.decision === 'reject' || gate.decision === 'rejected' ? 'bad' : 'good'
  const { body } = headed(
    title,
    tone,
    html`<p>${name}. ${own !== undefined && html`It is on record since ${moment(own.at)}${own.decision !== 'break-glass' && `, as ${roleWords(own.role)}`}.`}</p><p>${next(gate, signs)}</p>`,
    html`
<section class="card"><h2 class="first">Who decided what</h2><ul>${signs.map((sign) => html`<li>${signLine(gate, sign)}</li>`)}</ul>${signs.length === 0 && html`<p>Nobody signed.</p>`}${own?.decision !== undefined && own.decision !== 'reject' && regret(everything.release, gate)}${asked !== undefined && emergency(asked, name)}</section>`,
  )
  return { title, body: html`${asked !== undefined && wrongBox(asked)}${body}` }
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
