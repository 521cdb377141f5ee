import * as z from 'zod/mini'
import { Entered } from '../changes/apply.ts'
import { fence } from '../changes/fence.ts'
import { recordLook } from '../changes/watch.ts'
import { runChecks } from '../checks/run.ts'
import { CheckFailed, HoldAsked } from '../errors.ts'
import { ledger as open } from '../ledger/index.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { WaitRecord } from '../ledger/records.ts'
import { ttlMarginSeconds } from '../limits.ts'
import { fail, succeed } from '../waits/answer.ts'
import { isOver, leaveWait, startRechecks } from '../waits/wait.ts'
import type { World } from '../world.ts'

export const ReadyInput = z.strictObject({
  do: z.literal('ready'),
  release: z.string(),
  epoch: z.int(),
  token: z.string(),
  entered: Entered,
})

/** How long a check that turned bad after the sign-off may take to turn good again, seconds. */
const lookAgainSeconds = 300

/** Waits until the old TTL has run out after the lowering was INSYNC, then looks again at what people signed. */
export async function makeReady(input: z.infer<typeof ReadyInput>, world: World): Promise<void> {
  const ledger = open(world.store)
  await fence(ledger, input.release, input.epoch)
  const plan = await ledger.plan(input.release)
  const lowered = (await ledger.lines(input.release)).filter(
    (line) => line.kind === 'dns-ttl' && line.state === 'settled',
  )
  const insync = Math.max(0, ...lowered.map((line) => line.settledAt ?? 0))
  const until = lowered.length === 0 ? world.now() : insync + (plan.oldTtlSeconds + ttlMarginSeconds) * 1000
  const seconds = Math.max(0, Math.ceil((until - world.now()) / 1000))
  const wait = await leaveWait(world, ledger, {
    release: input.release,
    name: 'ready/cutover',
    subject: 'ttl',
    token: input.token,
    attempt: { epoch: input.epoch, entered: input.entered.at, retry: input.entered.retry },
    seconds: seconds + lookAgainSeconds,
    firstLookSeconds: Math.max(1, seconds),
    detail: { until },
  })
  if (wait === undefined) return
  if (world.now() >= until && (await lookIfReady(world, ledger, wait))) return
  await startRechecks(world, wait)
}

/** @returns whether the token was answered */
export async function lookIfReady(world: World, ledger: Ledger, wait: WaitRecord): Promise<boolean> {
  const now = world.now()
  if (now < Number(wait.detail['until'])) return false
  const plan = await ledger.plan(wait.release)
  const release = await ledger.release(wait.release)
  if (release?.halt !== undefined) {
    const because = `${release.halt.by} asked to halt: ${release.halt.reason}`
    await fail(world, ledger, wait, new HoldAsked('before-cutover', because))
    return true
  }
  const checks = plan.checks.filter((check) => check.when.includes('verify'))
  const moment = { when: 'verify', since: wait.since, share: 0, sides: plan.sides, side: plan.sides.next } as const
  const results = await runChecks(checks, moment, world)
  await recordLook({ world, ledger, wait }, 'again before the cutover', results, 'verify')
  const bad = results.find((one) => one.severity === 'blocker' && (one.verdict === 'fail' || one.verdict === 'unknown'))
  if (bad === undefined) {
    await succeed(world, ledger, wait, { ready: true })
    return true
  }
  if (!isOver(world, wait)) {
    await ledger.setDetail(wait.release, wait.name, wait.attempt, { lookAt: now + 60_000 })
    return false
  }
  await fail(world, ledger, wait, new CheckFailed(bad.check, bad.seen ?? bad.because ?? '?', bad.bound ?? 'a verdict'))
  return true
}
