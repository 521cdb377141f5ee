import { durationWords } from '../duration-words.ts'
import type { Evidence } from '../evidence.ts'
import { type Ahead, type Phase, phaseNames, phaseTitles, type Row } from '../schema/timeline.ts'
import { type Axis, usualEnd } from './axis.ts'
import { html, type Safe } from './html.ts'
import { gateWords, holdWords } from './people.ts'
import { hour, plainly } from './words.ts'

const marks = { well: '✓', badly: '✕', unfinished: '…' } as const
const ended = { well: 'done', badly: 'failed', unfinished: 'under way' } as const

/** Every phase with its rows: what took how long, against what it usually takes, and what is still to come. */
export function timeline(evidence: Evidence, axis: Axis): Safe {
  const { phases, ahead = [] } = evidence
  const names = phaseNames.filter(
    (name) => phases.some((one) => one.name === name) || ahead.some((one) => one.phase === name),
  )
  return html`<ol class="timeline plain">${names.map((name) => {
    const phase = phases.find((one) => one.name === name)
    const coming = ahead.filter((one) => one.phase === name)
    return html`<li><h3>${phaseTitles[name]} ${took(phase)}</h3><ol class="rows plain">${phase?.rows.map((row) => rowLine(row, axis, evidence))}${coming.map((one) => aheadLine(one, axis))}</ol></li>`
  })}</ol>
<p class="legend small" aria-hidden="true">${legend('work', 'working')}${legend('watch', 'watching')}${legend('wait', 'waiting for people or clocks')}${legend('undo', 'putting back')}${axis.now !== undefined && legend('ahead', 'to come, as long as usual')}</p>`
}

/** A number stays beside its sign. */
const unbroken = (name: string): string => name.replace(/→ (\d+) %/, '→\u00a0$1\u00a0%')

/** What a row is called, and why it went as it did, with people by name. */
function told(row: Row, evidence: Evidence): { readonly name: string; readonly note: string } {
  const gate = evidence.gates.find((one) => row.what === 'gate' && row.name === `gate "${one.gate}"`)
  if (gate !== undefined) return { name: row.name, note: gateWords(gate, evidence) }
  const hold = evidence.holds.find((one) => row.what === 'hold' && row.from === one.from)
  if (hold !== undefined) return { name: 'hold', note: holdWords(evidence, hold) }
  return { name: row.name, note: plainly(row.note ?? '') }
}

const took = (phase: Phase | undefined): Safe =>
  phase === undefined
    ? html`<span class="dim">to come</span>`
    : html`<span class="dim">${hour(phase.from)}–${hour(phase.to)} UTC, ${durationWords(phase.seconds)}${usual(phase.forecastSeconds)}</span>`

const usual = (seconds: number | undefined): string => (seconds ? ` of usually ${durationWords(seconds)}` : '')

function rowLine(row: Row, axis: Axis, evidence: Evidence): Safe {
  const [now, end] = [Date.parse(evidence.moments.asOf), usualEnd(row, evidence) ?? 0]
  const bars = row.segments.map((one) => bar(axis, Date.parse(one.from), Date.parse(one.to), one.as))
  if (end > now) bars.push(bar(axis, now, end, 'ahead'))
  const { name, note } = told(row, evidence)
  return html`<li class="row ${row.ended}"><span class="name"><span class="mark" aria-hidden="true">${marks[row.ended]}</span> <span>${unbroken(name)} <span class="vh">${ended[row.ended]}, ${row.state}</span></span></span>${drawn(axis, bars)}<span class="took">${durationWords(row.seconds)}<span class="dim">${usual(row.forecastSeconds)}</span></span>${note !== '' && html`<span class="note small dim">${note}</span>`}</li>`
}

function aheadLine(one: Ahead, axis: Axis): Safe {
  const [from, to] = axis.ahead.get(one)!
  const seconds = one.forecastSeconds
  return html`<li class="row ahead"><span class="name"><span class="mark" aria-hidden="true">·</span> <span>${unbroken(one.name)} <span class="vh">to come</span></span></span>${drawn(axis, [bar(axis, from, to, 'ahead')])}<span class="took dim">${seconds === undefined ? 'people decide' : seconds === 0 ? 'at once' : html`<span class="usually">usually </span>${durationWords(seconds)}`}</span></li>`
}

const drawn = (axis: Axis, bars: readonly Safe[]): Safe =>
  html`<svg class="bar" aria-hidden="true">${axis.marks.map((x) => html`<line class="grid" x1="${percent(x)}" x2="${percent(x)}" y1="0" y2="100%"/>`)}${bars}${axis.now !== undefined && html`<line class="now" x1="${percent(axis.now)}" x2="${percent(axis.now)}" y1="0" y2="100%"/>`}</svg>`

function bar(axis: Axis, from: number, to: number, as: string): Safe {
  const width = Math.max(0.7, axis.x(to) - axis.x(from))
  const x = Math.min(100 - width, axis.x(from))
  return html`<rect class="${as}" x="${percent(x)}" y="4" width="${percent(width)}" height="12" rx="3"/>`
}

export const percent = (value: number): string => `${value.toFixed(2)}%`
export const legend = (as: string, text: string): Safe =>
  html`<span><svg class="key ${as}"><rect width="12" height="12" rx="3"/></svg>${text}</span>`
