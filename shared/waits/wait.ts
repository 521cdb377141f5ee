import type { Ledger } from '../ledger/ledger.ts'
import { type Attempt, schema, type WaitRecord, type WaitSubject } from '../ledger/records.ts'
import type { Json } from '../ledger/store.ts'
import type { World } from '../world.ts'
import { sendRecheck } from './message.ts'

/** What a task of the state machine hands to the function that leaves the wait. */
export interface Held {
  readonly release: string
  /** `<state>/<item>`: one wait per release, state and item. */
  readonly name: string
  readonly subject: WaitSubject
  readonly token: string
  readonly attempt: Attempt
  /** How long the wait may last, from its first attempt on. */
  readonly seconds: number
  /** When the first re-check is due, seconds from now. */
  readonly firstLookSeconds: number
  readonly wakes?: readonly string[]
  readonly detail?: Readonly<Record<string, Json>>
}

/**
 * Leaves a wait, before anything is started or watched.
 *
 * @returns the wait as it stands (its end survives retries), or undefined when a newer attempt holds it: then this
 *   call must stop before its next change
 */
export async function leaveWait(world: World, ledger: Ledger, held: Held): Promise<WaitRecord | undefined> {
  const now = world.now()
  const { arn, name } = world.self
  if (name === 'operator') throw new Error(`${held.name}: a person leaves no wait, because nobody would look at it`)
  const asked = await ledger.register({
    schema,
    release: held.release,
    name: held.name,
    subject: held.subject,
    function: arn,
    functionName: name,
    attempt: held.attempt,
    token: held.token,
    since: now,
    endsAt: now + held.seconds * 1000,
    dueAt: now + held.firstLookSeconds * 1000,
    tick: 0,
    wakes: held.wakes ?? [],
    detail: held.detail ?? {},
  })
  return asked.registered ? asked.wait : undefined
}

/** Starts the chain of re-checks of a wait that was just left; the sweep does it when this call is lost. */
export const startRechecks = (world: World, wait: WaitRecord): Promise<void> =>
  sendRecheck(world, { release: wait.release, wait: wait.name, tick: wait.tick }, Math.min(wait.dueAt, wait.endsAt))

export const isOver = (world: World, wait: WaitRecord): boolean => world.now() >= wait.endsAt
export const lastsSeconds = (wait: WaitRecord): number => Math.round((wait.endsAt - wait.since) / 1000)
