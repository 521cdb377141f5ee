import type { Evidence } from '../evidence.ts'

/** A stretch of time on its own scale: a day of baking must not squeeze the hour before it into a pixel. */
export interface Stretch {
  readonly title: string
  readonly from: number
  readonly to: number
  readonly x: number
  readonly width: number
}
export interface Axis {
  readonly stretches: readonly Stretch[]
  x(time: number): number
}

/**
 * A broken axis: phases laid side by side, each as wide as the square root of its time, and never thinner than can be
 * read. Within a phase time runs evenly.
 */
export function axisOf(evidence: Evidence, left: number, width: number): Axis {
  const cuts = new Set<number>()
  const titles = new Map<number, string>()
  for (const phase of evidence.phases) {
    cuts.add(Date.parse(phase.from))
    if (!titles.has(Date.parse(phase.from))) titles.set(Date.parse(phase.from), phase.title)
    cuts.add(Date.parse(phase.to))
  }
  const times = [...cuts].sort((a, b) => a - b)
  const pieces = times.slice(1).map((to, at) => ({ from: times[at]!, to }))
  const weight = ({ from, to }: { from: number; to: number }) => Math.max(2, Math.sqrt((to - from) / 1000))
  const least = 26
  const free = Math.max(0, width - least * pieces.length)
  const sum = pieces.reduce((all, piece) => all + weight(piece), 0) || 1
  let x = left
  const stretches = pieces.map((piece): Stretch => {
    const own = least + (free * weight(piece)) / sum
    const stretch = { ...piece, title: titles.get(piece.from) ?? '', x, width: own }
    x += own
    return stretch
  })
  return {
    stretches,
    x(time) {
      const within = stretches.find((one) => time <= one.to) ?? stretches.at(-1)
      if (within === undefined) return left
      const part = (time - within.from) / Math.max(1, within.to - within.from)
      return within.x + within.width * Math.min(1, Math.max(0, part))
    },
  }
}
