import { sfn } from '../clients/sfn.ts'
import { NotPossible } from '../errors.ts'
import { momentWords } from '../evidence/moment-words.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { ReleaseRecord } from '../ledger/records.ts'
import { redact } from '../redact.ts'
import type { World } from '../world.ts'
import { executionArn, executionState } from './executions.ts'

/**
 * Starts the way back of a release for a person, from wherever it is, also from stuck.
 *
 * @param person whom the caller has proved
 * @returns the execution, which has still to claim the release
 * @throws {NotPossible} it is over, kept, or on its way back already
 */
export async function askBack(
  world: World,
  ledger: Ledger,
  record: ReleaseRecord,
  person: string,
  reason: string,
): Promise<string> {
  await refuseEnded(ledger, record)
  await refuseUnderWay(world, record)
  return start(world, record, JSON.stringify({ release: record.release, person, reason: redact(reason) }))
}

/** What is over is over: kept stays kept, and what was put back is back. */
async function refuseEnded(ledger: Ledger, record: ReleaseRecord): Promise<void> {
  const { release, system, environment, outcome, ending, keptAt, endedAt, resolvedBy } = record
  if (keptAt !== undefined) {
    const [live, { former }] = await Promise.all([ledger.live(system, environment), ledger.plan(release)])
    const newer = live === undefined || live.release === release ? undefined : live
    const since = newer === undefined ? '' : `; ${newer.version} was released after it, by ${newer.release}`
    throw new NotPossible(
      `${release} was kept at ${momentWords(keptAt)}${since}; nothing was changed; going back now is a release of the ` +
        `version before: tidegate release ${system} --version ${former ?? '…'}`,
    )
  }
  if (outcome === 'stuck') {
    if (resolvedBy === undefined) return
    throw new NotPossible(
      `${release} was resolved by ${resolvedBy} and holds no lock any more; nothing was changed; release a version instead`,
    )
  }
  if (outcome !== undefined) {
    const words = outcome === 'refused' ? 'nothing was changed by it' : 'everything is back already'
    throw new NotPossible(`${release} ended ${outcome} at ${momentWords(endedAt ?? 0)}: ${words}; nothing was changed`)
  }
  if (ending === undefined) return
  throw new NotPossible(`${release} is ending ${ending}; nothing was changed; wait: tidegate status ${release} --watch`)
}

async function refuseUnderWay(world: World, record: ReleaseRecord): Promise<void> {
  const { release, owner, execution, backSince, backBecause, outcome } = record
  if (outcome !== undefined || owner === execution || (await executionState(world, owner)) !== 'running') return
  throw new NotPossible(
    `${release} is on the way back since ${momentWords(backSince ?? 0)} (${backBecause ?? 'asked for'}); nothing was ` +
      `started; watch it: tidegate status ${release} --watch`,
  )
}

/** Under the next number of the release's ways back, so that the watchdog counts and finds it. */
async function start(world: World, record: ReleaseRecord, input: string): Promise<string> {
  const { SFNClient, StartExecutionCommand } = await sfn(world)
  const stateMachineArn = world.home.machines.rollback
  for (let n = record.claims + 1; n <= record.claims + 5; n += 1) {
    const name = `${record.release}-rollback-${n}`
    try {
      const started = await world.send(SFNClient, new StartExecutionCommand({ stateMachineArn, name, input }))
      return started.executionArn ?? executionArn(stateMachineArn, name)
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'ExecutionAlreadyExists') throw error
    }
  }
  throw new NotPossible(
    `others are starting the way back of ${record.release} now; watch it: tidegate status ${record.release} --watch`,
  )
}
