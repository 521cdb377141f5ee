import { type Dora, doraOf } from '../../shared/evidence/dora.ts'
import { durationWords } from '../../shared/evidence/duration-words.ts'
import { tones } from '../../shared/evidence/html/hero.ts'
import { html, type Safe } from '../../shared/evidence/html/html.ts'
import { nowWords } from '../../shared/evidence/html/now.ts'
import { whyWords } from '../../shared/evidence/html/people.ts'
import { called, clock, outcomeWords } from '../../shared/evidence/html/words.ts'
import { page } from '../page.ts'
import type { Shelf, Shelved } from './shelf.ts'

const days = 90
const dayMs = 86_400_000

/** Every release, by system and environment, with the four keys of delivery. */
export function listPage(
  about: string,
  { shelved, left }: Awaited<ReturnType<Shelf['list']>>,
  now: number,
  signedInAs?: string,
): string {
  const groups = Map.groupBy(shelved, ({ evidence }) => `${evidence.system} to ${evidence.environment}`)
  const body = html`<h1>Releases</h1><p class="dim">${about}</p>${[...groups].map(([name, own]) => system(name, own, now))}${shelved.length === 0 && html`<section class="top wait"><h2 class="first">No release yet</h2><p>Rehearse one, and it stands here: <code>npm run tidegate -- rehearse serveml</code></p></section>`}${left > 0 && html`<p class="dim">${left} older ones are not listed: <code>tidegate evidence &lt;release&gt;</code></p>`}${signedInAs && html`<p class="dim">You are signed in as ${signedInAs}. <a class="tap" href="/logout">Sign out</a></p>`}`
  return page({ title: 'Releases · Tidegate', body })
}

function system(name: string, own: readonly Shelved[], now: number): Safe {
  const evidences = own.map(({ evidence }) => evidence)
  // Rehearsals have a calendar of their own, which may be ahead.
  const to = Math.max(now, ...evidences.map(({ moments }) => Date.parse(moments.opened) + 1))
  const id = `system-${name.replaceAll(/[^\w-]+/g, '-')}`
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${name}</h2>${keys(doraOf(evidences, to - days * dayMs, to))}<div class="card"><ul class="list plain">${own.map(line)}</ul></div></section>`
}

const keys = (dora: Dora): Safe =>
  html`<dl class="facts four">${key('Released', `${dora.released} of ${dora.releases}`, `in ${days} days`)}${key('How often', often(dora), 'deployment frequency')}${key('Went wrong', dora.changeFailureShare === undefined ? '–' : `${Math.round(dora.changeFailureShare * 100)} %`, 'of what changed anything')}${key('Users back', dora.restoreSeconds === undefined ? '–' : durationWords(dora.restoreSeconds), 'median, when it went wrong')}</dl>`

/** Less than one a week says little as a fraction of it. */
function often({ perWeek }: Dora): string {
  if (perWeek === 0) return 'never yet'
  return perWeek < 1 ? `${((perWeek * 30) / 7).toFixed(1)} a month` : `${perWeek.toFixed(1)} a week`
}

const key = (title: string, value: string, more: string): Safe =>
  html`<div class="fact"><dt class="small dim">${title}</dt><dd><b>${value}</b><span class="small dim">${more}</span></dd></div>`

const line = ({ id, evidence }: Shelved): Safe =>
  html`<li class="item"><div><a class="big" href="/releases/${encodeURIComponent(id)}">${evidence.version}</a> <span class="badge ${tones[evidence.outcome]}">${outcomeWords[evidence.outcome]}</span><br><span class="dim small">${id}</span></div><div>${evidence.because === '' ? nowWords(evidence) : whyWords(evidence)}<br><span class="dim small">${clock(evidence.moments.opened)}, ${evidence.outcome === 'open' ? 'for' : 'took'} ${durationWords(evidence.wholeSeconds)}${evidence.asked.by && `, asked by ${called(evidence, evidence.asked.by)}`}</span></div></li>`
