import { momentWords } from '../../shared/evidence/moment-words.ts'
import type { OpenEntry } from '../../shared/ledger/records.ts'
import { type Out, tellOut } from '../aws/command.ts'
import { readExecution } from '../aws/execution.ts'
import { unknown } from '../aws/known-release.ts'
import type { Tidegate } from '../aws/tidegate.ts'
import { exitCodes } from '../exit-codes.ts'
import { watchToEnd } from './end.ts'
import { releaseStatus } from './release-status.ts'

export interface StatusWish {
  readonly environment: string
  readonly watch?: boolean
}

/** Of one release, of one system, or of everything that is open. */
export async function status(
  tidegate: Tidegate,
  about: string | undefined,
  { environment, watch }: StatusWish,
  out: Out,
): Promise<number> {
  const open = await tidegate.ledger.openReleases()
  if (about === undefined) return ofEverything(tidegate, open, out)
  const record = await tidegate.ledger.release(about)
  if (watch) return watchToEnd(tidegate, about, out)
  if (record !== undefined) {
    const { lines, json } = await releaseStatus(tidegate, record)
    tellOut(out, lines, json)
    return exitCodes.released
  }
  if (await ofSystem(tidegate, about, environment, open, out)) return exitCodes.released
  return ofExecution(tidegate, about, out)
}

async function ofEverything({ stack }: Tidegate, open: readonly OpenEntry[], out: Out): Promise<number> {
  const lines = open.length === 0 ? ['no release is open'] : open.map(openLine)
  tellOut(out, [`${stack.name} in ${stack.home.region}, account ${stack.home.account}`, ...lines], {
    stack: stack.name,
    region: stack.home.region,
    account: stack.home.account,
    version: stack.outputs.Version,
    open,
  })
  return exitCodes.released
}

const openLine = ({ release, system, version, environment }: OpenEntry): string =>
  `  open  ${release}  ${system} ${version} to ${environment}`

/** @returns whether it is a system that Tidegate has seen */
async function ofSystem(
  { ledger }: Tidegate,
  system: string,
  environment: string,
  all: readonly OpenEntry[],
  out: Out,
): Promise<boolean> {
  const open = all.filter((one) => one.system === system)
  const [live, lock] = await Promise.all([ledger.live(system, environment), ledger.lock(system, environment)])
  if (open.length === 0 && live === undefined && lock === undefined) return false
  const lines = [
    `${system} in ${environment}`,
    live === undefined
      ? '  live  nothing that Tidegate has released'
      : `  live  ${live.version}, by ${live.release} since ${momentWords(live.at)}`,
    lock === undefined ? '  lock  free' : `  lock  held by ${lock.release} since ${momentWords(lock.at)}`,
    ...open.map(openLine),
  ]
  tellOut(out, lines, { system, environment, live: live ?? null, lock: lock ?? null, open })
  return true
}

/** Refused before the ledger knew it, or just being admitted. */
async function ofExecution(tidegate: Tidegate, release: string, out: Out): Promise<number> {
  const execution = await readExecution(tidegate, release)
  if (execution === undefined) return unknown(tidegate, release)
  const { status: state, because } = execution
  const words = state === 'RUNNING' ? 'is being admitted' : 'was refused before it was opened; nothing was changed'
  tellOut(out, [`${release} ${words}`, ...(because === undefined ? [] : [`because    ${because}`])], {
    release,
    outcome: state === 'RUNNING' ? 'open' : 'refused',
    because: because ?? null,
  })
  return exitCodes.released
}
