import { html, type Safe } from '../../shared/evidence/html/html.ts'
import { type GateCard, gateCard } from '../../shared/gates/card.ts'
import { standing } from '../../shared/gates/quorum.ts'
import { type Question, shortName } from '../../shared/gates/visit.ts'
import { calledIn } from '../../shared/gates/who.ts'
import type { GateRecord } from '../../shared/ledger/records.ts'
import { button, type Form, form, inWhoseName, moment, reasonField, typedField, wrongBox } from './fields.ts'

/** Whether one person signs a release: what is asked first, then what they need to know, then the ways to answer. */
export function gatePage(question: Question, gate: GateRecord, asked: Form): Safe {
  const { everything, called, person, link } = question
  const { release, plan, checks } = everything
  const card = gateCard(release, plan, gate, checks)
  const invited = everything.invites.find((one) => one.about === link.about && one.person === person)
  const role = invited?.role ?? 'approver'
  return html`${wrongBox(asked)}<section class="top wait"><p class="eyebrow">Sign-off “${gate.gate}”, asked of you as ${role}</p><h1>May ${card.title} go ahead?</h1>
${inWhoseName(asked, 'sign', called)}
<p>Nothing happens until you press a button. Without enough signatures by ${moment(gate.endsAt)} the release is refused and changes nothing more.</p></section>
${facts(card)}${awaited(gate, question)}
<section class="card answer" aria-labelledby="answer"><h2 id="answer" class="first">Your answer</h2>
${form(
  asked,
  'sign',
  html`${typedField('sign', shortName(release), asked)}${reasonField('sign', 'A remark for the record (you may leave it empty)', asked, false)}`,
  button('Sign: it may go ahead'),
)}
<details${asked.wrong?.say === 'reject' && html` open`}><summary>Reject it</summary>${form(
    asked,
    'reject',
    html`<p>One rejection ends this release. It can be asked for anew later.</p>${reasonField('reject', 'Why not? Everybody who was asked will read it', asked)}`,
    button('Reject: it must not go ahead', 'stop'),
  )}</details>${gate.breakGlass?.includes(person) === true && glass(asked, shortName(release))}</section>`
}

const glass = (asked: Form, name: string): Safe =>
  html`<details${asked.wrong?.say === 'break-glass' && html` open`}><summary>Emergency: open it without the others</summary>${form(
    asked,
    'break-glass',
    html`<p>For when users suffer and nobody else can be reached. Everybody is told at once, and it stays in the evidence. Two people open it together; one alone answers to a review.</p>${reasonField('break-glass', 'What is the emergency?', asked)}${typedField('break-glass', name, asked)}<p class="field"><label class="check"><input type="checkbox" name="review" value="yes"> I am alone, and will answer to the review</label></p>`,
    button('Break the glass', 'stop'),
  )}</details>`

const list = (title: string, lines: readonly string[], tone = ''): Safe =>
  lines.length === 0
    ? html``
    : html`<section class="card ${tone}"><h2 class="first">${title}</h2><ul>${lines.map((line) => html`<li>${line}</li>`)}</ul></section>`

const facts = (card: GateCard): Safe =>
  html`<div class="facts-of-gate">${list('Risk', card.risks, 'top bad')}${list('Why', card.asked)}${list('What will happen, in this order', card.will)}${list('What is new', card.changed)}${list('What was checked just before you were asked', card.checks)}${list('Checks that shall not count this time', card.waived)}<section class="card"><h2 class="first">If it goes wrong</h2><p>${card.back.replace('If it goes wrong: u', 'U')}</p></section></div>`

/** Who else was asked, so that nobody has to ask around. */
function awaited(gate: GateRecord, { everything }: Question): Safe {
  const signs = everything.signs.filter((sign) => sign.gate === gate.gate)
  const now = standing(gate, signs)
  const missing = now.now === 'awaiting' ? now.missing : []
  return html`<section class="card"><h2 class="first">Who signs</h2><ul>${signs.map(
    (sign) =>
      html`<li>✓ ${calledIn(gate, sign.person)} ${sign.decision === 'sign' ? 'signed' : sign.decision === 'reject' ? 'rejected' : 'broke the glass'} as ${sign.role}, ${moment(sign.at)}${sign.reason && html`: “${sign.reason}”`}</li>`,
  )}${missing.map(
    ({ role, count, people }) =>
      html`<li>… ${count > 1 ? `${count} of ` : ''}${people.map((one) => calledIn(gate, one)).join(', ') || 'nobody'} as ${role}: awaited</li>`,
  )}</ul></section>`
}
