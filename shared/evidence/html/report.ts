import { durationWords } from '../duration-words.ts'
import type { Evidence } from '../evidence.ts'
import type { BackPromise } from '../schema/way-back.ts'
import { axisOf } from './axis.ts'
import { html, type Safe } from './html.ts'
import { metricCharts } from './metrics.ts'
import { style } from './style.ts'
import { backTable, changesTable, checksTable, clock, gatesTable } from './tables.ts'
import { timeline } from './timeline.ts'
import { trafficChart } from './traffic.ts'

const left = 250
const width = 830
const tones = { released: 'good', refused: 'wait', 'rolled-back': 'wait', stuck: 'bad', open: 'wait' } as const
const sentences = {
  released: 'Users are on the new version, and the bake ended well.',
  refused: 'Nothing was changed.',
  'rolled-back': 'Users are on the former side; everything that can be undone is.',
  stuck: 'Neither forward nor back was safe: a person is needed and was paged.',
  open: 'It has not ended yet.',
} as const

/** The report as one page: no script, nothing fetched, everything from the ledger escaped. */
export function htmlReport(evidence: Evidence): string {
  const { outcome, back, moments } = evidence
  const axis = axisOf(evidence, left, width)
  const page = html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="referrer" content="no-referrer"><title>${evidence.system} ${evidence.version}: ${outcome}</title><style>${style}</style></head><body><main>
<header class="top ${tones[outcome]}"><h1>${evidence.system} ${evidence.version}: <b>${outcome}</b></h1><p>${sentences[outcome]}</p>${evidence.because !== '' && html`<p class="dim">${evidence.because}</p>`}
${evidence.whatToDo.length > 0 && html`<p><b>What to do now</b></p><ul>${evidence.whatToDo.map((one) => html`<li>${one}</li>`)}</ul>`}
<div class="facts">${fact('Took', durationWords(evidence.wholeSeconds), `from ${clock(moments.opened)} UTC`)}${fact('Users', `${evidence.sides.live} → ${evidence.sides.next}`, `${evidence.environment}, ${evidence.region}`)}${fact('Asked by', evidence.asked.by ?? '–', evidence.asked.reason ?? evidence.release)}${back && promised('Users back', back.traffic, back.exposed)}${back && promised('Everything back', back.everything, true)}${!back && fact('Bake', durationWords(evidence.bakeSeconds), moments.kept === undefined ? 'not kept' : `kept ${clock(moments.kept)}`)}</div>
${evidence.notes.map((note) => html`<p>! ${note}</p>`)}</header>
${back && html`<h2>The way back</h2>${backTable(back)}`}
<h2>Timeline</h2><div class="card scroll">${timeline(evidence, axis, left, width)}<p class="legend small">${legend('var(--work)', 'working')}${legend('var(--watch)', 'watching')}${legend('var(--wait)', 'waiting for people or clocks')}${legend('var(--bad)', 'putting back')}</p></div>
${evidence.traffic.moves.length > 0 && html`<h2>Traffic</h2><div class="card scroll">${trafficChart(evidence, axis, left, width)}<p class="legend small">${legend('var(--next)', `on the new one (${evidence.sides.next})`)}${legend('var(--live)', `on the former one (${evidence.sides.live})`)}<span>● seen by the load balancers</span></p></div>`}
${evidence.metrics.length > 0 && html`<h2>Metrics against their bounds</h2>${metricCharts(evidence.metrics)}`}
<h2>Gates</h2>${gatesTable(evidence)}
<h2>Checks</h2>${checksTable(evidence)}
<h2>Changes</h2>${changesTable(evidence)}
<h2>What was released</h2><div class="card"><table><caption>Digests, never names alone.</caption><tbody>${Object.entries(evidence.digests.artifacts).map(([name, digest]) => html`<tr><td>${name}</td><td><code>${digest}</code></td></tr>`)}<tr><td>plan</td><td><code>${evidence.digests.plan}</code></td></tr><tr><td>manifest</td><td><code>${evidence.digests.manifest}</code></td></tr></tbody></table></div>
${evidence.happenings.length > 0 && html`<h2>What else happened</h2><div class="card"><table><caption>As the ledger noted it.</caption><tbody>${evidence.happenings.map((one) => html`<tr><td class="n small">${clock(one.at)}</td><td>${one.what}</td><td>${one.text}</td></tr>`)}</tbody></table></div>`}
<p class="dim small">Release <code>${evidence.release}</code>, execution <code>${evidence.asked.execution}</code>. Made from the ledger alone, as of ${clock(moments.asOf)} UTC.</p></main></body></html>`
  return `${page.text}\n`
}

const fact = (title: string, value: string, more: string): Safe =>
  html`<div class="fact"><span class="small dim">${title}</span><b>${value}</b><span class="small dim">${more}</span></div>`

function promised(title: string, promise: BackPromise, happened: boolean): Safe {
  if (!happened) return fact(title, 'never left', `promise ${durationWords(promise.limitSeconds)}`)
  const value = promise.seconds === undefined ? 'not back' : `after ${durationWords(promise.seconds)}`
  return fact(title, value, `${promise.late ? 'LATE: ' : ''}promise ${durationWords(promise.limitSeconds)}`)
}

const legend = (colour: string, text: string): Safe =>
  html`<span><span class="key" style="background:${colour}"></span>${text}</span>`
