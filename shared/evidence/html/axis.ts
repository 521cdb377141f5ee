import type { Evidence } from '../evidence.ts'
import type { Ahead, Row } from '../schema/timeline.ts'

/** Time from left to right, in percent of the width, over everything that was and everything that is still to come. */
export interface Axis {
  /** Where phases begin. */
  readonly marks: readonly number[]
  /** Where now is, while there is something to come. */
  readonly now?: number
  x(time: number): number
  /** When something still to come would begin and end, if all goes as usual. */
  readonly ahead: ReadonlyMap<Ahead, readonly [from: number, to: number]>
}

/** No phase is thinner than this, or it could not be seen. */
const leastPercent = 2.4
/** What takes people's time has no forecast; it is drawn as if it took so long. */
const guessSeconds = 600

/**
 * A broken axis: phases laid side by side, each as wide as the square root of its time, because a day of baking must not
 * squeeze the hour before it into a pixel. Within a phase time runs evenly.
 */
export function axisOf(evidence: Evidence): Axis {
  const { phases, ahead = [], moments } = evidence
  const now = Date.parse(moments.asOf)
  const under = phases.flatMap((phase) => phase.rows.flatMap((row) => usualEnd(row, evidence) ?? []))
  const coming = lineUp(ahead, Math.max(now, ...under))
  const goesOn = ahead.length > 0 || under.some((end) => end > now)
  const bounds = [
    ...phases.map(({ from, to }) => [Date.parse(from), Date.parse(to)] as const),
    ...(goesOn ? [now, ...under].map((end) => [now, Math.max(now, end)] as const) : []),
    ...coming.values(),
  ]
  const times = [...new Set(bounds.flat())].sort((a, b) => a - b)
  const pieces = times.slice(1).map((to, at) => {
    const from = times[at]!
    const used = bounds.some((one) => one[0] < to && one[1] > from)
    return { from, to, weight: Math.sqrt((to - from) / 1000), least: used && to - from > 1000 ? leastPercent : 0.3 }
  })
  const free = Math.max(0, 100 - pieces.reduce((sum, piece) => sum + piece.least, 0))
  const sum = pieces.reduce((all, piece) => all + piece.weight, 0) || 1
  let x = 0
  const stretches = pieces.map(({ from, to, weight, least }) => {
    const stretch = { from, to, x, width: least + (free * weight) / sum }
    x += stretch.width
    return stretch
  })
  const place = (time: number): number => {
    const within = stretches.find((one) => time <= one.to) ?? stretches.at(-1)
    if (within === undefined) return 0
    const part = (time - within.from) / Math.max(1, within.to - within.from)
    return Math.min(100, within.x + within.width * Math.min(1, Math.max(0, part)))
  }
  return {
    marks: [...new Set(phases.map((phase) => place(Date.parse(phase.from))))],
    ...(goesOn && { now: place(now) }),
    x: place,
    ahead: coming,
  }
}

/** The same for what was alone: as wide as it can be. */
export const axisUntilNow = (evidence: Evidence): Axis =>
  axisOf({ ...evidence, outcome: evidence.outcome === 'open' ? 'stuck' : evidence.outcome, ahead: [] })

/** When something that is under way ends if it takes as long as usual; undefined when it has ended, or goes back. */
export function usualEnd({ ended, from, forecastSeconds }: Row, { outcome, back }: Evidence): number | undefined {
  if (ended !== 'unfinished' || outcome !== 'open' || back !== undefined) return undefined
  return forecastSeconds === undefined ? undefined : Date.parse(from) + forecastSeconds * 1000
}

/** What is in the same phase begins together, but for moves, steps and gates, which come one after the other. */
function lineUp(ahead: readonly Ahead[], now: number): Map<Ahead, readonly [number, number]> {
  const placed = new Map<Ahead, readonly [number, number]>()
  let begin = now
  let end = now
  for (const [at, one] of ahead.entries()) {
    const together = one.phase !== 'cutover' && one.phase !== 'migrate' && one.phase === ahead[at - 1]?.phase
    if (!together) begin = end
    const to = begin + Math.max(1, one.forecastSeconds ?? guessSeconds) * 1000
    placed.set(one, [begin, to])
    end = Math.max(end, to)
  }
  return placed
}
