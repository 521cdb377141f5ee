import type { ApplyInput } from '../changes/apply.ts'
import { fence } from '../changes/fence.ts'
import { recordLook } from '../changes/watch.ts'
import { runChecks } from '../checks/run.ts'
import { CheckFailed } from '../errors.ts'
import { ledger as open } from '../ledger/index.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { WaitRecord } from '../ledger/records.ts'
import { fail, succeed } from '../waits/answer.ts'
import { isOver, leaveWait, startRechecks } from '../waits/wait.ts'
import type { World } from '../world.ts'
import { verifyCheckSeconds } from './limits.ts'

/** Asks every check of the new side, at no user's cost; what is bad is asked again until the limit. */
export async function verifyNewSide(input: ApplyInput, world: World): Promise<void> {
  const ledger = open(world.store)
  await fence(ledger, input.release, input.epoch)
  const wait = await leaveWait(world, ledger, {
    release: input.release,
    name: `verify/${input.name}`,
    subject: 'checks',
    token: input.token,
    attempt: { epoch: input.epoch, entered: input.entered.at, retry: input.entered.retry },
    seconds: verifyCheckSeconds,
    firstLookSeconds: 15,
  })
  if (wait === undefined) return
  if (await lookAtChecks(world, ledger, wait)) return
  await startRechecks(world, wait)
}

/** @returns whether the token was answered */
export async function lookAtChecks(world: World, ledger: Ledger, wait: WaitRecord): Promise<boolean> {
  const plan = await ledger.plan(wait.release)
  const checks = plan.checks.filter((check) => check.when.includes('verify'))
  const moment = { when: 'verify', since: wait.since, share: 0, sides: plan.sides, side: plan.sides.next } as const
  const results = await runChecks(checks, moment, world)
  await recordLook({ world, ledger, wait }, `side ${plan.sides.next}`, results, 'verify')
  const bad = results.find((one) => one.severity === 'blocker' && (one.verdict === 'fail' || one.verdict === 'unknown'))
  if (bad === undefined) {
    await succeed(world, ledger, wait, { verdict: 'pass', checks: results.length })
    return true
  }
  if (!isOver(world, wait)) return false
  await fail(world, ledger, wait, new CheckFailed(bad.check, bad.seen ?? bad.because ?? '?', bad.bound ?? 'a verdict'))
  return true
}
