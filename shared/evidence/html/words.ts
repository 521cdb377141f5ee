/** A moment as people read it, in UTC: `2026-11-21 22:31:05`. */
export const clock = (at: string | undefined): string =>
  at === undefined ? '–' : `${at.slice(0, 10)} ${at.slice(11, 19)}`

/** The hour alone, for what is read beside others of the same night. */
export const hour = (at: string): string => at.slice(11, 16)
