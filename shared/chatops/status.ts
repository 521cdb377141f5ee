import { WrongInput } from '../errors.ts'
import { momentWords } from '../evidence/moment-words.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { OpenEntry } from '../ledger/records.ts'
import { nearest } from '../plan/fault.ts'
import { card } from './card.ts'

/** Of one release, of one system, or of everything that is open: a few lines for whoever asked. */
export async function statusWords(ledger: Ledger, about: string | undefined, now: number): Promise<string> {
  const open = await ledger.openReleases()
  if (about === undefined) return open.length === 0 ? 'No release is open' : open.map(openLine).join(' · ')
  if ((await ledger.release(about)) !== undefined) return card(await ledger.everything(about), now).text
  const own = open.filter((one) => one.system === about)
  const environments = new Set(['production', ...own.map((one) => one.environment)])
  const lines = await Promise.all([...environments].map((environment) => ofSystem(ledger, about, environment)))
  const known = lines.filter((line) => line !== undefined)
  if (known.length > 0 || own.length > 0) return [...known, ...own.map(openLine)].join(' · ')
  const names = open.flatMap(({ release, system }) => [release, system])
  const near = nearest(about, names)
  throw new WrongInput(
    `there is no release and no system ${about}; nothing was changed; ${near === undefined ? 'tidegate status lists what is open' : `did you mean ${near}?`}`,
  )
}

const openLine = ({ release, system, version, environment }: OpenEntry): string =>
  `${release}: ${system} ${version} to ${environment} is open`

async function ofSystem(ledger: Ledger, system: string, environment: string): Promise<string | undefined> {
  const [live, lock] = await Promise.all([ledger.live(system, environment), ledger.lock(system, environment)])
  if (live === undefined && lock === undefined) return undefined
  const runs =
    live === undefined
      ? 'nothing that Tidegate has released is live'
      : `${live.version} is live, by ${live.release} since ${momentWords(live.at)}`
  const locked =
    lock === undefined ? 'the lock is free' : `${lock.release} holds the lock since ${momentWords(lock.at)}`
  return `${system} in ${environment}: ${runs}; ${locked}`
}
