import { lambda } from '../clients/lambda.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { WaitRecord } from '../ledger/records.ts'
import type { World } from '../world.ts'
import { type BusEvent, wakeKeys } from './keys.ts'
import { type Recheck, sendRecheck } from './message.ts'
import { nextDue } from './pace.ts'

/** Has the owning function, in the very version that left the wait, look. Only that look answers the token. */
export async function haveLooked(world: World, wait: WaitRecord): Promise<void> {
  const payload = { do: 'look', release: wait.release, wait: wait.name }
  // Whoever wakes works for many releases at once: its line has to say for which.
  world.log('info', 'has the owner of a wait look', { release: wait.release, wait: wait.name })
  const { InvokeCommand, LambdaClient } = await lambda(world)
  await world.send(
    LambdaClient,
    new InvokeCommand({
      FunctionName: wait.function,
      InvocationType: 'Event',
      Payload: new TextEncoder().encode(JSON.stringify(payload)),
    }),
  )
}

/** Wakes every wait that an event may concern. */
export async function wakeByEvent(world: World, ledger: Ledger, event: BusEvent): Promise<number> {
  let woken = 0
  for (const key of wakeKeys(event)) {
    for (const { release, name } of await ledger.waitsByKey(key)) {
      const wait = await ledger.wait(release, name)
      if (wait === undefined || wait.answeredAt !== undefined) continue
      await haveLooked(world, wait)
      woken += 1
    }
  }
  return woken
}

/**
 * Takes one re-check message: claims its tick, sends the next one, then has the wait looked at.
 *
 * In this order, because a look that dies must not end the chain; a message that comes twice or late finds its tick
 * claimed and is dropped, and one that comes early (SQS delays at most 900 s) is sent on.
 */
export async function wakeByRecheck(world: World, ledger: Ledger, message: Recheck): Promise<boolean> {
  const wait = await ledger.wait(message.release, message.wait)
  if (wait === undefined || wait.answeredAt !== undefined) return false
  if (message.tick === undefined) {
    await haveLooked(world, wait)
    return true
  }
  if (message.tick !== wait.tick) return false
  const now = world.now()
  if (now < Math.min(wait.dueAt, wait.endsAt)) {
    await sendRecheck(world, message, Math.min(wait.dueAt, wait.endsAt))
    return false
  }
  const dueAt = nextDue(wait, wait.tick + 1, now)
  if (!(await ledger.claimTick(wait.release, wait.name, wait.tick, dueAt))) return false
  // Past its end the look answers; until it has, the chain goes on at its pace.
  const next = dueAt > now ? dueAt : now + 60_000
  await sendRecheck(world, { release: wait.release, wait: wait.name, tick: wait.tick + 1 }, next)
  await haveLooked(world, wait)
  return true
}
