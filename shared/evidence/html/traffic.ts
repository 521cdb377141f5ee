import type { Evidence } from '../evidence.ts'
import type { MoveTraffic } from '../schema/traffic.ts'
import type { Axis } from './axis.ts'
import { html, type Safe } from './html.ts'
import { round } from './metrics.ts'

const bandHeight = 62

/** The share of users that each move asked for over time; the way back falls to nothing. */
export function trafficChart(evidence: Evidence, axis: Axis, left: number, width: number): Safe {
  const { moves } = evidence.traffic
  const end = Date.parse(evidence.moments.ended ?? evidence.moments.asOf)
  const height = moves.length * (bandHeight + 26) + 8
  return html`<svg viewBox="0 0 ${left + width + 8} ${height}" role="img" aria-labelledby="tr-t tr-d"><title id="tr-t">Traffic share over time</title><desc id="tr-d">${moves.map((move) => `${move.move}: ${move.asked.map((one) => `${one.percent} % at ${one.at}`).join(', ')}. `)}</desc>
${moves.map((move, n) => band(move, axis, left, 18 + n * (bandHeight + 26), end, evidence))}</svg>`
}

function band(move: MoveTraffic, axis: Axis, left: number, top: number, end: number, evidence: Evidence): Safe {
  const base = top + bandHeight
  const y = (percent: number) => base - (percent / 100) * bandHeight
  let path = `M ${left} ${base}`
  let share = 0
  for (const one of move.asked) {
    const from = axis.x(Date.parse(one.at))
    const there = axis.x(Date.parse(one.there ?? one.at))
    path += ` L ${from.toFixed(1)} ${y(share).toFixed(1)} L ${there.toFixed(1)} ${y(one.percent).toFixed(1)}`
    share = one.percent
  }
  // Where requests were really counted, for the move that is made by weight of names.
  const seen = move.kind === 'route53-record' ? evidence.traffic.seen : []
  const right = axis.x(end)
  path += ` L ${right.toFixed(1)} ${y(share).toFixed(1)} L ${right.toFixed(1)} ${base} Z`
  return html`<rect x="${left}" y="${top}" width="${(right - left).toFixed(1)}" height="${bandHeight}" fill="var(--live)" opacity=".28"/><path d="${path}" fill="var(--next)" opacity=".85"/>
<text x="${left - 8}" y="${top + 26}" text-anchor="end">${move.move.length > 30 ? `${move.move.slice(0, 29)}…` : move.move}</text>
<text x="${left - 8}" y="${top + 42}" text-anchor="end" class="dim">${share} % on the new one at the end</text>
${move.asked.map((one) => html`<text x="${(axis.x(Date.parse(one.there ?? one.at)) + 2).toFixed(1)}" y="${(y(one.percent) - 3).toFixed(1)}">${one.percent} %</text>`)}
${seen.map((one) => html`<circle cx="${axis.x(Date.parse(one.at)).toFixed(1)}" cy="${y(one.seen).toFixed(1)}" r="3" fill="var(--ink)"><title>seen ${round(one.seen)} % at ${one.at}</title></circle>`)}`
}
