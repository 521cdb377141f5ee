import { Overtaken } from '../errors.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { ReleaseRecord } from '../ledger/records.ts'
import { deadlineMarginSeconds } from '../limits.ts'
import type { World } from '../world.ts'

/**
 * Reads the release strongly and refuses to go on when somebody claimed the way back meanwhile, or it has ended.
 *
 * Called after a line is journalled and before the world is changed; a claim raises the epoch and reads the journal
 * afterwards, so that either this call sees the new epoch or the claimant sees the line.
 *
 * @throws {Overtaken}
 */
export async function fence(ledger: Ledger, release: string, epoch: number): Promise<ReleaseRecord> {
  const now = await ledger.release(release)
  if (now === undefined || now.epoch !== epoch || now.outcome !== undefined) {
    throw new Overtaken(release, epoch, now?.epoch ?? -1)
  }
  return now
}

/** Until when a call that starts now may still change the world: its function's end and a margin. */
export const deadline = (world: World): number => world.now() + world.self.remainingMs() + deadlineMarginSeconds * 1000
