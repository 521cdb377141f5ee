import * as z from 'zod/mini'
import { sqs } from '../clients/sqs.ts'
import { recheckSecondsMax } from '../limits.ts'
import type { World } from '../world.ts'

/** A re-check on its way through SQS: claimed once by its tick. A nudge has none: it only asks for a look now. */
export const Recheck = z.strictObject({
  release: z.string(),
  wait: z.string(),
  tick: z.optional(z.int()),
})
export type Recheck = z.infer<typeof Recheck>

/** Sends a re-check that arrives at `dueAt`, or as near to it as one SQS delay reaches (900 s). */
export async function sendRecheck(world: World, message: Recheck, dueAt: number): Promise<void> {
  const delay = Math.max(0, Math.min(recheckSecondsMax, Math.ceil((dueAt - world.now()) / 1000)))
  const { SendMessageCommand, SQSClient } = await sqs(world)
  await world.send(
    SQSClient,
    new SendMessageCommand({
      QueueUrl: world.home.queueUrl,
      MessageBody: JSON.stringify(message),
      DelaySeconds: delay,
    }),
  )
}

/**
 * Asks for a look at a wait now, because something was decided. Losing it costs minutes, never the decision: that stands
 * already, the wait's own re-checks find it, and whoever decided is not told that it failed.
 */
export async function nudge(world: World, release: string, wait: string): Promise<void> {
  try {
    await sendRecheck(world, { release, wait }, world.now())
  } catch (error) {
    const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    world.log('error', `${wait} was not nudged, its own re-check finds what was decided: ${why}`, { release, wait })
  }
}
