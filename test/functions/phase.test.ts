import { expect, it } from 'vitest'
import * as z from 'zod/mini'
import { phase } from '../../functions/phase.ts'
import type { World } from '../../shared/world.ts'

/** Lambda writes message and stack of an error into the log and hands both to Step Functions, whose history people read. */
it('lets an error out without its secrets, its stack included, even if somebody has read that before', async () => {
  const secret = 'hunter2hunter2'
  const failing = phase('admit', z.object({}), async () => {
    const error = new Error(`refused: password=${secret}`)
    // V8 writes a stack down when it is first asked for, with the message of that moment.
    expect(error.stack).toContain(secret)
    throw error
  })
  const lines: unknown[] = []
  const world = { log: (...line: unknown[]) => lines.push(line) } as unknown as World
  const thrown = await failing
    .in(world)({})
    .catch((error: unknown) => error)
  expect(thrown).toBeInstanceOf(Error)
  expect((thrown as Error).message).toContain('refused')
  expect(`${(thrown as Error).message}${(thrown as Error).stack}${JSON.stringify(lines)}`).not.toContain(secret)
})
