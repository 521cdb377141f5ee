import * as z from 'zod/mini'

const Id = z.string().check(z.minLength(1), z.maxLength(100))
const Reason = z.string().check(z.minLength(1), z.maxLength(500))

/** What somebody asked for in Slack, by a command, a button or a form; nothing in it says who they are. */
export const Said = z.discriminatedUnion('say', [
  z.strictObject({ say: z.literal('release'), system: Id, version: Id, environment: Id, reason: z.optional(Reason) }),
  z.strictObject({ say: z.literal('status'), about: z.optional(Id) }),
  z.strictObject({
    say: z.enum(['sign', 'reject']),
    release: Id,
    gate: Id,
    reason: z.optional(Reason),
    /** Digest of what the card showed; a command's is read when it is carried out. */
    signedDigest: z.optional(z.string()),
  }),
  z.strictObject({
    say: z.literal('answer'),
    release: Id,
    hold: Id,
    answer: z.enum(['go-on', 'step-back', 'roll-back']),
    reason: Reason,
  }),
  z.strictObject({ say: z.literal('halt'), release: Id, reason: Reason }),
  z.strictObject({ say: z.literal('rollback'), release: Id, reason: Reason }),
])
export type Said = z.infer<typeof Said>

export type Words =
  /** To be carried out. */
  | { readonly do: Said }
  /** A form asks for what is missing. */
  | { readonly form: { readonly release: string; readonly gate: string } }
  /** Answered at once: help, or what would be right. */
  | { readonly tell: string }
