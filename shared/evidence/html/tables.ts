import { durationWords } from '../duration-words.ts'
import type { Evidence } from '../evidence.ts'
import type { Back } from '../schema/way-back.ts'
import { html, type Safe } from './html.ts'

export const clock = (at: string | undefined): string =>
  at === undefined ? '–' : `${at.slice(0, 10)} ${at.slice(11, 19)}`

const marks = { pass: '✓', fail: '✕', unknown: '?', 'not-applicable': '–', 'not-asked': '·' } as const

export const checksTable = ({
  checks,
}: Evidence): Safe => html`<div class="card"><table><caption>Every check with what was seen and its bound; failing ones first. Times are UTC.</caption>
<thead><tr><th>Check</th><th>Seen</th><th>Bound</th><th class="wide">Read from</th><th>When</th></tr></thead><tbody>${checks.map(
  (one) =>
    html`<tr class="${one.verdict}"><td><span class="mark">${marks[one.verdict]}</span> ${one.check} <span class="dim small">${one.verdict}, ${one.when}${one.waived && ', waived by name'}</span><br><span class="dim small">${one.why}${one.requirement && html` · <code>${one.requirement}</code>`}</span></td><td>${one.seen ?? one.because ?? '–'}${one.verdict !== 'pass' && one.whatToDo && html`<br><span class="dim small">→ ${one.whatToDo}</span>`}</td><td>${one.bound ?? '–'}</td><td class="wide small dim">${one.where ?? '–'}</td><td class="n small">${clock(one.at)}${one.looks > 1 && html`<br>${one.looks} looks, ${one.badLooks} bad`}</td></tr>`,
)}</tbody></table></div>`

const stands = {
  new: 'new',
  'as-before': 'as before',
  stays: 'stays',
  asks: 'asks people',
  unclear: 'UNCLEAR',
} as const

export const changesTable = ({
  changes,
  notDone,
}: Evidence): Safe => html`<div class="card"><table><caption>Every change, with what was there before and what the release aimed at.</caption>
<thead><tr><th>Resource</th><th>Before → after</th><th>Stands</th></tr></thead><tbody>${changes.map(
  (one) =>
    html`<tr><td><b>${one.actions.join(', ')}</b><br><code>${one.resource}</code><br><span class="dim small">${one.kind}, ${one.phase}${one.steps.length > 1 && `, ${one.steps.map((step) => `${step.percent} %`).join(' → ')}`}</span></td><td>${
      one.differences.length === 0
        ? html`<span class="dim">nothing differs</span>`
        : html`<div class="diff"><span class="dim">field</span><span class="dim">before</span><span class="dim">aim</span>${one.differences.map((diff) => html`<span>${diff.field}</span><span><code>${diff.before}</code></span><span><code>${diff.after}</code></span>`)}</div>`
    }</td><td><b>${stands[one.stands]}</b><br><span class="dim small">${one.reads}</span>${one.back?.to !== undefined && html`<br><span class="small">back at ${clock(one.back.to)}</span>`}</td></tr>`,
)}</tbody></table>${notDone.length > 0 && html`<p class="dim small">Not done: ${notDone.map((one) => html`<br>${one.action}: ${one.why === 'unchanged' ? 'unchanged' : 'not reached'} (${one.because})`)}</p>`}</div>`

export const gatesTable = ({
  gates,
  holds,
  waivers,
}: Evidence): Safe => html`<div class="card"><table><caption>Who was asked, who signed, and for what.</caption>
<thead><tr><th>Gate</th><th>Signatures</th><th>Ended</th></tr></thead><tbody>${gates.map(
  (gate) =>
    html`<tr><td><b>${gate.gate}</b><br><span class="dim small">${gate.asks.map((ask) => `${ask.count} × ${ask.role} (${ask.people.join(', ')})`).join('; ')}</span></td><td>${gate.signatures.length === 0 ? '–' : gate.signatures.map((sign) => html`${sign.decision === 'sign' ? '✓' : '✕'} <b>${sign.person}</b> as ${sign.role}, ${clock(sign.at)}, by ${sign.channel}${sign.reason && `: ${sign.reason}`}${!sign.counts && ' (void: what was signed has changed)'}<br>`)}</td><td>${gate.state}${gate.seconds !== undefined && ` after ${durationWords(gate.seconds)}`}<br><span class="dim small">${gate.because}</span>${gate.signedDigest && html`<br><code title="digest of what was signed">${gate.signedDigest.slice(0, 16)}</code>`}</td></tr>`,
)}${holds.map((hold) => html`<tr><td><b>hold at ${hold.point}</b><br><span class="dim small">${hold.because}</span></td><td>${hold.answer ?? 'nobody yet'} by ${hold.by ?? '–'}${hold.reason && `: ${hold.reason}`}</td><td>${clock(hold.to)}<br><span class="dim small">deadline ${clock(hold.deadline)}, then ${hold.byDefault}</span></td></tr>`)}</tbody></table>${waivers.length > 0 && html`<p>Waived: ${waivers.map((one) => html`<br>${one.check}: ${one.state}${one.by.length > 0 && ` by ${one.by.join(', ')}`}${one.reason && `: ${one.reason}`}`)}</p>`}</div>`

export const backTable = (
  back: Back,
): Safe => html`<div class="card"><p><b>${back.because}</b></p><table><caption>The way back, stage by stage; a stage starts when the one before it is there.</caption>
<thead><tr><th>Stage</th><th>Took</th><th>Resources</th></tr></thead><tbody>${back.stages.map(
  (stage) =>
    html`<tr><td>${stage.state === 'back' ? '✓' : '✕'} <b>${stage.title}</b><br><span class="dim small">${clock(stage.from)}</span></td><td class="n">${stage.seconds === undefined ? 'not back' : durationWords(stage.seconds)}</td><td>${stage.resources.map((one) => html`<code>${one}</code><br>`)}</td></tr>`,
)}</tbody></table>${back.left.length > 0 && html`<p>Not as before, with its reason:</p><ul>${back.left.map((one) => html`<li><code>${one.resource}</code> ${one.state}: ${one.because}</li>`)}</ul>`}</div>`
