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

/** Every check with what was seen and its bound: failing ones first, and those that are well a click away. */
export const checksList = ({ checks }: Evidence): Safe => {
  const of = (...verdicts: readonly CheckRow['verdict'][]) => checks.filter((one) => verdicts.includes(one.verdict))
  const bad = of('fail', 'unknown')
  return html`${bad.length > 0 ? list(bad) : html`<p>No check fails.</p>`}${folded('pass', of('pass'), 'pass')}${folded('rest', of('not-applicable', 'not-asked'), 'not asked, or do not apply')}`
}

const list = (checks: readonly CheckRow[]): Safe => html`<ul class="list plain">${checks.map(checkItem)}</ul>`

const folded = (id: string, checks: readonly CheckRow[], what: string): Safe | false =>
  checks.length > 0 &&
  html`<details id="checks-${id}"><summary>${checks.length} ${what}</summary>${list(checks)}</details>`

const checkItem = (one: CheckRow): Safe =>
  html`<li class="item ${one.verdict}"><div><span class="mark" aria-hidden="true">${marks[one.verdict]}</span> <b>${one.check}</b> <span class="${one.verdict === 'pass' ? 'vh' : 'tag'}">${words[one.verdict]}</span>${one.waived && html` <span class="tag">waived by name</span>`}<br><span class="dim small meta">${one.when}, ${one.severity}${one.onFail !== 'refuse' && one.onFail !== 'tell' && `, ${one.onFail}`}${one.why && ` · ${one.why}`}${one.requirement && html` · <code>${one.requirement}</code>`}</span></div>
<div>${one.seen ?? one.because ?? '–'}${one.bound && html` <span class="dim small">(bound: ${one.bound})</span>`}${one.verdict !== 'pass' && one.whatToDo && html`<br><span class="small todo">→ ${one.whatToDo}</span>`}${one.at && html`<br><span class="dim small">${clock(one.at)}${one.where && `, ${one.where}`}${one.looks > 1 && `, ${one.looks} looks, ${one.badLooks} bad`}</span>`}</div></li>`
