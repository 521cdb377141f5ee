import * as z from 'zod/mini'
import { Entered } from '../changes/apply.ts'
import { fence } from '../changes/fence.ts'
import { AwsUnavailable, SignOffExpired, SignOffRejected } from '../errors.ts'
import { deadlineWords } from '../evidence/moment-words.ts'
import { ledger as open } from '../ledger/index.ts'
import type { Ledger } from '../ledger/ledger.ts'
import {
  type CheckRecord,
  type GateRecord,
  type ReleaseRecord,
  type SignRecord,
  schema,
  type WaitAnswer,
  type WaitRecord,
} from '../ledger/records.ts'
import { tellChat } from '../notices/chat.ts'
import { publishedPeople } from '../people/published.ts'
import type { PlannedGate, ReleasePlan } from '../plan/release-plan.ts'
import { answer, succeed } from '../waits/answer.ts'
import { isOver, lastsSeconds, leaveWait, startRechecks } from '../waits/wait.ts'
import { notice } from '../wayback/notices.ts'
import type { World } from '../world.ts'
import { askEach } from './ask-each.ts'
import { changedSince, gateCard } from './card.ts'
import { signedDigest } from './digest.ts'
import { invite } from './invitation.ts'
import { missingWords, type Standing, standing } from './quorum.ts'
import { escalationOf, remind, reminderOf, wordsOf } from './remind.ts'
import { roleWords } from './role-words.ts'
import { calledIn, whoSigns } from './who.ts'

export const AskInput = z.strictObject({
  do: z.literal('apply'),
  release: z.string(),
  epoch: z.int(),
  gate: z.string(),
  token: z.string(),
  entered: Entered,
})

/** Opens a gate, asks the people, and leaves a wait: decisions nudge it, its end expires it. */
export async function askPeople(input: z.infer<typeof AskInput>, world: World): Promise<void> {
  const ledger = open(world.store)
  const release = await fence(ledger, input.release, input.epoch)
  const plan = await ledger.plan(input.release)
  const planned = plan.gates.find((gate) => gate.name === input.gate)
  const limitSeconds = planned?.limitSeconds ?? 60
  const wait = await leaveWait(world, ledger, {
    release: input.release,
    name: `gate/${input.gate}`,
    subject: 'gate',
    token: input.token,
    attempt: { epoch: input.epoch, entered: input.entered.at, retry: input.entered.retry },
    seconds: limitSeconds,
    firstLookSeconds: Math.min(900, reminderOf(0, limitSeconds) / 1000),
    detail: { gate: input.gate, ...(planned && { lookAt: wordsOf(world.now(), limitSeconds) }) },
  })
  if (wait === undefined) return
  if (planned === undefined) return succeed(world, ledger, wait, { gate: input.gate, decision: 'not-in-the-plan' })
  const checks = await ledger.checks(input.release)
  const gate =
    (await ledger.gate(input.release, input.gate)) ??
    (await ledger.openGate(input.release, await opened(world, ledger, { release, plan, planned, checks, wait })))
  if (gate.requestedAt === undefined) {
    // Sent before it is marked: a request twice is better than a request never.
    const card = gateCard(release, plan, gate, checks)
    const asked = approvers(gate).map(({ person, roles }) => ({
      person,
      ask: () => invite(world, ledger, { release: input.release, gate, card, person, roles }),
    }))
    mustReach(asked.length, await askEach(world, ledger, release, `gate "${gate.gate}"`, asked, { again: true }))
    await ledger.markRequested(input.release, gate.gate, world.now())
    await tellChat(world, release, gateNotice(release, gate, checks))
  }
  await startRechecks(world, wait)
}

/** SNS that does not answer is asked again by whoever opens gates; a gate that nobody at all hears of opens for no one. */
function mustReach(asked: number, failed: readonly Error[]): void {
  const away = failed.find((error) => error instanceof AwsUnavailable)
  if (away !== undefined) throw away
  if (failed[0] !== undefined && failed.length === asked) throw failed[0]
}

/** Answers the gate's token when it is decided or expired. */
export async function lookAtGate(world: World, ledger: Ledger, wait: WaitRecord): Promise<void> {
  let gate = await ledger.gate(wait.release, String(wait.detail['gate']))
  // Read after the gate, and decided only where nobody has been heard since: a rejection is never overlooked.
  while (gate !== undefined && gate.decision === undefined) {
    const now = standing(gate, await ledger.signs(wait.release, gate.gate))
    if (now.now === 'awaiting' && !isOver(world, wait)) return remind(world, ledger, wait, gate, now)
    if (now.now === 'broken') await tellBroken(world, ledger, wait.release, gate, now.by)
    const [decision, because] = decisionOf(gate, wait, now)
    gate = await ledger.decideGate(wait.release, gate, decision, because, world.now())
  }
  // What stands is answered, whoever decided it and whatever was signed after.
  if (gate !== undefined) await answer(world, ledger, wait, answerOf(gate))
}

function decisionOf(gate: GateRecord, wait: WaitRecord, now: Standing) {
  switch (now.now) {
    case 'opened':
      return ['opened', `signed by ${now.by.join(', ')}`] as const
    case 'broken':
      return ['opened', brokenWords(now.by)] as const
    case 'rejected':
      return ['rejected', new SignOffRejected(gate.gate, now.by, now.reason).message] as const
    default:
      return ['expired', new SignOffExpired(gate.gate, lastsSeconds(wait), missingWords(now)).message] as const
  }
}

function answerOf({ gate, decision, because = '' }: GateRecord): WaitAnswer {
  if (decision === 'opened') return { output: { gate, decision } }
  return { error: decision === 'rejected' ? 'SignOffRejected' : 'SignOffExpired', cause: because }
}

/** Everybody hears of a broken glass before anything goes on. */
async function tellBroken(world: World, ledger: Ledger, id: string, { gate }: GateRecord, by: readonly SignRecord[]) {
  const release = await ledger.release(id)
  if (release === undefined) return
  const because = brokenWords(by)
  await notice(world, release, `GLASS BROKEN: ${id} (gate ${gate})`, because)
  await ledger.note(id, world.now(), 'glass-broken', { gate, because, review: by.length === 1 }, `glass/${gate}`)
}

function brokenWords(by: readonly SignRecord[]): string {
  const words = by.map(({ person, reason }) => `${person}: ${reason ?? 'no reason given'}`).join('; ')
  return `glass broken by ${words}${by.length === 1 ? '; alone, so it is to be reviewed' : ''}`
}

interface Opening {
  readonly release: ReleaseRecord
  readonly plan: ReleasePlan
  readonly planned: PlannedGate
  readonly checks: readonly CheckRecord[]
  readonly wait: WaitRecord
}

/** The gate as it opens: who is asked is read now, so that whoever left since the plan was published is not. */
async function opened(world: World, ledger: Ledger, opening: Opening): Promise<GateRecord> {
  const { release, plan, planned, checks, wait } = opening
  const directory = await publishedPeople(world)
  const waivers = release.waivers ?? []
  // Of the wait, whose looks are to find a reminder due.
  const times = { openedAt: wait.since, endsAt: wait.endsAt }
  return {
    schema,
    gate: planned.name,
    ...times,
    ...whoSigns(directory, planned, release),
    ...(planned.severalRoles && { severalRoles: true }),
    escalatesAt: escalationOf(times),
    changed: changedSince(plan, await ledger.live(plan.system, plan.environment)),
    planDigest: plan.planDigest,
    signedDigest: signedDigest(plan, checks, waivers),
    waivers: [...waivers],
  }
}

/** For everybody who reads along: who is awaited, and nobody's own link. */
function gateNotice({ system, version, environment }: ReleaseRecord, gate: GateRecord, checks: readonly CheckRecord[]) {
  const bad = checks.filter((check) => check.verdict === 'fail' || check.verdict === 'unknown').length
  const roles = Object.entries(gate.roles).map(
    ([role, { people }]) => `- ${roleWords(role)}: ${people.map((one) => calledIn(gate, one)).join(', ')}`,
  )
  return {
    what: 'gate',
    title: `${system} ${version} to ${environment} asks at gate ${gate.gate}`,
    text: `${checks.length - bad} of ${checks.length} checks are good. Awaited until ${deadlineWords(gate.endsAt)}:\n\n${roles.join('\n')}`,
    next: ['Whoever is awaited signs by their own link, in Slack, or with tidegate approve'],
  }
}

/** Each once, with everything that they may sign as. */
function approvers({ roles }: GateRecord): { person: string; roles: string[] }[] {
  const names = [...new Set(Object.values(roles).flatMap(({ people }) => people))]
  const asWhat = (person: string) => Object.keys(roles).filter((role) => roles[role]?.people.includes(person))
  return names.map((person) => ({ person, roles: asWhat(person) }))
}
