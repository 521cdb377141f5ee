import { durationWords } from '../duration-words.ts'
import type { Evidence } from '../evidence.ts'
import { phaseNames, phaseTitles } from '../schema/timeline.ts'
import type { BackPromise } from '../schema/way-back.ts'
import { html, type Safe } from './html.ts'
import { nowWords } from './now.ts'
import { whyWords } from './people.ts'
import { called, clock, outcomeWords } from './words.ts'

export const tones = { released: 'good', refused: 'wait', 'rolled-back': 'wait', stuck: 'bad', open: 'under' } as const

/** What is released, how it stands, and what somebody has to do now. */
export function hero(evidence: Evidence): Safe {
  const { outcome, back, moments } = evidence
  // What could not be put back is why it is stuck: it is told once, as what to do.
  const toldBelow = outcome === 'stuck' && evidence.whatToDo.length > 1
  return html`<div class="top ${tones[outcome]}"><p class="eyebrow">${evidence.environment}, ${evidence.region}</p><h1>${evidence.system} ${evidence.version} <b class="badge">${outcomeWords[outcome]}</b></h1>
<p class="state" id="state" role="status" aria-live="polite">${nowWords(evidence)}</p>${evidence.because !== '' && !toldBelow && html`<p class="dim">${whyWords(evidence)}</p>`}
${evidence.whatToDo.length > 0 && html`<h2 class="todo-title">What to do now</h2><ul>${evidence.whatToDo.map((one) => html`<li>${one}</li>`)}</ul>`}
${rail(evidence)}
<dl class="facts">${fact(outcome === 'open' ? 'Under way for' : 'Took', durationWords(evidence.wholeSeconds), `since ${clock(moments.opened)}`)}${forecast(evidence)}${fact('Users', `${evidence.sides.live} → ${evidence.sides.next}`, evidence.former === undefined ? 'which side answers them' : `from version ${evidence.former}`)}${fact('Asked by', evidence.asked.by === undefined ? '–' : called(evidence, evidence.asked.by), evidence.asked.reason ?? evidence.release)}${back && promised('Users back', back.traffic, back.exposed)}${back && promised('Everything back', back.everything, true)}${!back && fact('Bake', durationWords(evidence.bakeSeconds), moments.kept === undefined ? (outcome === 'open' ? 'then it is kept' : 'not kept') : `kept ${clock(moments.kept)}`)}</dl>
${evidence.notes.map((note) => html`<p>! ${note}</p>`)}</div>`
}

/** The phases side by side: where it is, at a glance. */
function rail({ phases, ahead = [], outcome }: Evidence): Safe {
  const names = phaseNames.filter(
    (name) => phases.some((one) => one.name === name) || ahead.some((one) => one.phase === name),
  )
  return html`<ol class="rail plain" aria-label="Phases">${names.map((name) => {
    const rows = phases.find((one) => one.name === name)?.rows ?? []
    const toCome = ahead.some((one) => one.phase === name)
    const as = rows.some((row) => row.ended === 'badly')
      ? (['bad', '✕', 'failed'] as const)
      : rows.length === 0
        ? (['ahead', '·', 'to come'] as const)
        : outcome === 'open' && (toCome || rows.some((row) => row.ended === 'unfinished'))
          ? (['under', '…', 'under way'] as const)
          : (['good', '✓', 'done'] as const)
    return html`<li class="${as[0]}"><span class="mark" aria-hidden="true">${as[1]}</span> ${phaseTitles[name]} <span class="vh">${as[2]}</span></li>`
  })}</ol>`
}

function forecast({ outcome, ahead = [], forecastSeconds }: Evidence): Safe | false {
  if (outcome !== 'open' || ahead.length === 0) return false
  return fact('Usually takes', durationWords(forecastSeconds), 'without the time people take')
}

const fact = (title: string, value: string, more: string): Safe =>
  html`<div class="fact"><dt class="small dim">${title}</dt><dd><b>${value}</b><span class="small dim">${more}</span></dd></div>`

function promised(title: string, promise: BackPromise, happened: boolean): Safe {
  if (!happened) return fact(title, 'never left', `promised within ${durationWords(promise.limitSeconds)}`)
  const value = promise.seconds === undefined ? 'not back' : `after ${durationWords(promise.seconds)}`
  return fact(title, value, `${promise.late ? 'LATE: ' : ''}promised within ${durationWords(promise.limitSeconds)}`)
}
