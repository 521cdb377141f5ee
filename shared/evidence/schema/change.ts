import * as z from 'zod/mini'
import { At } from './moment.ts'

/** One step of a change: a weight on its way, or 100 for what has no steps. */
export const Step = z.strictObject({
  percent: z.int(),
  state: z.string(),
  at: At,
  there: z.optional(At),
  aim: z.json(),
})

/** How a resource stands at the end: what a person looking at it would find. */
export const Stands = z.enum(['new', 'as-before', 'stays', 'asks', 'unclear'])

/** Everything that was done to one resource, and how it stands now. */
export const Change = z.strictObject({
  resource: z.string(),
  kind: z.string(),
  actions: z.array(z.string()),
  phase: z.string(),
  stands: Stands,
  before: z.json(),
  aim: z.json(),
  steps: z.array(Step),
  /** The way back of it, when there was one. */
  back: z.optional(
    z.strictObject({
      stage: z.string(),
      state: z.string(),
      from: At,
      to: z.optional(At),
      because: z.optional(z.string()),
    }),
  ),
  because: z.optional(z.string()),
  /** How people would read it: one line, and each difference. */
  reads: z.string(),
  differences: z.array(z.strictObject({ field: z.string(), before: z.string(), after: z.string() })),
})

/** Part of the plan that changed nothing, and why. */
export const NotDone = z.strictObject({
  action: z.string(),
  kind: z.string(),
  phase: z.string(),
  why: z.enum(['unchanged', 'not-reached']),
  because: z.string(),
})
export type Step = z.infer<typeof Step>
export type Stands = z.infer<typeof Stands>
export type Change = z.infer<typeof Change>
export type NotDone = z.infer<typeof NotDone>
