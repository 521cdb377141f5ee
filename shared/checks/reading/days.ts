const dayMs = 86_400_000

/** Whole days until then, rounded down so that a report never promises more. Negative when it is over. */
export function daysUntil(then: number, now: number): number {
  return Math.floor((then - now) / dayMs)
}

export const day = (at: number): string => new Date(at).toISOString().slice(0, 10)
export const minute = (at: number): string => `${new Date(at).toISOString().slice(0, 16)}Z`
