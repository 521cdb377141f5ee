/** The middle one, or the mean of the two middle ones. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('a median of nothing: measure at least once')
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

export interface Beside {
  /** Milliseconds more than the empty handler of the same turn, the median of all turns. */
  readonly overMs: number
  /** The fastest of each: what the machine disturbed least. */
  readonly leastOverMs: number
  readonly ratio: number
}

/** One handler's runs beside those of an empty handler, each turn one of both. */
export function beside(turns: readonly { readonly empty: number; readonly handler: number }[]): Beside {
  const empty = turns.map((turn) => turn.empty)
  const handler = turns.map((turn) => turn.handler)
  return {
    overMs: median(turns.map((turn) => turn.handler - turn.empty)),
    leastOverMs: Math.min(...handler) - Math.min(...empty),
    ratio: median(handler) / median(empty),
  }
}
