import { durationWords } from '../duration-words.ts'
import type { Evidence } from '../evidence.ts'
import type { Axis } from './axis.ts'
import { html, type Safe } from './html.ts'
import { clock } from './tables.ts'

const rowHeight = 20
/** Of the chart's small letters, about. */
const letterWidth = 6
const colours = {
  working: 'var(--work)',
  watching: 'var(--watch)',
  waiting: 'var(--wait)',
  undoing: 'var(--bad)',
} as const

/** Phases, actions, steps, gates and the way back, as bars over a broken axis. */
export function timeline(evidence: Evidence, axis: Axis, left: number, width: number): Safe {
  const rows = evidence.phases.flatMap((phase) => phase.rows.map((row) => ({ phase, row })))
  const top = 34
  const height = top + rows.length * rowHeight + evidence.phases.length * 8 + 24
  let y = top
  let former = ''
  const bars = rows.map(({ phase, row }) => {
    if (phase.name !== former) y += former === '' ? 0 : 8
    former = phase.name
    const at = y
    y += rowHeight
    const mark = row.ended === 'well' ? '' : row.ended === 'badly' ? ' ✕' : ' …'
    return html`<g><title>${phase.title}: ${row.name}, ${row.state}, ${durationWords(row.seconds)}${row.note ? ` (${row.note})` : ''}</title>
<text x="${left - 8}" y="${at + 14}" text-anchor="end">${short(row.name)}${mark}</text>
${row.segments.map((one) => {
  const x = axis.x(Date.parse(one.from))
  const w = Math.max(3, axis.x(Date.parse(one.to)) - x)
  return html`<rect x="${x.toFixed(1)}" y="${at + 4}" width="${w.toFixed(1)}" height="12" rx="3" fill="${colours[one.as]}"/>`
})}</g>`
  })
  const grid = axis.stretches.map((one) => {
    const atEnd = one.x + 4 + one.title.length * letterWidth > left + width
    const x = (atEnd ? one.x + one.width : one.x + 4).toFixed(1)
    const anchor = atEnd ? 'end' : 'start'
    return html`<line x1="${one.x.toFixed(1)}" x2="${one.x.toFixed(1)}" y1="22" y2="${height - 18}" stroke="var(--line)"/>
${one.width > 44 && html`<text x="${x}" y="12" text-anchor="${anchor}" class="dim">${one.title}</text><text x="${x}" y="26" text-anchor="${anchor}" class="dim">${durationWords((one.to - one.from) / 1000)}</text><text x="${one.x.toFixed(1)}" y="${height - 5}" text-anchor="middle" class="dim">${clock(new Date(one.from).toISOString()).slice(11, 16)}</text>`}`
  })
  return html`<svg viewBox="0 0 ${left + width + 8} ${height}" role="img" aria-labelledby="tl-t tl-d"><title id="tl-t">Timeline</title><desc id="tl-d">What was done when, phase by phase; each phase on a scale of its own.</desc>${grid}${bars}</svg>`
}

const short = (name: string): string => (name.length > 34 ? `${name.slice(0, 33)}…` : name)
