import * as z from 'zod/mini'
import { At, Seconds } from './moment.ts'

/** What proved who somebody is: their link alone, or also that they had signed in; or a signature with their AWS credentials. */
const proved = z.optional(z.enum(['link', 'link+login', 'iam', 'slack']))
/** Whom AWS named then. */
const arn = z.optional(z.string())

/** One person's decision at a gate. */
export const Signature = z.strictObject({
  person: z.string(),
  role: z.string(),
  decision: z.enum(['sign', 'reject', 'break-glass']),
  at: At,
  channel: z.string(),
  reason: z.optional(z.string()),
  /** Address and program that it came from, where the channel knows them. */
  from: z.optional(z.string()),
  with: z.optional(z.string()),
  proved,
  arn,
  /** The glass was broken by one person alone: the act is to be reviewed. */
  review: z.optional(z.boolean()),
  /** Whether it was given for what the gate asks now; one that was not counts for nothing. */
  counts: z.boolean(),
})

/** A gate: who could sign, who did, and how it ended. */
export const Gate = z.strictObject({
  gate: z.string(),
  when: z.string(),
  state: z.enum(['opened', 'rejected', 'expired', 'awaiting', 'not-reached']),
  asks: z.array(z.strictObject({ role: z.string(), count: z.int(), people: z.array(z.string()) })),
  /** Whether one signature counts for every role of its person. */
  severalRoles: z.optional(z.boolean()),
  signatures: z.array(Signature),
  /** Who was sent a link, and when it was first fetched: by them, or by what reads their mail for them. */
  invited: z.array(z.strictObject({ person: z.string(), sentAt: At, openedAt: z.optional(At) })),
  openedAt: z.optional(At),
  decidedAt: z.optional(At),
  seconds: z.optional(Seconds),
  limitSeconds: z.optional(Seconds),
  because: z.optional(z.string()),
  /** Digest of what was signed. */
  signedDigest: z.optional(z.string()),
})

/** A stop at a safe point, and what people (or the deadline) answered. */
export const Hold = z.strictObject({
  point: z.string(),
  because: z.string(),
  from: At,
  to: z.optional(At),
  deadline: At,
  byDefault: z.string(),
  answer: z.optional(z.string()),
  by: z.optional(z.string()),
  reason: z.optional(z.string()),
  /** Who might answer, by name; nobody: whoever might decide at all. Absent of what was written before. */
  asked: z.optional(z.array(z.string())),
  channel: z.optional(z.string()),
  /** Address and program that it came from, where the channel knows them. */
  address: z.optional(z.string()),
  program: z.optional(z.string()),
  proved,
  arn,
})

/** A check that the requester asked to waive, and who granted it. */
export const Waiver = z.strictObject({
  check: z.string(),
  /** `granted` by the people who opened the gate with it in what they signed. */
  state: z.enum(['granted', 'asked', 'not-needed']),
  by: z.array(z.string()),
  /** Why it was asked for. */
  reason: z.optional(z.string()),
  verdict: z.optional(z.string()),
})
export type Signature = z.infer<typeof Signature>
export type Gate = z.infer<typeof Gate>
export type Hold = z.infer<typeof Hold>
export type Waiver = z.infer<typeof Waiver>
