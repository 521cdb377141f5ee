import * as z from 'zod/mini'
import { ledger as open } from '../shared/ledger/index.ts'
import type { Ledger } from '../shared/ledger/ledger.ts'
import type { WaitRecord, WaitSubject } from '../shared/ledger/records.ts'
import type { World } from '../shared/world.ts'

/** What resume hands to the function that left a wait. */
export const LookInput = z.strictObject({ do: z.literal('look'), release: z.string(), wait: z.string() })

type Looks = {
  readonly [subject in WaitSubject]?: (world: World, ledger: Ledger, wait: WaitRecord) => Promise<unknown>
}

/** Finds the wait and has the right look at it; one that is answered, or no longer ours, is nobody's business. */
export async function look(input: z.infer<typeof LookInput>, world: World, looks: Looks): Promise<void> {
  const ledger = open(world.store)
  const wait = await ledger.wait(input.release, input.wait)
  if (wait === undefined || wait.answeredAt !== undefined) return
  await looks[wait.subject]?.(world, ledger, wait)
}
