import * as z from 'zod/mini'
import { fence } from '../changes/fence.ts'
import { ledger as open } from '../ledger/index.ts'
import type { World } from '../world.ts'
import { ensureClose } from './ends.ts'
import { pageStuck } from './notices.ts'
import { findEnding } from './order.ts'

export const FinishInput = z.strictObject({ do: z.literal('finish'), release: z.string(), epoch: z.int() })

/** Writes how the way back ended, from the ledger, pages when stuck, and starts Close. */
export async function finishBack(input: z.infer<typeof FinishInput>, world: World): Promise<{ ending: string }> {
  const ledger = open(world.store)
  const release = await fence(ledger, input.release, input.epoch)
  const found = await findEnding(ledger, input.release, release.backBecause ?? 'the way back was asked for')
  const stands = await ledger.setEnding(input.release, found.ending, found.because)
  if (stands.ending === 'stuck') await pageStuck(world, ledger, release, stands.because)
  const ending = await ledger.release(input.release)
  if (ending !== undefined && ending.outcome === undefined) await ensureClose(world, ledger, ending)
  return { ending: stands.ending }
}
