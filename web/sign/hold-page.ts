import { html } from '../../shared/evidence/html/html.ts'
import { holdChoices, holdWhy, whoIsWhere } from '../../shared/gates/hold-card.ts'
import { answerWords, pointWords } from '../../shared/gates/point-words.ts'
import { type Question, shortName } from '../../shared/gates/visit.ts'
import type { HoldRecord } from '../../shared/ledger/records.ts'
import type { Headed } from './ended-page.ts'
import { button, type Form, fold, form, inWhoseName, isWrong, reasonField, typedField, wrongBox } from './fields.ts'
import { fromNow, moment } from './moment.ts'

const tones = { 'go-on': 'go', 'step-back': 'back', 'roll-back': 'stop' } as const

/** What is to become of a release that holds: each answer with what it costs, the deadline, and what happens without one. */
export function holdPage({ everything, called }: Question, hold: HoldRecord, asked: Form): Headed {
  const { release, plan } = everything
  const name = shortName(release)
  const title = `${name} holds. What now?`
  const body = html`${wrongBox(asked)}<section class="top wait"><p class="eyebrow">${release.environment}, stopped: ${pointWords(hold.point)}</p><h1>${title}</h1>
<p><b>${holdWhy(hold)}</b></p>
<p>It has stopped at a safe point and waits for people. ${whoIsWhere(hold.point)} The first answer counts. Without one by <b>${moment(hold.endsAt)}</b> (${fromNow(hold.endsAt, asked.now)}) ${answerWords[hold.byDefault]}.</p></section>
<section class="answer" aria-labelledby="answer"><h2 id="answer">Your answer</h2>${inWhoseName(asked, 'answer', called)}${holdChoices(
    hold,
    plan,
  ).map(
    ({ answer, title, costs }) =>
      html`<section class="card choice ${tones[answer]}" aria-labelledby="do-${answer}"><h3 id="do-${answer}">${title}</h3><p>${costs}</p>${fold(
        html`Answer “${title.toLowerCase()}”`,
        form(
          asked,
          answer,
          html`${reasonField(answer, 'Why? Others will read it tonight', asked, { first: answer !== 'go-on' })}${answer === 'go-on' && typedField(answer, name, asked)}`,
          button(title, tones[answer]),
        ),
        { open: isWrong(asked, answer) },
      )}</section>`,
  )}</section>`
  return { title, body }
}
