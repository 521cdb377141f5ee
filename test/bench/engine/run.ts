import { runStateMachine } from '../../../rehearsal/engine/index.ts'
import { mapOfItems, releaseLike, work, workArn } from './machines.ts'

/**
 * Times the engine beside `aws-local-stepfunctions` on the same machines, in one run, and prints executions a second.
 *
 *   node test/bench/engine/run.ts
 *
 * The other interpreter is looked for among the installed packages, or where TIDEGATE_RIVAL says.
 */
interface Machine {
  input: Record<string, unknown>
  jsonata: unknown
  jsonpath: unknown
}

interface Rival {
  StateMachine: new (
    definition: unknown,
    options?: unknown,
  ) => { run(input: unknown, options: unknown): { result: Promise<unknown> } }
}

async function rival(): Promise<Rival | undefined> {
  const where = process.env.TIDEGATE_RIVAL ?? 'aws-local-stepfunctions'
  return (await import(where).catch(() => undefined)) as Rival | undefined
}

/** Executions a second over about two seconds, after warming up. */
async function rate(run: () => Promise<void>): Promise<number> {
  const lasting = async (milliseconds: number): Promise<number> => {
    const start = performance.now()
    let runs = 0
    while (performance.now() - start < milliseconds) {
      await run()
      runs += 1
    }
    return (1000 * runs) / (performance.now() - start)
  }
  await lasting(500)
  return lasting(2000)
}

async function ours({ input, jsonata }: Machine): Promise<number> {
  const answer = work()
  return rate(async () => {
    const { status, error, cause } = await runStateMachine({
      definition: jsonata,
      input,
      async task({ arguments: given }) {
        try {
          return { output: answer(given as { id: string; n: number }) }
        } catch (refused) {
          return { error: (refused as Error).name, cause: (refused as Error).message }
        }
      },
    })
    if (status !== 'SUCCEEDED') throw new Error(`${status}: ${error}: ${cause}`)
  })
}

async function theirs({ StateMachine }: Rival, { input, jsonpath }: Machine): Promise<number> {
  const answer = work()
  const machine = new StateMachine(jsonpath)
  const names = Object.keys((jsonpath as { States: object }).States)
  const tasks = [...names.filter((name) => name.startsWith('Work')), 'Move it']
  const options = {
    overrides: {
      taskResourceLocalHandlers: Object.fromEntries(tasks.map((name) => [name, async (given: never) => answer(given)])),
      retryIntervalOverrides: Object.fromEntries(tasks.map((name) => [name, 0])),
    },
  }
  return rate(async () => {
    await machine.run(input, options).result
  })
}

const other = await rival()
console.log(`tasks are mocks of ${workArn.split(':').at(-1)}; executions a second`)
for (const [name, machine] of Object.entries({
  'Map of 200 items': mapOfItems,
  'release-like, 60 states': releaseLike,
})) {
  const mine = await ours(machine)
  const yours = other === undefined ? undefined : await theirs(other, machine)
  const beside =
    yours === undefined ? 'nothing to compare with' : `${yours.toFixed(0)} theirs, ${(mine / yours).toFixed(2)} times`
  console.log(`${name}: ${mine.toFixed(0)} ours, ${beside}`)
}
