import type { Series } from '../schema/check.ts'
import { html, type Safe } from './html.ts'

const width = 340
const height = 76

/** Each number that was watched, against its bound. Points that were bad are drawn as crosses. */
export const metricCharts = (series: readonly Series[]): Safe =>
  html`<div class="facts charts">${series.toSorted((a, b) => b.badPoints - a.badPoints).map(chart)}</div>`

function chart(series: Series): Safe {
  const values = series.points.map((point) => point.value)
  const top = Math.max(series.limit ?? 0, ...values) * 1.15 || 1
  const x = (n: number) => (values.length === 1 ? width / 2 : 6 + (n / (values.length - 1)) * (width - 12)).toFixed(1)
  const y = (value: number) => height - 6 - (Math.max(0, value) / top) * (height - 14)
  const path = series.points.map((point, n) => `${n === 0 ? 'M' : 'L'} ${x(n)} ${y(point.value).toFixed(1)}`).join(' ')
  const [low, high] = [round(Math.min(...values)), round(Math.max(...values))]
  const told = `${low === high ? low : `${low} to ${high}`} ${series.unit}${series.limit === undefined ? '' : ` · bound ${round(series.limit)} ${series.unit}`}`
  const looks = series.points.length === 1 ? '1 look' : `${series.points.length} looks`
  return html`<figure class="fact${series.badPoints > 0 && ' is-bad'}"><figcaption><b>${series.check}</b><span class="small dim">${told} · ${looks}${series.badPoints > 0 && html`, <strong>${series.badPoints} bad ✕</strong>`}</span></figcaption>
<svg viewBox="0 0 ${width} ${height}" aria-hidden="true">${series.limit !== undefined && html`<line class="bound" x1="0" x2="${width}" y1="${y(series.limit).toFixed(1)}" y2="${y(series.limit).toFixed(1)}"/>`}${series.points.length === 1 && html`<circle class="work" cx="${x(0)}" cy="${y(values[0]!).toFixed(1)}" r="3.5"/>`}<path class="curve" d="${path}"/>${series.points.flatMap((point, n) => (point.verdict === 'fail' ? [html`<text class="bad" x="${x(n)}" y="${(y(point.value) + 4).toFixed(1)}" text-anchor="middle">✕</text>`] : []))}</svg></figure>`
}

/** Two digits behind the point at most, and two that count where it is small. */
export const round = (value: number): string =>
  String(Math.abs(value) >= 1 ? Number(value.toFixed(2)) : Number(value.toPrecision(2)))
