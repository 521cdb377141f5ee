import { expect, it } from 'vitest'
import { type EngineHooks, lendEngine } from '../../rehearsal/engine-room.ts'

const hooks: EngineHooks = {
  clock: { now: () => 0, after: () => ({ cancel() {} }) },
  random: () => 0.5,
  task: () => new Promise(() => {}),
}
const lend = () => lendEngine(hooks, 'eu-west-1', '111122223333')

it('an engine that is given back twice is lent to one run only', () => {
  const first = lend()
  first.giveBack()
  first.giveBack()
  const [second, third] = [lend(), lend()]
  expect(second.engine).toBe(first.engine)
  expect(third.engine).not.toBe(second.engine)
})
