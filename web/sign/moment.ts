import { html, type Safe } from '../../shared/evidence/html/html.ts'

const written = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZone: 'UTC',
})

/** `Sat 28 Nov 2026, 22:00 UTC`: one clock for everybody who is asked, wherever they are. */
export function moment(ms: number): Safe {
  const { weekday, day, month, year, hour, minute } = Object.fromEntries(
    written.formatToParts(ms).map(({ type, value }) => [type, value]),
  )
  const iso = new Date(ms).toISOString()
  return html`<time datetime="${iso}">${weekday} ${day} ${month} ${year}, ${hour}:${minute} UTC</time>`
}

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const

/** `in 6 days`, `in 45 minutes`: rounded down, so that nobody is promised time that they have not. */
export function fromNow(ms: number, now: number): string {
  const left = ms - now
  const [unit, size] = units.find(([, one]) => left >= 2 * one) ?? units[2]
  const count = Math.floor(left / size)
  return count < 1 ? 'within a minute' : `in ${count} ${unit}${count === 1 ? '' : 's'}`
}
