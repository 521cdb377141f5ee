import { sfn } from '../clients/sfn.ts'
import { NotPossible, WrongInput } from '../errors.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { World } from '../world.ts'
import { Request } from './admit.ts'

export interface Started {
  /** The release's id: the execution's name. */
  readonly release: string
  readonly execution: string
}

/** How a name is chosen: the one offered, or the one that this very asking chose when it was made before. */
export type ChooseName = (offered: string) => Promise<string>

/**
 * Starts a release with the input that an operator would type into the console; the requester is whom the caller has
 * proved. What Admit would refuse anyway is refused here, so that nothing is started at all.
 *
 * @throws {WrongInput} {NotPossible}
 */
export async function askRelease(
  world: World,
  ledger: Ledger,
  asked: object,
  choose: ChooseName = async (offered) => offered,
): Promise<Started> {
  const parsed = Request.safeParse(asked)
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
    throw new WrongInput(`${faults.join('; ')}; nothing was started`)
  }
  const { system, version, environment } = parsed.data
  await refuseOpen(ledger, system, version, environment)
  const input = JSON.stringify({ ...asked, environment })
  for await (const offered of freeNames(ledger, system, version)) {
    const release = await choose(offered)
    const execution = await start(world, release, input)
    if (execution !== undefined) return { release, execution }
    if (release !== offered) throw new NotPossible(`${release} was started by this already; nothing more was started`)
  }
  throw new NotPossible(`${system} ${version} was started too often; nothing was started; release another version`)
}

async function refuseOpen(ledger: Ledger, system: string, version: string, environment: string): Promise<void> {
  const open = (await ledger.openReleases()).find(
    (one) => one.system === system && one.environment === environment && one.version === version,
  )
  if (open === undefined) return
  throw new NotPossible(
    `${system} ${version} is already being released to ${environment} by ${open.release}; nothing was started; ` +
      `watch it: tidegate status ${open.release} --watch`,
  )
}

const triesMax = 50

/** `<system>-<version>-<n>`, the first that the ledger does not know, and those after it. */
async function* freeNames(ledger: Ledger, system: string, version: string): AsyncGenerator<string> {
  const base = `${system}-${version}`.replaceAll(/[^0-9A-Za-z_-]/g, '-')
  for (let n = 1; n <= triesMax; n += 1) {
    const name = `${base}-${n}`
    if (name.length > 64) {
      throw new WrongInput(`${name} is longer than the 64 characters of a release id; nothing was started`)
    }
    if ((await ledger.release(name)) === undefined) yield name
  }
}

/** @returns the execution, or undefined when one of that name ended before the ledger knew it */
async function start(world: World, name: string, input: string): Promise<string | undefined> {
  const { SFNClient, StartExecutionCommand } = await sfn(world)
  const stateMachineArn = world.home.machines.release
  try {
    return (await world.send(SFNClient, new StartExecutionCommand({ stateMachineArn, name, input }))).executionArn
  } catch (error) {
    if (error instanceof Error && error.name === 'ExecutionAlreadyExists') return undefined
    throw error
  }
}
