import type { Series } from '../schema/check.ts'
import { html, type Safe } from './html.ts'

const width = 340
const height = 90

/** Each number that was watched, against its bound. Points that were bad are drawn as crosses. */
export const metricCharts = (series: readonly Series[]): Safe =>
  html`<div class="facts" style="grid-template-columns:repeat(auto-fit,minmax(300px,1fr))">${series.map(chart)}</div>`

function chart(series: Series): Safe {
  const values = series.points.map((point) => point.value)
  const top = Math.max(series.limit ?? 0, ...values) * 1.15 || 1
  const x = (n: number) => (values.length === 1 ? width / 2 : 6 + (n / (values.length - 1)) * (width - 12))
  const y = (value: number) => height - 6 - (Math.max(0, value) / top) * (height - 14)
  const path = series.points
    .map((point, n) => `${n === 0 ? 'M' : 'L'} ${x(n).toFixed(1)} ${y(point.value).toFixed(1)}`)
    .join(' ')
  const [low, high] = [round(Math.min(...values)), round(Math.max(...values))]
  const told = `${low === high ? low : `${low} to ${high}`} ${series.unit}${series.limit === undefined ? '' : ` · bound ${round(series.limit)} ${series.unit}`}`
  return html`<figure class="fact" style="margin:0"><figcaption><b style="font-size:.95rem">${series.check}</b><span class="small dim">${told} · ${series.points.length === 1 ? '1 look' : `${series.points.length} looks`}${series.badPoints > 0 ? `, ${series.badPoints} bad ✕` : ''}</span></figcaption>
<svg viewBox="0 0 ${width} ${height}" style="min-width:0" role="img" aria-label="${series.check}: ${told}">
${series.limit !== undefined && html`<line x1="0" x2="${width}" y1="${y(series.limit).toFixed(1)}" y2="${y(series.limit).toFixed(1)}" stroke="var(--bad)" stroke-dasharray="5 4"/>`}
${series.points.length === 1 && html`<circle cx="${x(0).toFixed(1)}" cy="${y(values[0]!).toFixed(1)}" r="3.5" fill="var(--work)"/>`}
<path d="${path}" fill="none" stroke="var(--work)" stroke-width="2"/>
${series.points.flatMap((point, n) => (point.verdict === 'fail' ? [html`<text x="${x(n).toFixed(1)}" y="${(y(point.value) + 4).toFixed(1)}" text-anchor="middle" style="fill:var(--bad)">✕</text>`] : []))}</svg></figure>`
}

/** Two digits behind the point at most, and two that count where it is small. */
export const round = (value: number): string =>
  String(Math.abs(value) >= 1 ? Number(value.toFixed(2)) : Number(value.toPrecision(2)))
