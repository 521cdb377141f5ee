import type { Evidence } from '../evidence.ts'
import type { CheckRow } from '../schema/check.ts'
import { html, type Safe } from './html.ts'
import { clock } from './words.ts'

const marks = { pass: '✓', fail: '✕', unknown: '?', 'not-applicable': '–', 'not-asked': '·' } as const
const words = {
  pass: 'pass',
  fail: 'fails',
  unknown: 'unknown',
  'not-applicable': 'does not apply',
  'not-asked': 'not asked yet',
}

/** Every check with what was seen and its bound; failing ones first, as the evidence has them. */
export const checksList = ({ checks }: Evidence): Safe => {
  const count = (verdict: CheckRow['verdict']) => checks.filter((one) => one.verdict === verdict).length
  const counts = (['fail', 'unknown', 'pass', 'not-applicable', 'not-asked'] as const)
    .filter((verdict) => count(verdict) > 0)
    .map((verdict) => `${count(verdict)} ${words[verdict]}`)
  return html`<p class="dim small">${counts.join(', ')}. Times are UTC.</p><ul class="list plain">${checks.map(checkItem)}</ul>`
}

const checkItem = (one: CheckRow): Safe =>
  html`<li class="item ${one.verdict}"><div><span class="mark" aria-hidden="true">${marks[one.verdict]}</span> <b>${one.check}</b> <span class="tag">${words[one.verdict]}</span>${one.waived && html` <span class="tag">waived by name</span>`}<br><span class="dim small">${one.when}, ${one.severity}${one.onFail !== 'refuse' && one.onFail !== 'tell' && `, ${one.onFail}`}${one.why && ` · ${one.why}`}${one.requirement && html` · <code>${one.requirement}</code>`}</span></div>
<div>${one.seen ?? one.because ?? '–'}${one.bound && html`<br><span class="dim small">bound: ${one.bound}</span>`}${one.verdict !== 'pass' && one.whatToDo && html`<br><span class="small todo">→ ${one.whatToDo}</span>`}${one.at && html`<br><span class="dim small">${clock(one.at)}${one.where && `, ${one.where}`}${one.looks > 1 && `, ${one.looks} looks, ${one.badLooks} bad`}</span>`}</div></li>`
