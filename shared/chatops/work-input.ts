import * as z from 'zod/mini'
import { Member } from './who.ts'
import { Said } from './words.ts'

/** What is left to do after Slack has its answer. */
export const Work = z.strictObject({
  do: z.literal('work'),
  /** When it was handed on, ms: what somebody wanted then is not done much later, whoever kept it. */
  at: z.number(),
  said: Said,
  from: Member,
  /** Which delivery of Slack it came with, so that the same one starts one release. */
  delivery: z.string(),
  /** Where one line to whoever asked goes; Slack takes five within half an hour. */
  answer: z.optional(z.string()),
  /** That it was we who handed it on. */
  seal: z.string().check(z.maxLength(64)),
})
export type Work = z.infer<typeof Work>
