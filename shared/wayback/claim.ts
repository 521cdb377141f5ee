import * as z from 'zod/mini'
import { ledger as open } from '../ledger/index.ts'
import type { Outcome } from '../ledger/records.ts'
import type { World } from '../world.ts'
import { executionArn, isClosed, stop } from './executions.ts'

export const ClaimInput = z.strictObject({
  do: z.literal('claim'),
  release: z.string(),
  /** The claimant: this very execution. */
  execution: z.string(),
})

export type Claimed = {
  readonly answer: 'claimed' | 'kept' | 'ended' | 'held'
  /** The claimant's own; 0 when it has none. */
  readonly epoch: number
  readonly because: string
}

/**
 * Becomes the owner of the way back, or says why not.
 *
 * Describes the present holder and writes only if it is still that one and closed, or the release's own execution,
 * which asks for the way back by being here. Then nobody else may go on: the change child, the release's machine when
 * it is not the one that asked, and earlier claimants are stopped. Claiming again is harmless.
 */
export async function claimBack(input: z.infer<typeof ClaimInput>, world: World): Promise<Claimed> {
  const ledger = open(world.store)
  const release = await ledger.release(input.release)
  if (release === undefined) return { answer: 'ended', epoch: 0, because: 'the ledger knows no such release' }
  if (release.outcome !== undefined) return ended(release.outcome)
  if (release.ending !== undefined && release.owner !== input.execution) {
    return { answer: release.keptAt === undefined ? 'ended' : 'kept', epoch: 0, because: release.endingBecause ?? '' }
  }
  const holdsNow = release.owner
  const mine = holdsNow === input.execution
  const forwards = holdsNow === release.execution
  if (!mine && !forwards && !(await isClosed(world, holdsNow))) {
    return { answer: 'held', epoch: 0, because: `${holdsNow} is already on the way back` }
  }
  if (mine) {
    await stopOthers(world, release.release, '')
    return { answer: 'claimed', epoch: release.epoch, because: 'claimed before' }
  }
  const because = release.backBecause ?? 'asked for'
  const claim = await ledger.claim(release.release, input.execution, holdsNow, because, world.now())
  if (claim.answer === 'kept') {
    return { answer: 'kept', epoch: 0, because: 'the bake has ended well; going back now is a new release' }
  }
  if (claim.answer === 'ended') return ended(claim.outcome)
  if (claim.answer === 'raced') return { answer: 'held', epoch: 0, because: `${claim.owner} was first` }
  await stopOthers(world, release.release, forwards ? '' : holdsNow)
  return { answer: 'claimed', epoch: claim.epoch, because }
}

const ended = (outcome: Outcome): Claimed => ({
  answer: 'ended',
  epoch: 0,
  because: `the release has ended ${outcome}`,
})

/** The child first: while it runs it could start something new; its handlers are fenced out already. */
async function stopOthers(world: World, release: string, former: string): Promise<void> {
  await stop(world, executionArn(world.home.machines.change, `${release}-change`), 'the way back was claimed')
  if (former !== '') await stop(world, former, 'another way back was claimed')
}
