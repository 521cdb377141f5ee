import * as z from 'zod/mini'
import { At } from './moment.ts'

/** As the check port has it; `not-asked` for what the plan holds and the release never came to. */
export const Verdict = z.enum(['pass', 'fail', 'unknown', 'not-applicable', 'not-asked'])

/** The newest result of one check in one phase. */
export const CheckRow = z.strictObject({
  check: z.string(),
  when: z.string(),
  kind: z.string(),
  severity: z.enum(['blocker', 'warning']),
  onFail: z.enum(['refuse', 'tripwire', 'goal', 'neighbour', 'tell']),
  verdict: Verdict,
  seen: z.optional(z.string()),
  bound: z.optional(z.string()),
  because: z.optional(z.string()),
  whatToDo: z.optional(z.string()),
  /** Where it was read: an API, a URL, a server. */
  where: z.optional(z.string()),
  at: z.optional(At),
  /** Why it applies. */
  why: z.optional(z.string()),
  requirement: z.optional(z.string()),
  waived: z.boolean(),
  /** How often it was looked at in this phase, and how often it was bad. */
  looks: z.int(),
  badLooks: z.int(),
})

/** One value of one check, when it was looked at. */
export const Point = z.strictObject({ at: At, value: z.number(), verdict: z.string() })

/** The values of one check over the whole release against its bound. */
export const Series = z.strictObject({
  check: z.string(),
  unit: z.string(),
  limit: z.optional(z.number()),
  points: z.array(Point),
  badPoints: z.int(),
})
export type CheckRow = z.infer<typeof CheckRow>
export type Verdict = z.infer<typeof Verdict>
export type Point = z.infer<typeof Point>
export type Series = z.infer<typeof Series>
