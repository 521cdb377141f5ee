import * as z from 'zod/mini'
import { Entered } from '../changes/apply.ts'
import { fence } from '../changes/fence.ts'
import { sns } from '../clients/sns.ts'
import { SignOffExpired, SignOffRejected } from '../errors.ts'
import { ledger as open } from '../ledger/index.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { type CheckRecord, type GateRecord, type ReleaseRecord, schema, type WaitRecord } from '../ledger/records.ts'
import type { PlannedGate, ReleasePlan } from '../plan/release-plan.ts'
import { fail, succeed } from '../waits/answer.ts'
import { isOver, lastsSeconds, leaveWait, startRechecks } from '../waits/wait.ts'
import type { World } from '../world.ts'
import { signedDigest } from './digest.ts'
import { missingWords, standing } from './quorum.ts'

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
  const wait = await leaveWait(world, ledger, {
    release: input.release,
    name: `gate/${input.gate}`,
    subject: 'gate',
    token: input.token,
    attempt: { epoch: input.epoch, entered: input.entered.at, retry: input.entered.retry },
    seconds: planned?.limitSeconds ?? 60,
    firstLookSeconds: Math.min(900, planned?.limitSeconds ?? 60),
    detail: { gate: input.gate },
  })
  if (wait === undefined) return
  if (planned === undefined) return succeed(world, ledger, wait, { gate: input.gate, decision: 'not-in-the-plan' })
  const checks = await ledger.checks(input.release)
  const gate = await ledger.openGate(input.release, opened(world, release, plan, planned, checks, wait))
  if (gate.requestedAt === undefined) {
    // Sent before it is marked: a request twice is better than a request never.
    await Promise.all(approvers(gate).map((one) => invite(world, release, gate, checks, one)))
    await ledger.markRequested(input.release, gate.gate, world.now())
  }
  await startRechecks(world, wait)
}

/** Answers the gate's token when it is decided or expired. */
export async function lookAtGate(world: World, ledger: Ledger, wait: WaitRecord): Promise<void> {
  const name = String(wait.detail['gate'])
  const gate = await ledger.gate(wait.release, name)
  if (gate === undefined) return
  const now = standing(gate, await ledger.signs(wait.release, name))
  if (now.now === 'opened') {
    const because = `signed by ${now.by.join(', ')}`
    await ledger.decideGate(wait.release, name, 'opened', because, world.now())
    return succeed(world, ledger, wait, { gate: name, decision: 'opened' })
  }
  if (now.now === 'rejected') {
    const error = new SignOffRejected(name, now.by, now.reason)
    await ledger.decideGate(wait.release, name, 'rejected', error.message, world.now())
    return fail(world, ledger, wait, error)
  }
  if (!isOver(world, wait)) return
  const error = new SignOffExpired(name, lastsSeconds(wait), missingWords(now))
  await ledger.decideGate(wait.release, name, 'expired', error.message, world.now())
  return fail(world, ledger, wait, error)
}

function opened(
  world: World,
  release: ReleaseRecord,
  plan: ReleasePlan,
  planned: PlannedGate,
  checks: readonly CheckRecord[],
  wait: WaitRecord,
): GateRecord {
  const allowed = (person: string) => planned.requesterMaySign || person !== release.requester
  const waivers = release.waivers ?? []
  return {
    schema,
    gate: planned.name,
    openedAt: world.now(),
    endsAt: wait.endsAt,
    roles: Object.fromEntries(
      planned.sign.map(({ role, count, people }) => [role, { count, people: people.filter(allowed) }]),
    ),
    planDigest: plan.planDigest,
    signedDigest: signedDigest(plan, checks, waivers),
    waivers: [...waivers],
  }
}

const approvers = (gate: GateRecord): { person: string; role: string }[] =>
  Object.entries(gate.roles).flatMap(([role, { people }]) => people.map((person) => ({ person, role })))

function waiverWords(check: string, { waiverReasons }: ReleaseRecord): string {
  const why = waiverReasons?.[check]
  return why === undefined ? check : `${check} (${why})`
}

/** One message per approver; a subscription filter policy on `approver` brings it to that person alone. */
async function invite(
  world: World,
  release: ReleaseRecord,
  gate: GateRecord,
  checks: readonly CheckRecord[],
  { person, role }: { person: string; role: string },
): Promise<void> {
  const bad = checks.filter((check) => check.verdict === 'fail' || check.verdict === 'unknown')
  const text = [
    `${release.system} ${release.version} to ${release.environment} awaits your sign-off as ${role} (gate "${gate.gate}").`,
    release.reason === undefined ? '' : `Reason: ${release.reason}`,
    `Checks: ${checks.length - bad.length} of ${checks.length} good.`,
    ...bad.map((check) => `  ${check.check}: ${check.verdict}, ${check.seen ?? check.because ?? ''}`),
    gate.waivers.length === 0
      ? ''
      : `Waived by name: ${gate.waivers.map((check) => waiverWords(check, release)).join(', ')}`,
    `Unsigned by ${new Date(gate.endsAt).toISOString()} it is refused.`,
  ]
  const { PublishCommand, SNSClient } = await sns(world)
  await world.send(
    SNSClient,
    new PublishCommand({
      TopicArn: world.home.approvalsTopic,
      Subject: `Sign-off ${gate.gate}: ${release.system} ${release.version}`,
      Message: text.filter((line) => line !== '').join('\n'),
      MessageAttributes: {
        approver: { DataType: 'String', StringValue: person },
        gate: { DataType: 'String', StringValue: gate.gate },
        release: { DataType: 'String', StringValue: release.release },
      },
    }),
  )
}
