/** Milliseconds of the ledger as a moment in UTC. */
export const at = (ms: number): string => new Date(ms).toISOString()
export const ms = (moment: string): number => Date.parse(moment)

/** Whole seconds, rounded up, so that a report never looks better than the night was; clocks of two machines may differ. */
export const secondsBetween = (from: number, to: number): number => Math.max(0, Math.ceil((to - from) / 1000))

/** An optional moment. */
export const maybeAt = (time: number | undefined): string | undefined => (time === undefined ? undefined : at(time))
