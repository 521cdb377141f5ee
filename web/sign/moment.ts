import { html, type Safe } from '../../shared/evidence/html/html.ts'
import { deadlineWords } from '../../shared/evidence/moment-words.ts'

/** `Sat 28 Nov 2026, 22:00 UTC`: one clock for everybody who is asked, wherever they are. */
export const moment = (ms: number): Safe =>
  html`<time datetime="${new Date(ms).toISOString()}">${deadlineWords(ms)}</time>`

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
