import { sfn } from '../clients/sfn.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { WaitAnswer, WaitRecord } from '../ledger/records.ts'
import type { Json } from '../ledger/store.ts'
import type { World } from '../world.ts'

/** Step Functions has let go of the token: timed out, retried, stopped, or answered before. Not a reason to page. */
const gone = new Set(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'])

/**
 * Answers a wait's token, once.
 *
 * The answer is decided in the ledger before it is sent, so that whoever finds the wait decided but not answered sends
 * the very same; a token that is gone counts as answered.
 */
export async function answer(world: World, ledger: Ledger, wait: WaitRecord, proposed: WaitAnswer): Promise<void> {
  const stands = await ledger.answering(wait.release, wait.name, wait.attempt, proposed)
  if (stands === 'superseded') return
  await sendAnswer(world, wait.token, stands)
  await ledger.answered(wait.release, wait.name, wait.attempt, world.now())
}

export const succeed = (world: World, ledger: Ledger, wait: WaitRecord, output: Json): Promise<void> =>
  answer(world, ledger, wait, { output })

/** Fails the wait's task under the error's own name, which the state machine catches or retries. */
export const fail = (world: World, ledger: Ledger, wait: WaitRecord, error: Error): Promise<void> =>
  answer(world, ledger, wait, { error: error.name, cause: error.message })

async function sendAnswer(world: World, token: string, stands: WaitAnswer): Promise<void> {
  const { SendTaskFailureCommand, SendTaskSuccessCommand, SFNClient } = await sfn(world)
  try {
    if ('output' in stands) {
      const output = JSON.stringify(stands.output)
      await world.send(SFNClient, new SendTaskSuccessCommand({ taskToken: token, output }))
    } else {
      const cause = stands.cause.slice(0, 32_000)
      await world.send(SFNClient, new SendTaskFailureCommand({ taskToken: token, error: stands.error, cause }))
    }
  } catch (error) {
    if (!(error instanceof Error) || !gone.has(error.name)) throw error
  }
}
