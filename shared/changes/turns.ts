import type { LineRecord } from '../ledger/records.ts'

/**
 * A line is per resource and step, and a step may be taken again after people stepped back: `turn × 1000 + percent`.
 *
 * The first way up is turn 0 (5, 25, 100). Stepping back from 25 to 5 is turn 1 (1005), taking 25 again is 1025, and so
 * on; every line is kept, because each is an image that counts as ours on the way back.
 */
export const percentOf = (step: number): number => step % 1000
const turnOf = (step: number): number => Math.floor(step / 1000)

const newestTurn = (lines: readonly LineRecord[], action: string): number =>
  Math.max(0, ...lines.filter((line) => line.action === action).map((line) => turnOf(line.step)))

/** The line that a step belongs to now: in the newest turn of its move. */
export const stepForward = (lines: readonly LineRecord[], action: string, percent: number): number =>
  newestTurn(lines, action) * 1000 + percent

/** The line that a step back belongs to: a turn of its own, the same one when the call is made again. */
export function stepBack(lines: readonly LineRecord[], action: string, from: number, to: number): number {
  const turn = newestTurn(lines, action)
  const begun = turn > 0 && !lines.some((line) => line.action === action && line.step === turn * 1000 + from)
  return (begun ? turn : turn + 1) * 1000 + to
}
