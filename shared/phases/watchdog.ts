import * as z from 'zod/mini'
import { ledger as open } from '../ledger/index.ts'
import { sendRecheck } from '../waits/message.ts'
import { ensureEnd } from '../wayback/ends.ts'
import type { World } from '../world.ts'

/** The status change of one of our executions, or the sweep. */
export const WatchdogInput = z.union([
  z.strictObject({ do: z.literal('sweep') }),
  z.object({
    source: z.literal('aws.states'),
    detail: z.object({ name: z.string(), status: z.string() }),
  }),
])

/** A re-check that is later than this was lost. */
const overdueMs = 60_000

/** Sees to it that every release ends, whoever died; and that every wait is looked at, whatever was lost. */
export async function watch(input: z.infer<typeof WatchdogInput>, world: World): Promise<void> {
  const ledger = open(world.store)
  if ('source' in input) {
    const { name, status } = input.detail
    const release = releaseOf(name)
    world.log('info', `${name} ended ${status}`, { release })
    await ensureEnd(world, ledger, release, `its execution ended ${status}`)
    return
  }
  for (const { release } of await ledger.openReleases()) {
    await ensureEnd(world, ledger, release, 'its execution is closed and there is no outcome')
    const overdue = (await ledger.waits(release)).filter(
      (wait) => wait.answeredAt === undefined && world.now() > Math.min(wait.dueAt, wait.endsAt) + overdueMs,
    )
    for (const wait of overdue) await sendRecheck(world, { release, wait: wait.name, tick: wait.tick }, world.now())
  }
}

/** `<release>`, `<release>-rollback-<n>`, `<release>-close-<n>` → the release. */
export const releaseOf = (execution: string): string => execution.replace(/-(rollback|close)-\d+$/, '')
