import { html, type Safe } from '../../shared/evidence/html/html.ts'
import { gateCard } from '../../shared/gates/card.ts'
import { mayAs } from '../../shared/gates/quorum.ts'
import { rolesWords, roleWords } from '../../shared/gates/role-words.ts'
import { signsAs } from '../../shared/gates/sign-as.ts'
import { type Question, shortName, signsAt } from '../../shared/gates/visit.ts'
import type { GateRecord } from '../../shared/ledger/records.ts'
import type { Headed } from './ended-page.ts'
import { button, type Form, fold, form, inWhoseName, isWrong, reasonField, typedField, wrongBox } from './fields.ts'
import { details, inShort } from './gate-facts.ts'
import { fromNow, moment } from './moment.ts'

/** Whether one person signs a release: what is asked, what they need to know in short, the answer, and then all of it. */
export function gatePage(question: Question, gate: GateRecord, asked: Form): Headed {
  const { everything, called, person } = question
  const { release, plan, checks } = everything
  const card = gateCard(release, plan, gate, checks)
  const signs = signsAt(gate, everything)
  const roles = signsAs(gate, signs, person, asked.now)
  const name = shortName(release)
  const body = html`${wrongBox(asked)}<section class="top wait"><p class="eyebrow">Your sign-off as <b>${rolesWords(roles) || 'approver'}</b>, ${card.when}</p><h1>${card.question}</h1>
${card.asked.map((line) => html`<p>${line}</p>`)}<p>Answer by <b>${moment(gate.endsAt)}</b> (${fromNow(gate.endsAt, asked.now)}). Without enough signatures by then ${card.otherwise}.</p></section>
${inShort(card, plan)}
<section class="card answer" aria-labelledby="answer"><h2 id="answer" class="first">Your answer</h2>
${inWhoseName(asked, 'sign', called)}
${form(
  asked,
  'sign',
  html`${countsFor(gate, roles, person, asked.now)}${typedField('sign', name, asked)}${reasonField('sign', 'A remark for the record (you may leave it empty)', asked, { required: false })}`,
  button('Sign: it may go ahead'),
)}
${fold('No, reject it', rejection(asked), { open: isWrong(asked, 'reject'), kind: 'other' })}${gate.breakGlass?.includes(person) === true && emergency(asked, name)}</section>
${details(card, gate, question)}`
  return { title: card.question, body }
}

/** Who holds several roles of this gate is told which of them is needed, and what for; others know what they are. */
function countsFor(gate: GateRecord, roles: readonly string[], person: string, now: number): Safe {
  const all = Object.keys(gate.roles).filter((role) => mayAs(gate, role, now).includes(person))
  const [role] = roles
  if (role === undefined || all.length < 2) return html``
  if (gate.severalRoles === true) return html`<p>Your signature counts for all of your roles: ${rolesWords(roles)}.</p>`
  return html`<p>You could sign as ${all.map(roleWords).join(' or ')}. One person counts for one role; yours is needed as <b>${roleWords(role)}</b>.</p><input type="hidden" name="role" value="${role}">`
}

const rejection = (asked: Form): Safe =>
  form(
    asked,
    'reject',
    html`<p>One rejection is enough to end this release. It can be asked for anew later.</p>${reasonField('reject', 'Why not? Everybody who was asked will read it', asked, { first: true })}`,
    button('Reject: it must not go ahead', 'stop'),
  )

/** For whom the plan lets break the glass, before they sign as after. */
export const emergency = (asked: Form, name: string): Safe =>
  fold('Emergency: go ahead without the others', glass(asked, name), {
    open: isWrong(asked, 'break-glass'),
    kind: 'other',
  })

const glass = (asked: Form, name: string): Safe =>
  form(
    asked,
    'break-glass',
    html`<p>This is called breaking the glass. It is for when users suffer and the others cannot be reached. Everybody is told at once, and it stays in the record. It takes two people; alone, you will have to explain it in a review.</p>${reasonField('break-glass', 'What is the emergency?', asked)}${typedField('break-glass', name, asked)}<p class="field"><label class="check"><input type="checkbox" name="review" value="yes"> I am alone, and will answer to the review</label></p>`,
    button('Break the glass', 'stop'),
  )
