import type { Evidence } from '../evidence.ts'
import type { Change } from '../schema/change.ts'
import { html, type Safe } from './html.ts'
import { clock } from './words.ts'

const stands = {
  new: 'new',
  'as-before': 'as before',
  stays: 'stays',
  asks: 'asks people',
  unclear: 'unclear',
} as const

/** The journal: each resource with what was there before, what the release aimed at, and its undo. */
export const changesList = ({ changes, notDone, outcome }: Evidence): Safe =>
  html`<ul class="list plain">${changes.map((one) => changeItem(one, outcome === 'open'))}</ul>${notDone.length > 0 && html`<details id="not-done"><summary>Not done: ${notDone.length}</summary><ul>${notDone.map((one) => html`<li>${one.action}: ${one.why === 'unchanged' ? 'unchanged' : outcome === 'open' ? 'not reached yet' : 'not reached'}${(one.why === 'unchanged' || outcome !== 'open') && ` (${one.because})`}</li>`)}</ul></details>`}`

function changeItem(one: Change, open: boolean): Safe {
  const last = one.steps.at(-1)
  const underWay = open && one.stands === 'unclear' && one.back === undefined
  return html`<li class="item ${one.stands}"><div><b>${one.actions.join(', ')}</b> <span class="tag ${!underWay && one.stands}">${underWay ? (last?.state ?? 'begun') : stands[one.stands]}</span><br><code>${one.resource}</code><br><span class="dim small">${one.kind}, ${one.phase}${one.steps.length > 1 && `, ${one.steps.map((step) => `${step.percent} %`).join(' → ')}`} · ${clock(one.steps[0]?.at)}</span></div>
<div>${
    one.differences.length === 0
      ? html`<span class="dim">nothing differs</span>`
      : html`<dl class="diff">${one.differences.map((diff) => html`<div><dt>${diff.field}</dt><dd><code>${diff.before}</code> <span aria-label="becomes">→</span> <code>${diff.after}</code></dd></div>`)}</dl>`
  }<span class="small">${underWay ? (one.because ?? 'under way') : one.reads}</span>${one.back && html`<br><span class="small undo-words">undo: ${one.back.state}${one.back.to && ` at ${clock(one.back.to)}`}</span>`}</div></li>`
}
