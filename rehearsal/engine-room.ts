import { createEngine, type Engine, type EngineOptions } from './engine/index.ts'
import { machineNames, readMachine } from './machines.ts'

export type EngineHooks = Pick<EngineOptions, 'clock' | 'random' | 'task' | 'onStatusChange' | 'onEvent'>

interface Room {
  readonly engine: Engine
  hooks: EngineHooks
}

/** Engines with our machines loaded: compiling them costs more than running a release, so they are used again. */
const idle: Room[] = []

/** Lends an engine to one run; `giveBack` forgets the run's executions and lets the next run have it. */
export function lendEngine(hooks: EngineHooks, region: string, account: string): { engine: Engine; giveBack(): void } {
  const room = idle.pop() ?? build(hooks, region, account)
  room.hooks = hooks
  let lent = true
  return {
    engine: room.engine,
    giveBack() {
      // Given back twice, it would be lent to two runs at once, and one would start what the other one asked for.
      if (!lent) return
      lent = false
      room.engine.reset()
      room.hooks = nobody
      idle.push(room)
    },
  }
}

function build(hooks: EngineHooks, region: string, account: string): Room {
  const room: { engine?: Engine; hooks: EngineHooks } = { hooks }
  room.engine = createEngine({
    clock: { now: () => room.hooks.clock.now(), after: (ms, run, why) => room.hooks.clock.after(ms, run, why) },
    random: () => room.hooks.random(),
    task: (call) => room.hooks.task(call),
    onStatusChange: (execution) => room.hooks.onStatusChange?.(execution),
    onEvent: (arn, event) => room.hooks.onEvent?.(arn, event),
    region,
    account,
  })
  for (const name of machineNames) {
    room.engine.addMachine({ name: `tidegate-${name}`, definition: readMachine(name, region, account) })
  }
  return room as Room
}

const nobody: EngineHooks = {
  clock: { now: () => 0, after: () => ({ cancel() {} }) },
  random: () => 0.5,
  task: () => new Promise(() => {}),
}
