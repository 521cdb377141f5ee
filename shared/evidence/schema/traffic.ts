import * as z from 'zod/mini'
import { At } from './moment.ts'

/** From this moment on the move asked for this share of its users on the new side. */
export const Asked = z.strictObject({
  at: At,
  percent: z.int(),
  /** When the world had taken it on; absent when it never did. */
  there: z.optional(At),
  direction: z.enum(['forward', 'back']),
})

/** One move and the share it asked for over time. */
export const MoveTraffic = z.strictObject({
  move: z.string(),
  kind: z.string(),
  resource: z.string(),
  asked: z.array(Asked),
})

/** What metrics said about where requests really went. */
export const Seen = z.strictObject({
  at: At,
  /** Percent on the new side. */
  seen: z.number(),
  asked: z.optional(z.number()),
  requests: z.optional(z.number()),
  move: z.optional(z.string()),
})

/** Where users were asked to go, and where they were seen. */
export const Traffic = z.strictObject({ moves: z.array(MoveTraffic), seen: z.array(Seen) })
export type Asked = z.infer<typeof Asked>
export type MoveTraffic = z.infer<typeof MoveTraffic>
export type Seen = z.infer<typeof Seen>
export type Traffic = z.infer<typeof Traffic>
