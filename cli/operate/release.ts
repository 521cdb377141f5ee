import { WrongInput } from '../../shared/errors.ts'
import { askRelease } from '../../shared/phases/ask.ts'
import { type Out, tellOut } from '../aws/command.ts'
import { consoleLink } from '../aws/console-link.ts'
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

/** Starts a release as the IAM identity that runs the command. */
export async function release(tidegate: Tidegate, system: string, wish: ReleaseWish, out: Out): Promise<number> {
  const { world, ledger } = tidegate
  const request = { ...requestOf(system, wish), requester: (await tidegate.identity()).person }
  const { release: name, execution } = await askRelease(world, ledger, request)
  const link = consoleLink(execution)
  const told = { release: name, execution, console: link }
  if (!wish.watch) {
    tellOut(out, [`release    ${name}`, `console    ${link}`, `watch      tidegate status ${name} --watch`], told)
    return exitCodes.released
  }
  if (!out.json) out.screen.write(`release    ${name}\nconsole    ${link}\n\n`)
  return watchToEnd(tidegate, name, out, told)
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
