import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn'
import { WrongInput } from '../../shared/errors.ts'
import type { ReleaseRecord } from '../../shared/ledger/records.ts'
import { nearest } from '../../shared/plan/fault.ts'
import type { Tidegate } from './tidegate.ts'

/** @throws {WrongInput} the ledger knows no such release; says which was probably meant */
export async function knownRelease(tidegate: Tidegate, id: string): Promise<ReleaseRecord> {
  return (await tidegate.ledger.release(id)) ?? (await unknown(tidegate, id))
}

export async function unknown(tidegate: Tidegate, id: string): Promise<never> {
  const known = await releaseNames(tidegate)
  const near = nearest(id, known) ?? known.find((one) => one.startsWith(id))
  const some = known.slice(0, 5).join(', ')
  const right =
    near !== undefined ? `did you mean ${near}?` : some === '' ? 'none was started yet' : `newest are ${some}`
  throw new WrongInput(`there is no release ${id}; nothing was changed; ${right}`)
}

/** Newest first, as far back as Step Functions lists at once. */
async function releaseNames({ world, stack, ledger }: Tidegate): Promise<string[]> {
  const { executions = [] } = await world.send(
    SFNClient,
    new ListExecutionsCommand({ stateMachineArn: stack.home.machines.release, maxResults: 200 }),
  )
  const open = (await ledger.openReleases()).map(({ release }) => release)
  return [...new Set([...executions.map(({ name = '' }) => name), ...open])]
}
