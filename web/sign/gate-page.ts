import { html, type Safe } from '../../shared/evidence/html/html.ts'
import { gateCard } from '../../shared/gates/card.ts'
import { type Question, shortName } from '../../shared/gates/visit.ts'
import type { GateRecord } from '../../shared/ledger/records.ts'
import { roleWords } from '../../shared/people/role-words.ts'
import type { Headed } from './ended-page.ts'
import { button, type Form, fold, form, inWhoseName, isWrong, reasonField, typedField, wrongBox } from './fields.ts'
import { details, inShort } from './gate-facts.ts'
import { fromNow, moment } from './moment.ts'

/** Whether one person signs a release: what is asked, what they need to know in short, the answer, and then all of it. */
export function gatePage(question: Question, gate: GateRecord, asked: Form): Headed {
  const { everything, called, person, link } = question
  const { release, plan, checks } = everything
  const card = gateCard(release, plan, gate, checks)
  const invited = everything.invites.find((one) => one.about === link.about && one.person === person)
  const role = roleWords(invited?.role ?? 'approver')
  const name = shortName(release)
  const body = html`${wrongBox(asked)}<section class="top wait"><p class="eyebrow">Your sign-off as <b>${role}</b>, ${card.when}</p><h1>${card.question}</h1>
${card.asked.map((line) => html`<p>${line}</p>`)}<p>Answer by <b>${moment(gate.endsAt)}</b> (${fromNow(gate.endsAt, asked.now)}). Without enough signatures by then ${card.otherwise}.</p></section>
${inShort(card, plan)}
<section class="card answer" aria-labelledby="answer"><h2 id="answer" class="first">Your answer</h2>
${inWhoseName(asked, 'sign', called)}
${form(
  asked,
  'sign',
  html`${typedField('sign', name, asked)}${reasonField('sign', 'A remark for the record (you may leave it empty)', asked, { required: false })}`,
  button('Sign: it may go ahead'),
)}
${fold('No, reject it', rejection(asked), { open: isWrong(asked, 'reject'), kind: 'other' })}${
  gate.breakGlass?.includes(person) === true &&
  fold('Emergency: go ahead without the others', glass(asked, name), {
    open: isWrong(asked, 'break-glass'),
    kind: 'other',
  })
}</section>
${details(card, gate, question)}`
  return { title: card.question, body }
}

const rejection = (asked: Form): Safe =>
  form(
    asked,
    'reject',
    html`<p>One rejection is enough to end this release. It can be asked for anew later.</p>${reasonField('reject', 'Why not? Everybody who was asked will read it', asked, { first: true })}`,
    button('Reject: it must not go ahead', 'stop'),
  )

const glass = (asked: Form, name: string): Safe =>
  form(
    asked,
    'break-glass',
    html`<p>This is called breaking the glass. It is for when users suffer and the others cannot be reached. Everybody is told at once, and it stays in the record. It takes two people; alone, you will have to explain it in a review.</p>${reasonField('break-glass', 'What is the emergency?', asked)}${typedField('break-glass', name, asked)}<p class="field"><label class="check"><input type="checkbox" name="review" value="yes"> I am alone, and will answer to the review</label></p>`,
    button('Break the glass', 'stop'),
  )
