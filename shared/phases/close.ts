import * as z from 'zod/mini'
import { CannotClose } from '../errors.ts'
import { ledger as open } from '../ledger/index.ts'
import type { Outcome } from '../ledger/records.ts'
import { ensureEnd } from '../wayback/ends.ts'
import { isClosed } from '../wayback/executions.ts'
import { notice } from '../wayback/notices.ts'
import type { World } from '../world.ts'

const Closer = { release: z.string(), execution: z.string() }
export const ClaimCloseInput = z.strictObject({ do: z.literal('claim'), ...Closer })
export const EndInput = z.strictObject({ do: z.literal('end'), ...Closer })

export type ClaimedClose = {
  readonly answer: 'claimed' | 'ended' | 'held'
  readonly epoch: number
  /** TTLs that are still lowered, to be restored because the release was kept. */
  readonly ttl: readonly string[]
}

/** Becomes the one that closes; an earlier closer must be closed itself. */
export async function claimClose(release: string, execution: string, world: World): Promise<ClaimedClose> {
  const ledger = open(world.store)
  const record = await ledger.release(release)
  const nothing = { epoch: 0, ttl: [] }
  if (record === undefined || record.outcome !== undefined) return { answer: 'ended', ...nothing }
  if (record.ending === undefined) throw new CannotClose(release, 'nobody has decided how it ends')
  const other = record.closer
  if (other !== undefined && other !== execution && !(await isClosed(world, other)))
    return { answer: 'held', ...nothing }
  const claim = await ledger.claimClose(release, execution, other)
  if (claim.answer !== 'claimed') return { answer: claim.answer === 'ended' ? 'ended' : 'held', ...nothing }
  return {
    answer: 'claimed',
    epoch: record.epoch,
    ttl: record.keptAt === undefined ? [] : await lowered(release, world),
  }
}

async function lowered(release: string, world: World): Promise<string[]> {
  const ledger = open(world.store)
  const undone = new Set(
    (await ledger.undos(release)).filter((one) => one.state === 'undone').map((one) => one.resource),
  )
  const lines = await ledger.lines(release)
  return lines
    .filter((line) => line.kind === 'dns-ttl' && line.state !== 'unchanged' && !undone.has(line.resource))
    .map((line) => line.resource)
}

/** Tells people, frees the lock unless stuck, writes the outcome and answers everybody who waits for it. */
export async function endRelease(release: string, execution: string, world: World): Promise<{ outcome: Outcome }> {
  const ledger = open(world.store)
  const record = await ledger.release(release)
  if (record?.ending === undefined) throw new CannotClose(release, 'nobody has decided how it ends')
  if (record.outcome === undefined) {
    if (record.closer !== execution) throw new CannotClose(release, `${record.closer ?? 'nobody'} closes it`)
    const because = record.endingBecause ?? ''
    await notice(
      world,
      record,
      `${record.ending}: ${record.system} ${record.version}`,
      `${record.system} ${record.version} in ${record.environment}: ${record.ending}. ${because}\nEvidence: tidegate evidence ${release}`,
    )
    if (record.ending !== 'stuck') await ledger.freeLock(release)
  }
  const outcome = await ledger.setOutcome(release, record.ending, world.now())
  await ensureEnd(world, ledger, release, 'ended')
  return { outcome }
}
