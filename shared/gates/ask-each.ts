import { AwsUnavailable } from '../errors.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { ReleaseRecord } from '../ledger/records.ts'
import { notice } from '../wayback/notices.ts'
import type { World } from '../world.ts'

/** One person, and the message that asks them. */
export interface Asking {
  readonly person: string
  readonly ask: () => Promise<void>
}

/**
 * Asks each person by themselves: whose message SNS refuses stops nobody else's, and is not repeated, because what was
 * refused once is refused again. The record says who was not asked and why; whoever reads along is told so, once. Where SNS
 * did not answer it is asked once more: a request twice is better than a request never.
 *
 * @param about what they are asked, in words: `gate "go"`
 * @param again whether the caller comes again when SNS does not answer: then that is not told as if it were for good
 * @returns what stood against each message that was not sent
 */
export async function askEach(
  world: World,
  ledger: Ledger,
  release: ReleaseRecord,
  about: string,
  askings: readonly Asking[],
  { again = false } = {},
): Promise<Error[]> {
  const failed: Error[] = []
  const tried = await Promise.all(askings.map(async ({ person, ask }) => ({ person, error: await tryTwice(ask) })))
  for (const { person, error } of tried) {
    if (error === undefined) continue
    failed.push(error)
    if (again && error instanceof AwsUnavailable) continue
    const because = `${error.name}: ${error.message}`
    world.log('error', `${person} was not asked at ${about}: ${because}`, { release: release.release })
    const once = `not-asked/${about}/${person}`
    const facts = { about, person, because }
    if (!(await ledger.note(release.release, world.now(), 'not-asked', facts, once))) continue
    await tellOthers(world, release, about, `${person} could not be asked at ${about} by mail: ${because}`)
  }
  return failed
}

async function tryTwice(ask: () => Promise<void>): Promise<Error | undefined> {
  const error = await failureOf(ask)
  return error instanceof AwsUnavailable ? failureOf(ask) : error
}

const failureOf = (ask: () => Promise<void>): Promise<Error | undefined> =>
  ask().then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
  )

/** That a notice cannot be sent either keeps nobody from being asked. */
async function tellOthers(world: World, release: ReleaseRecord, about: string, what: string): Promise<void> {
  const text = `${what}\nTell them yourself; they answer in Slack or with the command line. Others were asked.`
  const error = await failureOf(() => notice(world, release, `NOT ASKED: ${release.release} (${about})`, text))
  if (error !== undefined) world.log('error', `nobody was told that ${what}: ${error.message}`)
}
