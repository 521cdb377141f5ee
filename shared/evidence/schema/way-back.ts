import * as z from 'zod/mini'
import { At, Seconds } from './moment.ts'

/** A promise of the plan about the way back, and what became of it. */
export const BackPromise = z.strictObject({
  limitSeconds: Seconds,
  /** Absent while it is not there. */
  seconds: z.optional(Seconds),
  /** Took longer than promised, or is not there although the promise has run out. */
  late: z.boolean(),
})

/** One stage of the way back, with a barrier before the next. */
export const BackStage = z.strictObject({
  stage: z.enum(['exposure', 'services', 'migrations', 'rest', 'ttl']),
  title: z.string(),
  state: z.enum(['back', 'not-back', 'not-reached']),
  from: z.optional(At),
  to: z.optional(At),
  seconds: z.optional(Seconds),
  resources: z.array(z.string()),
})

/** The way back: why, since when, how far, and against what was promised. */
export const Back = z.strictObject({
  since: At,
  because: z.string(),
  /** Whether any user could have met the new version: if not, traffic never left. */
  exposed: z.boolean(),
  traffic: BackPromise,
  everything: BackPromise,
  stages: z.array(BackStage),
  /** What is not as it was before, and why. */
  left: z.array(z.strictObject({ resource: z.string(), state: z.string(), because: z.string() })),
})
export type BackPromise = z.infer<typeof BackPromise>
export type BackStage = z.infer<typeof BackStage>
export type Back = z.infer<typeof Back>
