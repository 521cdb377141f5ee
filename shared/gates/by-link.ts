import * as z from 'zod/mini'
import { WrongInput } from '../errors.ts'
import type { World } from '../world.ts'
import { type Decided, decide } from './decide.ts'
import { roleWords } from './role-words.ts'
import { signsAs } from './sign-as.ts'
import { isTheirs } from './theirs.ts'
import { type Question, shortName, signsAt, typedRight, type Visit, visit } from './visit.ts'

const Text = (max: number) => z.string().check(z.trim(), z.maxLength(max))

/** What a page sends for the person whose link it is. */
export const Said = z.discriminatedUnion('say', [
  z.strictObject({
    say: z.literal('sign'),
    typed: Text(120),
    reason: z.optional(Text(500)),
    /** What the page said that it counts for, where a person could sign for several. */
    role: z.optional(Text(80)),
  }),
  z.strictObject({ say: z.literal('reject'), reason: Text(500) }),
  z.strictObject({
    say: z.literal('break-glass'),
    typed: Text(120),
    reason: Text(500),
    review: z.optional(z.boolean()),
  }),
  z.strictObject({ say: z.literal('go-on'), typed: Text(120), reason: Text(500) }),
  z.strictObject({ say: z.enum(['step-back', 'roll-back']), reason: Text(500) }),
])
export type Said = z.infer<typeof Said>

/** Where it came from: address and program are evidence, no proof. */
export interface Origin {
  readonly from?: string
  readonly with?: string
  /** Who is signed in with the stage's identity provider; where it has one, a link alone decides nothing. */
  readonly signedIn?: string
}

/** What became of it; `visit` is the question as it was answered; `unproved`: somebody else has the link, or nobody is signed in. */
export type Answered = {
  readonly visit: Visit
  readonly decided?: Decided
  readonly wrong?: string
  readonly unproved?: true
}

/**
 * Decides in the name of the person whose link it is: once, for the digest that they were shown. Whatever does not fit
 * changes nothing and is told in one line.
 */
export async function decideByLink(world: World, token: string, said: Said, origin: Origin = {}): Promise<Answered> {
  const visited = await visit(world, token)
  if (visited.is === 'unknown' || visited.is === 'too-often') return { visit: visited }
  if (!isTheirs(world, visited.person, origin.signedIn)) return { visit: visited, unproved: true }
  const open = visited.is === 'open' || (visited.mayBreak === true && said.say === 'break-glass')
  if (!open) return { visit: visited }
  const wrong = wrongIn(said, visited) ?? countsElse(said, visited, world.now())
  if (wrong !== undefined) return { visit: visited, wrong }
  try {
    // Nothing is read any more after it: what then fails, or is too often, would make a signature look like none.
    return { visit: visited, decided: await decide(decisionOf(said, visited, origin), world) }
  } catch (error) {
    if (!(error instanceof WrongInput)) throw error
    return { visit: visited, wrong: error.message }
  }
}

function wrongIn(said: Said, { about, everything: { release } }: Question): string | undefined {
  const ofGate = said.say === 'sign' || said.say === 'reject' || said.say === 'break-glass'
  if (ofGate !== 'gate' in about) return 'This is not what was asked; nothing was changed. Open the page again.'
  if ('typed' in said && !typedRight(said.typed, release)) {
    return `Type "${shortName(release)}" to show that you mean this release; nothing was changed.`
  }
  if (said.say !== 'sign' && said.reason === '') return 'Say why; nothing was changed. Others will read it tonight.'
  return undefined
}

/** Somebody else has signed meanwhile for what this signature was to count for. */
function countsElse(said: Said, { about, person, everything }: Question, now: number): string | undefined {
  if (said.say !== 'sign' || said.role === undefined || !('gate' in about) || about.gate.severalRoles) return undefined
  const [role] = signsAs(about.gate, signsAt(about.gate, everything), person, now)
  if (role === said.role || role === undefined) return undefined
  return `Somebody else has signed as ${roleWords(said.role)} meanwhile: yours would count as ${roleWords(role)} now. Nothing was changed; sign again if that is what you want.`
}

function decisionOf(said: Said, { link, person, about, everything }: Question, origin: Origin) {
  const release = everything.release.release
  const { reason } = said
  const seen = {
    channel: 'link',
    proved: origin.signedIn === person ? 'link+login' : 'link',
    ...(origin.from !== undefined && { from: origin.from.slice(0, 200) }),
    ...(origin.with !== undefined && { with: origin.with.slice(0, 200) }),
  } as const
  if ('hold' in about) {
    const answer = said.say as 'go-on' | 'step-back' | 'roll-back'
    return {
      say: 'answer',
      release,
      hold: about.hold.point,
      answer,
      person,
      reason: reason ?? '',
      ...seen,
    } as const
  }
  return {
    say: said.say as 'sign' | 'reject' | 'break-glass',
    release,
    gate: about.gate.gate,
    person,
    ...(said.say === 'sign' && said.role !== undefined && { role: said.role }),
    ...(reason !== undefined && reason !== '' && { reason }),
    ...(said.say === 'break-glass' && said.review === true && { review: true }),
    signedDigest: link.signedDigest ?? '',
    ...seen,
  } as const
}
