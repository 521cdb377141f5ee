import type { Evidence } from '../evidence.ts'
import type { MoveTraffic, Seen } from '../schema/traffic.ts'
import type { Axis } from './axis.ts'
import { html, type Safe } from './html.ts'
import { round } from './metrics.ts'
import { legend, percent } from './timeline.ts'
import { hour } from './words.ts'

/** The share of users that each move asked for over time, and where they were seen; the way back falls to nothing. */
export const trafficCharts = (evidence: Evidence, axis: Axis): Safe =>
  html`${evidence.traffic.moves.map((move) => chart(move, axis, evidence))}<p class="legend small" aria-hidden="true">${legend('next', `asked to be on the new one (${evidence.sides.next})`)}${legend('live', `on the former one (${evidence.sides.live})`)}<span>● seen by the load balancers</span></p>`

function chart(move: MoveTraffic, axis: Axis, { traffic, moments }: Evidence): Safe {
  const end = axis.x(Date.parse(moments.ended ?? moments.asOf))
  // Where requests were really counted, for the move that is made by weight of names.
  const seen = move.kind === 'route53-record' ? traffic.seen : []
  const asked = move.asked.at(-1)?.percent ?? 0
  const last = seen.at(-1)
  return html`<figure class="traffic"><figcaption><b>${move.move}</b> <span class="share"><b>${asked} %</b> asked</span>${last && html` <span class="share"><b>${round(last.seen)} %</b> seen at ${hour(last.at)} UTC${last.requests !== undefined && html` <span class="dim">of ${last.requests} requests</span>`}</span>`}<br><span class="small dim">${move.asked.map((one) => `${one.direction === 'back' ? 'back to ' : ''}${one.percent} % at ${hour(one.at)}${one.there === undefined ? ', not there yet' : ''}`).join(' → ')} UTC</span></figcaption>
<svg class="flow" aria-hidden="true"><rect class="live" width="${percent(end)}" height="100%" rx="4"/><svg viewBox="0 0 100 100" preserveAspectRatio="none" width="100%" height="100%"><path class="next" d="${shape(move, axis, end)}"/></svg>${seen.map((one) => dot(one, axis))}</svg></figure>`
}

/** Rises, step by step, while the world takes it on. */
function shape(move: MoveTraffic, axis: Axis, end: number): string {
  let path = 'M 0 100'
  let share = 0
  for (const one of move.asked) {
    const [from, there] = [axis.x(Date.parse(one.at)), axis.x(Date.parse(one.there ?? one.at))]
    path += ` L ${from.toFixed(2)} ${100 - share} L ${there.toFixed(2)} ${100 - one.percent}`
    share = one.percent
  }
  return `${path} L ${end.toFixed(2)} ${100 - share} L ${end.toFixed(2)} 100 Z`
}

const dot = (one: Seen, axis: Axis): Safe =>
  html`<circle class="seen" cx="${percent(axis.x(Date.parse(one.at)))}" cy="${percent(96 - one.seen * 0.92)}" r="3"/>`
