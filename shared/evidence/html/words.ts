import type { Evidence } from '../evidence.ts'

/** A moment as people read it, in UTC and with its zone: `2026-11-21 22:31:05 UTC`. */
export const clock = (at: string | undefined): string =>
  at === undefined ? '–' : `${at.slice(0, 10)} ${at.slice(11, 19)} UTC`

export const outcomeWords = {
  released: 'released',
  refused: 'refused',
  'rolled-back': 'rolled back',
  stuck: 'stuck',
  open: 'under way',
} as const

/** A person as people call them; their id where nothing else is known. */
export const called = ({ names }: Pick<Evidence, 'names'>, person: string): string => names?.[person] ?? person

/** Why, without the name that the error behind it has among machines: `AlarmWentOff: …`. */
export const plainly = (because: string): string => because.replace(/^[A-Z][A-Za-z.]+: /, '')

/** The hour alone, for what is read beside others of the same night. */
export const hour = (at: string): string => at.slice(11, 16)
