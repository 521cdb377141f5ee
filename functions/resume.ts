import * as z from 'zod/mini'
import { ledger as open } from '../shared/ledger/index.ts'
import { Recheck } from '../shared/waits/message.ts'
import { wakeByEvent, wakeByRecheck } from '../shared/waits/wake.ts'
import type { World } from '../shared/world.ts'
import { phase } from './phase.ts'

/** A batch of re-checks from SQS, or one event from EventBridge; unknown fields are AWS's to add. */
const Input = z.union([
  z.object({ Records: z.array(z.object({ messageId: z.string(), body: z.string() })) }),
  z.object({
    source: z.string(),
    'detail-type': z.string(),
    resources: z.optional(z.array(z.string())),
    detail: z.optional(z.record(z.string(), z.unknown())),
    'replay-name': z.optional(z.string()),
  }),
])

/** Finds waits by key and has their owners look. Answers no token itself. */
export const handler = phase('resume', Input, async (input, world) => {
  if ('Records' in input) return takeBatch(input.Records, world)
  await wakeByEvent(world, open(world.store), input)
  return null
})

/** One bad message comes back alone; the others are not repeated. */
async function takeBatch(records: { messageId: string; body: string }[], world: World) {
  const batchItemFailures: { itemIdentifier: string }[] = []
  for (const { messageId, body } of records) {
    let release: string | undefined
    try {
      const message = Recheck.parse(JSON.parse(body))
      release = message.release
      await wakeByRecheck(world, open(world.store), message)
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error)
      world.log('error', `re-check ${messageId} failed: ${said}`, { release })
      batchItemFailures.push({ itemIdentifier: messageId })
    }
  }
  return { batchItemFailures }
}
