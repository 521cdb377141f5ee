import * as z from 'zod/mini'
import { fence } from '../shared/changes/fence.ts'
import { Overtaken } from '../shared/errors.ts'
import { ledger as open } from '../shared/ledger/index.ts'
import type { Ledger } from '../shared/ledger/ledger.ts'
import type { WaitRecord, WaitSubject } from '../shared/ledger/records.ts'
import { fail } from '../shared/waits/answer.ts'
import type { World } from '../shared/world.ts'

/** What resume hands to the function that left a wait. */
export const LookInput = z.strictObject({ do: z.literal('look'), release: z.string(), wait: z.string() })

type Looks = {
  readonly [subject in WaitSubject]?: (world: World, ledger: Ledger, wait: WaitRecord) => Promise<unknown>
}

/**
 * Finds the wait and has the right look at it; one that is answered is nobody's business. One of an epoch that is over
 * (somebody claimed the release since, or it has ended) lets go of its token and does nothing else: nobody is reminded, no
 * default is taken, nothing is looked at. Waits for an outcome belong to no epoch.
 */
export async function look(input: z.infer<typeof LookInput>, world: World, looks: Looks): Promise<void> {
  const ledger = open(world.store)
  const wait = await ledger.wait(input.release, input.wait)
  if (wait === undefined || wait.answeredAt !== undefined) return
  if (wait.subject !== 'outcome') {
    const over = await overtaken(ledger, wait)
    if (over !== undefined) return fail(world, ledger, wait, over)
  }
  await looks[wait.subject]?.(world, ledger, wait)
}

async function overtaken(ledger: Ledger, { release, attempt }: WaitRecord): Promise<Overtaken | undefined> {
  try {
    await fence(ledger, release, attempt.epoch)
    return undefined
  } catch (error) {
    if (error instanceof Overtaken) return error
    throw error
  }
}
