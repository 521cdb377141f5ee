import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn'
import { WrongInput } from '../../shared/errors.ts'
import { Request } from '../../shared/phases/admit.ts'
import { type Out, tellOut } from '../aws/command.ts'
import { consoleLink } from '../aws/console-link.ts'
import { NotPossible } from '../aws/errors.ts'
import type { Tidegate } from '../aws/tidegate.ts'
import { exitCodes } from '../exit-codes.ts'
import { watchToEnd } from './end.ts'

export interface ReleaseWish {
  readonly version: string
  readonly environment: string
  readonly profile?: string
  readonly reason?: string
  /** `check=why`. */
  readonly waive: readonly string[]
  readonly watch?: boolean
}

/** Starts a release with the input that an operator would type into the console. */
export async function release(tidegate: Tidegate, system: string, wish: ReleaseWish, out: Out): Promise<number> {
  const { world, stack } = tidegate
  const request = { ...requestOf(system, wish), requester: (await tidegate.identity()).person }
  const parsed = Request.safeParse(request)
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
    throw new WrongInput(`${faults.join('; ')}; nothing was started`)
  }
  await refuseOpen(tidegate, system, wish)
  const input = JSON.stringify(request)
  for await (const name of freeNames(tidegate, system, wish.version)) {
    const started = await start(world, stack.home.machines.release, name, input)
    if (started === undefined) continue
    const link = consoleLink(started)
    const told = { release: name, execution: started, console: link }
    if (!wish.watch) {
      tellOut(out, [`release    ${name}`, `console    ${link}`, `watch      tidegate status ${name} --watch`], told)
      return exitCodes.released
    }
    if (!out.json) out.screen.write(`release    ${name}\nconsole    ${link}\n\n`)
    return watchToEnd(tidegate, name, out, told)
  }
  throw new NotPossible(`${system} ${wish.version} was started too often; nothing was started; release another version`)
}

function requestOf(system: string, { version, environment, profile, reason, waive }: ReleaseWish): object {
  const waivers = waive.map((text) => {
    const [, check, why] = /^([^=]+)=(.+)$/.exec(text) ?? []
    if (check === undefined || why === undefined) {
      throw new WrongInput(`--waive ${text}: say which check and why, as NAME=REASON; nothing was started`)
    }
    return { check: check.trim(), reason: why.trim() }
  })
  return {
    system,
    version,
    environment,
    ...(profile !== undefined && { profile }),
    ...(reason !== undefined && { reason }),
    ...(waivers.length > 0 && { waivers }),
  }
}

/** Admit would refuse it too; told here, nothing is started at all. */
async function refuseOpen({ ledger }: Tidegate, system: string, { version, environment }: ReleaseWish): Promise<void> {
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
async function* freeNames({ ledger }: Tidegate, system: string, version: string): AsyncGenerator<string> {
  const base = `${system}-${version}`.replaceAll(/[^0-9A-Za-z_-]/g, '-')
  for (let n = 1; n <= triesMax; n += 1) {
    const name = `${base}-${n}`
    if (name.length > 64)
      throw new WrongInput(`${name} is longer than the 64 characters of a release id; nothing was started`)
    if ((await ledger.release(name)) === undefined) yield name
  }
}

/** @returns the execution, or undefined when one of that name ended before the ledger knew it */
async function start(world: Tidegate['world'], stateMachineArn: string, name: string, input: string) {
  try {
    return (await world.send(SFNClient, new StartExecutionCommand({ stateMachineArn, name, input }))).executionArn
  } catch (error) {
    if (error instanceof Error && error.name === 'ExecutionAlreadyExists') return undefined
    throw error
  }
}
