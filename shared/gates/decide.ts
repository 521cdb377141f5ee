import * as z from 'zod/mini'
import { WrongInput } from '../errors.ts'
import { ledger as open } from '../ledger/index.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { type GateRecord, type Proved, type ReleaseRecord, type SignRecord, schema } from '../ledger/records.ts'
import { redact } from '../redact.ts'
import { nudge } from '../waits/message.ts'
import type { World } from '../world.ts'
import { roleOf } from './sign-as.ts'
import { whoAnswered, whoSays } from './who.ts'

const Short = z.string().check(z.trim(), z.minLength(1, 'say why'), z.maxLength(500))

/** What people may say: sign, reject or break the glass at a gate, answer a hold, ask to halt, resolve what is stuck. */
const gateWords = {
  say: z.enum(['sign', 'reject', 'break-glass']),
  release: z.string(),
  gate: z.string(),
  /** Needed only when the person may sign for several roles. */
  role: z.optional(z.string()),
  reason: z.optional(Short),
  /** Digest of what the person was shown; absent when the channel shows it live. */
  signedDigest: z.optional(z.string()),
  /** Breaks the glass alone, and answers to a review for it. */
  review: z.optional(z.boolean()),
}
const holdWords = {
  say: z.literal('answer'),
  release: z.string(),
  hold: z.string(),
  answer: z.enum(['go-on', 'step-back', 'roll-back']),
  reason: Short,
}
const releaseWords = { say: z.enum(['halt', 'resolve']), release: z.string(), reason: Short }

/** A decision as it is told, together with what else a channel sends along. */
export const toldWith = <More extends object>(more: More) =>
  z.discriminatedUnion('say', [
    z.strictObject({ ...gateWords, ...more }),
    z.strictObject({ ...holdWords, ...more }),
    z.strictObject({ ...releaseWords, ...more }),
  ])
const Told = toldWith({})
export type Told = z.infer<typeof Told>

/** Who said it, as their channel has proved it. */
export interface Said extends Proved {
  /** Their own name, or what the channel knows them by: a mail address, a Slack id. */
  readonly person: string
  readonly channel: string
  /** Address and program that it came from, where the channel knows them. */
  readonly from?: string
  readonly with?: string
  /** Names this one telling, where it could be told again by somebody who has seen it. */
  readonly once?: string
}
export type Decision = Told & Said

export type Decided = { readonly written: boolean; readonly stands: string }

/**
 * Writes a decision once, and nudges what waits for it. Holds no right to answer a token: the gate's own look does.
 *
 * @throws {WrongInput} unknown release, gate, hold or role; decided already is an answer that says what stands
 */
export async function decide(decision: Decision, world: World): Promise<Decided> {
  const ledger = open(world.store)
  switch (decision.say) {
    case 'halt':
      return halt(decision, world, ledger)
    case 'resolve':
      return resolve(decision, world, ledger)
    case 'answer':
      return answerHold(decision, world, ledger)
    default:
      return signOff(decision, world, ledger)
  }
}

async function signOff(said: SignOff, world: World, ledger: Ledger): Promise<Decided> {
  const gate = await ledger.gate(said.release, said.gate)
  if (gate === undefined) throw new WrongInput(`release ${said.release} has no open gate "${said.gate}"`)
  if (gate.decision !== undefined) return { written: false, stands: decidedWords(gate) }
  if (world.now() >= gate.endsAt) return { written: false, stands: 'expired; ask for a new release' }
  if (isOver(await ledger.release(said.release))) return { written: false, stands: over }
  if (said.signedDigest !== undefined && said.signedDigest !== gate.signedDigest) {
    return { written: false, stands: 'superseded: what you were shown has changed; open the newest request' }
  }
  if (said.say !== 'sign' && said.reason === undefined) {
    throw new WrongInput(`reason: ${said.say === 'reject' ? 'a rejection' : 'breaking the glass'} needs one`)
  }
  const person = whoSays(gate, said)
  // Read after the gate, and written only while nobody else is heard: two who sign at once do not both take one role.
  const signs = await ledger.signs(said.release, said.gate)
  const sign: SignRecord = {
    schema,
    gate: said.gate,
    person,
    role: said.say === 'break-glass' ? glassRole(gate, person) : roleOf(gate, signs, person, said.role, world.now()),
    decision: said.say,
    ...(said.reason !== undefined && { reason: redact(said.reason) }),
    at: world.now(),
    channel: said.channel,
    signedDigest: gate.signedDigest,
    ...(said.say === 'break-glass' && said.review === true && { review: true }),
    ...(said.from !== undefined && { from: said.from }),
    ...(said.with !== undefined && { with: said.with }),
    ...proofOf(said),
  }
  const signed = await ledger.sign(said.release, sign, gate)
  if ('heard' in signed) return signOff(said, world, ledger)
  if ('closed' in signed) return { written: false, stands: decidedWords(signed.closed) }
  const { written, stands } = signed
  await nudge(world, said.release, `gate/${said.gate}`)
  return { written, stands: `${stands.decision} by ${stands.person} as ${stands.role}` }
}

/** What of the proof is kept: how, and whom AWS named. */
const proofOf = ({ proved, arn }: Said): Proved => ({
  ...(proved !== undefined && { proved }),
  ...(arn !== undefined && { arn }),
})

type SignOff = Extract<Decision, { say: 'sign' | 'reject' | 'break-glass' }>

/** Nobody's answer is awaited any more, and none would be heard. */
const isOver = (release: ReleaseRecord | undefined): boolean => (release?.outcome ?? release?.backSince) !== undefined
const over = 'closed, because the release is on its way back or has ended'

const decidedWords = ({ decision, because = '' }: GateRecord): string => `${decision}: ${because}`

function glassRole(gate: GateRecord, person: string): string {
  const { breakGlass = [] } = gate
  if (breakGlass.includes(person)) return 'break-glass'
  const may = breakGlass.length === 0 ? 'the plan lets nobody' : `${breakGlass.join(', ')} may`
  throw new WrongInput(`${person} may not break the glass at gate "${gate.gate}"; ${may}; nothing was changed`)
}

async function answerHold(said: Extract<Decision, { say: 'answer' }>, world: World, ledger: Ledger): Promise<Decided> {
  const hold = await ledger.hold(said.release, said.hold)
  if (hold === undefined) throw new WrongInput(`release ${said.release} does not hold at "${said.hold}"`)
  if (hold.answer === undefined && world.now() >= hold.endsAt) {
    return { written: false, stands: `too late; it takes its default: ${hold.byDefault}` }
  }
  if (said.answer === 'step-back' && !/\/\d+$/.test(said.hold.split('@')[0]!)) {
    throw new WrongInput(`at "${said.hold}" there is no step to go back to; answer go-on or roll-back`)
  }
  if (hold.answer === undefined && isOver(await ledger.release(said.release))) return { written: false, stands: over }
  const person = whoAnswered(hold, said)
  const reason = redact(said.reason)
  const stands = await ledger.answerHold(said.release, said.hold, said.answer, person, reason, world.now(), said)
  await nudge(world, said.release, `hold/${said.hold.split('@')[0]}`)
  return {
    written: stands.answeredBy === person && stands.answer === said.answer,
    stands: `${stands.answer} by ${stands.answeredBy}`,
  }
}

type OfRelease = Extract<Decision, { say: 'halt' | 'resolve' }>

async function halt(said: OfRelease, world: World, ledger: Ledger): Promise<Decided> {
  const release = await ledger.release(said.release)
  if (release === undefined) throw new WrongInput(`the ledger knows no release ${said.release}`)
  if (release.outcome !== undefined || release.ending !== undefined) {
    return { written: false, stands: `it is ending ${release.outcome ?? release.ending}; there is nothing to halt` }
  }
  const asked = { by: said.person, reason: redact(said.reason), at: world.now(), ...proofOf(said) }
  const written = await ledger.askHalt(said.release, asked, said.once)
  if (written === 'again') {
    return { written: false, stands: 'this very request was heard before; run tidegate halt again to halt once more' }
  }
  // A bake is a safe point at any moment; everything else halts at its next one by itself.
  await nudge(world, said.release, 'bake/bake')
  const stands = written
    ? 'halts at the next safe point'
    : 'it is on the way back or kept; there is no safe point ahead'
  return { written, stands }
}

/** Ends a stuck release for good: somebody has put right by hand what it could not, and the lock is free. */
async function resolve(said: OfRelease, world: World, ledger: Ledger): Promise<Decided> {
  const release = await ledger.release(said.release)
  if (release === undefined) throw new WrongInput(`the ledger knows no release ${said.release}`)
  if (release.outcome !== 'stuck') {
    const is = release.outcome ?? (release.ending === undefined ? 'open' : `open, and ending ${release.ending}`)
    return { written: false, stands: `it is ${is}; only what is stuck is resolved` }
  }
  if (release.resolvedBy === undefined) await ledger.freeLock(said.release, said.person)
  const by = (await ledger.release(said.release))?.resolvedBy
  // Somebody may have taken it up again meanwhile, and then it is theirs.
  if (by === undefined) return { written: false, stands: 'somebody has taken up its way back again' }
  if (by === said.person) {
    await ledger.note(
      said.release,
      world.now(),
      'resolved',
      { by, reason: redact(said.reason), ...proofOf(said) },
      'resolved',
    )
  }
  return { written: by === said.person, stands: `resolved by ${by}; the lock is free` }
}
