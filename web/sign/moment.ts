import { durationWords } from '../../shared/evidence/duration-words.ts'
import { html, type Safe } from '../../shared/evidence/html/html.ts'
import { deadlineWords } from '../../shared/evidence/moment-words.ts'

/** `Sat 28 Nov 2026, 22:00 UTC`: one clock for everybody who is asked, wherever they are. */
export const moment = (ms: number): Safe =>
  html`<time datetime="${new Date(ms).toISOString()}">${deadlineWords(ms)}</time>`

/** `in 6 days`, `in 1 h 59 min`: rounded down, so that nobody is promised time that they have not. */
export function fromNow(ms: number, now: number): string {
  const minutes = Math.floor((ms - now) / 60_000)
  if (minutes < 1) return 'within a minute'
  const days = Math.floor(minutes / 1440)
  return `in ${days >= 2 ? `${days} days` : durationWords(minutes * 60)}`
}
