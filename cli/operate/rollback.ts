import { askBack } from '../../shared/wayback/ask.ts'
import { executionState } from '../../shared/wayback/executions.ts'
import { type Out, tellOut } from '../aws/command.ts'
import { consoleLink } from '../aws/console-link.ts'
import { NotPossible } from '../aws/errors.ts'
import { knownRelease } from '../aws/known-release.ts'
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
  const { person } = await tidegate.identity()
  const execution = await askBack(tidegate.world, tidegate.ledger, record, person, wish.reason)
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
