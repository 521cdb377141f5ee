import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn'
import type { ReleaseRecord } from '../../shared/ledger/records.ts'
import { executionArn, executionState } from '../../shared/wayback/executions.ts'
import { type Out, tellOut } from '../aws/command.ts'
import { consoleLink } from '../aws/console-link.ts'
import { NotPossible } from '../aws/errors.ts'
import { knownRelease } from '../aws/known-release.ts'
import { momentWords } from '../aws/moment-words.ts'
import type { Tidegate } from '../aws/tidegate.ts'
import { exitCodes } from '../exit-codes.ts'
import { watchToEnd } from './end.ts'

export interface RollbackWish {
  readonly reason: string
  readonly watch?: boolean
}

/** So long a claim is awaited; the way back goes on whether anybody waits or not. */
const claimLooks = 30

/** Starts the way back of a release as a person: from wherever it is, also from stuck. */
export async function rollback(tidegate: Tidegate, release: string, wish: RollbackWish, out: Out): Promise<number> {
  const record = await knownRelease(tidegate, release)
  await refuseEnded(tidegate, record)
  await refuseUnderWay(tidegate, record)
  const { person } = await tidegate.identity()
  const execution = await start(tidegate, record, JSON.stringify({ release, person, reason: wish.reason }))
  await awaitClaim(tidegate, release, execution)
  const link = consoleLink(execution)
  const told = { release, person, execution, console: link }
  if (!wish.watch) {
    const watch = `watch      tidegate status ${release} --watch`
    tellOut(out, [`the way back of ${release} has begun, asked for by ${person}`, `console    ${link}`, watch], told)
    return exitCodes.released
  }
  return watchToEnd(tidegate, release, out, told)
}

/** What is over is over: kept stays kept, and what was put back is back. */
async function refuseEnded({ ledger }: Tidegate, record: ReleaseRecord): Promise<void> {
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

async function refuseUnderWay({ world }: Tidegate, record: ReleaseRecord): Promise<void> {
  const { release, owner, execution, backSince, backBecause, outcome } = record
  if (outcome !== undefined || owner === execution || (await executionState(world, owner)) !== 'running') return
  throw new NotPossible(
    `${release} is on the way back since ${momentWords(backSince ?? 0)} (${backBecause ?? 'asked for'}); nothing was ` +
      `started; watch it: tidegate status ${release} --watch`,
  )
}

/** Under the next number of the release's ways back, so that the watchdog counts and finds it. */
async function start({ world, stack }: Tidegate, record: ReleaseRecord, input: string): Promise<string> {
  const stateMachineArn = stack.home.machines.rollback
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

/** @throws {NotPossible} it ended without becoming the owner: kept, ended, or another one was first */
async function awaitClaim({ world, ledger }: Tidegate, release: string, execution: string): Promise<void> {
  for (let look = 0; look < claimLooks; look += 1) {
    if ((await ledger.release(release))?.owner === execution) return
    if ((await executionState(world, execution)) === 'closed') {
      const after = await ledger.release(release)
      if (after?.owner === execution) return
      const is = after?.keptAt === undefined ? (after?.outcome ?? 'already on the way back') : 'kept'
      throw new NotPossible(`${release} is ${is} by now; this way back ended without changing anything`)
    }
    await world.sleep(1_000)
  }
}
