import * as z from 'zod/mini'
import { ledger as open } from '../ledger/index.ts'
import type { Outcome, ReleaseRecord } from '../ledger/records.ts'
import type { World } from '../world.ts'
import { executionArn, isClosed, stop } from './executions.ts'

export const ClaimInput = z.strictObject({
  do: z.literal('claim'),
  release: z.string(),
  /** The claimant: this very execution. */
  execution: z.string(),
  /** Who asks for it, when a person does, and why; a machine leaves both out. */
  person: z.optional(z.nullable(z.string().check(z.minLength(1), z.maxLength(200)))),
  reason: z.optional(z.nullable(z.string().check(z.maxLength(500)))),
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
 *
 * A person who asks by name may also take up again what is stuck, as long as it holds its lock; the deaths before
 * are forgiven then.
 */
export async function claimBack(input: z.infer<typeof ClaimInput>, world: World): Promise<Claimed> {
  const ledger = open(world.store)
  const release = await ledger.release(input.release)
  if (release === undefined) return { answer: 'ended', epoch: 0, because: 'the ledger knows no such release' }
  const person = input.person ?? undefined
  const takesUp = person !== undefined && release.outcome === 'stuck'
  if (release.outcome !== undefined && !takesUp) return ended(release.outcome)
  if (!takesUp && release.ending !== undefined && release.owner !== input.execution) {
    return { answer: release.keptAt === undefined ? 'ended' : 'kept', epoch: 0, because: release.endingBecause ?? '' }
  }
  const holdsNow = release.owner
  const mine = holdsNow === input.execution
  const forwards = holdsNow === release.execution
  if (!mine && !forwards && !(await isClosed(world, holdsNow))) {
    return { answer: 'held', epoch: 0, because: `${holdsNow} is already on the way back` }
  }
  if (mine && release.outcome === undefined) {
    await stopOthers(world, release.release, '')
    await forPerson(world, release, input, release.epoch)
    return { answer: 'claimed', epoch: release.epoch, because: 'claimed before' }
  }
  const asked = person === undefined ? 'asked for' : `${person} asked for it: ${input.reason ?? 'no reason given'}`
  const because = release.backBecause ?? asked
  const claim = await ledger.claim(release.release, input.execution, holdsNow, because, world.now(), {
    person: person !== undefined,
    n: numberOf(input.execution),
  })
  if (claim.answer === 'kept') {
    return { answer: 'kept', epoch: 0, because: 'the bake has ended well; going back now is a new release' }
  }
  if (claim.answer === 'ended') return ended(claim.outcome)
  if (claim.answer === 'resolved') {
    return { answer: 'ended', epoch: 0, because: `${claim.by} resolved it, and its lock is not its own any more` }
  }
  if (claim.answer === 'raced') return { answer: 'held', epoch: 0, because: `${claim.owner} was first` }
  await stopOthers(world, release.release, forwards ? '' : holdsNow)
  await forPerson(world, release, input, claim.epoch)
  return { answer: 'claimed', epoch: claim.epoch, because }
}

async function forPerson(
  world: World,
  { release, execution, lockedAt }: ReleaseRecord,
  { person, reason }: z.infer<typeof ClaimInput>,
  epoch: number,
): Promise<void> {
  if (person === undefined || person === null) return
  const facts = { by: person, reason: reason ?? '', epoch }
  await open(world.store).note(release, world.now(), 'asked-back', facts, `asked-back-${epoch}`)
  // Without a lock there is no change to stop, and the release still waits for people who need not answer any more.
  if (lockedAt === undefined) await stop(world, execution, `${person} asked for the way back before any change`)
}

/** `…-rollback-3` → 3; 0 for an execution that is not counted. */
const numberOf = (execution: string): number => Number(/-rollback-(\d+)$/.exec(execution)?.[1] ?? 0)

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
