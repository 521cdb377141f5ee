import type { Evidence } from '../evidence.ts'
import { axisOf, axisUntilNow } from './axis.ts'
import { backList } from './back.ts'
import { changesList } from './changes.ts'
import { checksList } from './checks.ts'
import { hero } from './hero.ts'
import { html, type Safe } from './html.ts'
import { metricCharts } from './metrics.ts'
import { peopleList, whyWords } from './people.ts'
import { timeline } from './timeline.ts'
import { trafficCharts } from './traffic.ts'
import { clock } from './words.ts'

/**
 * One release as people see it: during the night in the release room, afterwards in its report. No script, no inline
 * style, everything from the ledger escaped; each part has an id, so that it can be drawn again by itself.
 */
export function releaseView(evidence: Evidence): Safe {
  const { back, traffic, metrics, checks, changes, happenings, digests } = evidence
  const places = [
    ...(back ? [['back', 'The way back']] : []),
    ['timeline', 'Timeline'],
    ...(traffic.moves.length > 0 ? [['traffic', 'Traffic']] : []),
    ['people', 'Gates and holds'],
    ...(metrics.length > 0 ? [['metrics', 'Metrics']] : []),
    ['checks', 'Checks'],
    ['journal', 'Journal'],
    ...(happenings.length > 0 ? [['events', 'Events']] : []),
  ]
  return html`<section id="part-top" aria-label="How it stands">${hero(evidence)}</section>
<section id="part-places"><nav class="places" aria-label="On this page">${places.map(([id, title]) => html`<a href="#part-${id}">${title}</a> `)}</nav></section>
${back && part('back', 'The way back', backList(back, whyWords({ ...evidence, because: back.because })))}
${part('timeline', 'Timeline', timeline(evidence, axisOf(evidence)))}
${traffic.moves.length > 0 && part('traffic', 'Traffic', trafficCharts(evidence, axisUntilNow(evidence)))}
${part('people', 'Gates and holds', peopleList(evidence))}
${metrics.length > 0 && bare('metrics', 'Metrics against their bounds', metricCharts(metrics))}
${part('checks', `Checks (${checks.length})`, checksList(evidence))}
${part('journal', `Journal (${changes.length})`, changesList(evidence))}
${happenings.length > 0 && part('events', `Events (${happenings.length})`, html`<ul class="list plain">${happenings.map((one) => html`<li class="item"><div><b>${one.what}</b><br><span class="dim small">${clock(one.at)}</span></div><div>${one.text}</div></li>`)}</ul>`)}
${part('released', 'What is released', html`<dl class="diff"><div><dt>plan</dt><dd><code>${digests.plan}</code></dd></div><div><dt>manifest</dt><dd><code>${digests.manifest}</code></dd></div>${Object.entries(digests.artifacts).map(([name, digest]) => html`<div><dt>${name}</dt><dd><code>${digest}</code></dd></div>`)}</dl>`)}
<section id="part-end"><p class="dim small">Release <code>${evidence.release}</code>, execution <code>${evidence.asked.execution}</code>. Made from the ledger alone, as of ${clock(evidence.moments.asOf)}.</p></section>`
}

const bare = (id: string, title: string, body: Safe): Safe =>
  html`<section id="part-${id}" aria-labelledby="h-${id}"><h2 id="h-${id}">${title}</h2>${body}</section>`
const part = (id: string, title: string, body: Safe): Safe => bare(id, title, html`<div class="card">${body}</div>`)
