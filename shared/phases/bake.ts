import * as z from 'zod/mini'
import { Entered } from '../changes/apply.ts'
import { fence } from '../changes/fence.ts'
import { judge, recordLook } from '../changes/watch.ts'
import { runChecks, wakesOf } from '../checks/run.ts'
import { CheckFailed, HoldAsked, Overtaken } from '../errors.ts'
import { ledger as open } from '../ledger/index.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { WaitRecord } from '../ledger/records.ts'
import { unknownGraceSeconds, watchLookSeconds } from '../limits.ts'
import { fail, succeed } from '../waits/answer.ts'
import { leaveWait, startRechecks } from '../waits/wait.ts'
import type { World } from '../world.ts'
import { bakeSeconds } from './limits.ts'

export const BakeInput = z.strictObject({
  do: z.literal('apply'),
  release: z.string(),
  epoch: z.int(),
  token: z.string(),
  entered: Entered,
})

/** Watches the new version for the plan's time; ends kept, by a tripwire, or by people who hold it. */
export async function bake(input: z.infer<typeof BakeInput>, world: World): Promise<void> {
  const ledger = open(world.store)
  await fence(ledger, input.release, input.epoch)
  const plan = await ledger.plan(input.release)
  const former = await ledger.wait(input.release, 'bake/bake')
  const since = Number(former?.detail['watchSince'] ?? world.now())
  const until = since + plan.bake.seconds * 1000
  const wait = await leaveWait(world, ledger, {
    release: input.release,
    name: 'bake/bake',
    subject: 'bake',
    token: input.token,
    attempt: { epoch: input.epoch, entered: input.entered.at, retry: input.entered.retry },
    seconds: bakeSeconds(plan),
    firstLookSeconds: Math.min(watchLookSeconds, plan.bake.seconds),
    wakes: await wakesOf(
      plan.checks.filter((check) => check.when.includes('bake')),
      world,
    ),
    // People who answered a hold after the bake's time have seen the goals; they are not asked again.
    detail: { watchSince: since, lookAt: until, goalsSeen: former !== undefined && world.now() >= until },
  })
  if (wait === undefined) return
  if (await lookAtBake(world, ledger, wait)) return
  await startRechecks(world, wait)
}

/** @returns whether the token was answered */
export async function lookAtBake(world: World, ledger: Ledger, wait: WaitRecord): Promise<boolean> {
  const plan = await ledger.plan(wait.release)
  const since = Number(wait.detail['watchSince'])
  const until = since + plan.bake.seconds * 1000
  const now = world.now()
  const over = now >= until
  try {
    const checks = plan.checks.filter((one) => one.when.includes('bake') && (over || one.onFail !== 'goal'))
    const moment = { when: 'bake', since, share: 100, sides: plan.sides } as const
    const results = await runChecks(checks, moment, world)
    await recordLook({ world, ledger, wait }, 'bake', results, 'bake')
    judge(results, since, now, plan.bake.seconds, 'bake')
    const release = await fence(ledger, wait.release, wait.attempt.epoch)
    if (release.halt !== undefined) {
      throw new HoldAsked('bake', `${release.halt.by} asked to halt: ${release.halt.reason}`)
    }
    if (!over) return false
    const missed = results.find(
      (one) => one.onFail === 'goal' && one.verdict !== 'pass' && one.verdict !== 'not-applicable',
    )
    if (missed !== undefined && wait.detail['goalsSeen'] !== true) {
      throw new HoldAsked(
        'bake',
        `goal "${missed.check}" was missed: ${missed.seen ?? missed.because}, bound ${missed.bound ?? 'a verdict'}`,
      )
    }
    const unknown = results.find((one) => one.verdict === 'unknown' && one.onFail === 'tripwire')
    if (unknown !== undefined) {
      if (now < until + unknownGraceSeconds * 1000) return false
      throw new CheckFailed(unknown.check, `unknown: ${unknown.because ?? 'no data'}`, 'a verdict')
    }
    return await keep(world, ledger, wait)
  } catch (error) {
    if (!(error instanceof Error) || error.name === 'AwsUnavailable') throw error
    await fail(world, ledger, wait, error)
    return true
  }
}

/** The bake's good end: one conditional write, which fails if somebody claimed the way back. */
async function keep(world: World, ledger: Ledger, wait: WaitRecord): Promise<true> {
  const { epoch } = wait.attempt
  if (!(await ledger.keep(wait.release, epoch, world.now()))) throw new Overtaken(wait.release, epoch, epoch + 1)
  await succeed(world, ledger, wait, { kept: true })
  return true
}
