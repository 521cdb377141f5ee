import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { type Account, createAccount } from '../../../rehearsal/account/account.ts'
import { type Hooks, noHooks } from '../../../rehearsal/hooks.ts'
import { Scheduler } from '../../../rehearsal/scheduler.ts'

const states = new Map<string, unknown>()
export const stateOf = (system: string): unknown => {
  if (!states.has(system)) {
    states.set(system, parse(readFileSync(join(import.meta.dirname, `../../../plans/${system}/account.yaml`), 'utf8')))
  }
  return states.get(system)
}

export interface Stage {
  readonly account: Account
  readonly clock: Scheduler
  /** Lets virtual seconds go by. */
  pass(seconds: number): Promise<void>
  /** Calls an operation as the World would, without its latency. */
  call<T>(client: string, operation: string, input: object): T
}

export const startAt = Date.UTC(2026, 10, 21, 22)

export function stage({
  system = 'serveml',
  seed = 1,
  hooks = noHooks(),
}: {
  system?: string
  seed?: number
  hooks?: Hooks
} = {}): Stage {
  const clock = new Scheduler(startAt)
  const account = createAccount({ state: stateOf(system), clock, seed, hooks })
  return {
    account,
    clock,
    async pass(seconds) {
      let over = false
      clock.after(seconds * 1000, () => {
        over = true
      })
      await clock.run(() => over)
    },
    call<T>(client: string, operation: string, input: object): T {
      const command = new (commandNamed(operation))()
      const { operation: run, service } = account.operation({ name: `${client}Client` }, command)
      return run.call(service, input, { region: account.region, by: 'test', now: clock.now() }) as T
    },
  }
}

/** A command of this name: its class's name is all that the account looks at. */
export const commandNamed = (operation: string): (new () => object) =>
  ({ [`${operation}Command`]: class {} })[`${operation}Command`] as new () => object

/** The name of the error that a call throws. */
export function errorOf(call: () => unknown): string {
  try {
    call()
  } catch (error) {
    return (error as Error).name
  }
  return 'none'
}
