import * as z from 'zod/mini'
import { Entered } from '../changes/apply.ts'
import { ledger as open } from '../ledger/index.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Outcome, WaitRecord } from '../ledger/records.ts'
import { outcomeLookSeconds } from '../limits.ts'
import { succeed } from '../waits/answer.ts'
import { leaveWait, startRechecks } from '../waits/wait.ts'
import type { World } from '../world.ts'
import { ensureClose, ensureEnd, startRollback } from './ends.ts'
import { plainCause } from './plain-cause.ts'

export const StartBackInput = z.strictObject({
  do: z.literal('start'),
  release: z.string(),
  /** Of the release machine that asks: a machine never ends a release that is not its own. */
  execution: z.string(),
  because: z.string(),
  token: z.string(),
  entered: Entered,
})
export const StartCloseInput = z.extend(StartBackInput, {
  ending: z.enum(['released', 'refused', 'rolled-back', 'stuck']),
})

/** How long a machine waits for the outcome: people may have to end what is stuck, so long; the looks keep it moving. */
const outcomeSeconds = 7 * 86_400

/** Leaves a wait on the outcome and starts the way back, not `.sync`: stopping the release must not stop it. */
export async function startBack(asked: z.infer<typeof StartBackInput>, world: World): Promise<void> {
  const input = { ...asked, because: plainCause(asked.because) }
  const ledger = open(world.store)
  const wait = await waitForOutcome(input, world, ledger)
  if (wait === undefined) return
  const release = await ledger.release(input.release)
  if (release === undefined) return succeed(world, ledger, wait, { outcome: 'refused', because: input.because })
  if (release.outcome !== undefined || release.ending !== undefined) {
    await ensureEnd(world, ledger, input.release, input.because)
  } else {
    await startRollback(world, ledger, release, input.because)
  }
  await startRechecks(world, wait)
}

/** Leaves a wait on the outcome and starts Close with how the release is to end. */
export async function startClose(asked: z.infer<typeof StartCloseInput>, world: World): Promise<void> {
  const input = { ...asked, because: plainCause(asked.because) }
  const ledger = open(world.store)
  const release = await ledger.release(input.release)
  const wait = await waitForOutcome(input, world, ledger)
  if (wait === undefined) return
  if (release === undefined || release.execution !== input.execution) {
    return succeed(world, ledger, wait, { outcome: 'refused', because: input.because })
  }
  await ledger.setEnding(input.release, input.ending as Outcome, input.because)
  const ending = await ledger.release(input.release)
  if (ending?.outcome !== undefined) return ensureEnd(world, ledger, input.release, input.because)
  if (ending !== undefined) await ensureClose(world, ledger, ending)
  await startRechecks(world, wait)
}

/** A look of somebody who waits for the outcome: answers it, or sees to it that there will be one. */
export async function lookForOutcome(world: World, ledger: Ledger, wait: WaitRecord): Promise<void> {
  await ensureEnd(world, ledger, wait.release, 'the way back died without an outcome')
}

function waitForOutcome(
  input: z.infer<typeof StartBackInput>,
  world: World,
  ledger: Ledger,
): Promise<WaitRecord | undefined> {
  return leaveWait(world, ledger, {
    release: input.release,
    name: `outcome/${input.execution.split(':').at(-1)}`,
    subject: 'outcome',
    token: input.token,
    attempt: { epoch: 0, entered: input.entered.at, retry: input.entered.retry },
    seconds: outcomeSeconds,
    firstLookSeconds: outcomeLookSeconds,
  })
}
