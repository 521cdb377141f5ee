import type { Limits } from './limits.ts'
import { Engine } from './machines.ts'
import { seeded } from './seeded.ts'
import type { ExecutionStatus, HistoryEvent, TaskAnswer } from './types.ts'
import { VirtualClock } from './virtual-clock.ts'

export interface RunStateMachine {
  /** An object, or JSON or YAML text. */
  definition: unknown
  /** Any JSON value. Default `{}`. */
  input?: unknown
  /** Answers every attempt of every Task. */
  // biome-ignore lint/suspicious/noExplicitAny: the caller knows what its own states pass
  task?(call: { stateName: string; resource: string; arguments: any }): Promise<TaskAnswer> | TaskAnswer
  /** Default STANDARD. EXPRESS only changes what the definition may hold: no `.sync`, no `.waitForTaskToken`. */
  type?: 'STANDARD' | 'EXPRESS'
  /** Decides jitter, $random, $uuid and tokens. Default 1. */
  seed?: number
  /** Overrides of fields of the Context Object: `{Execution: {Id, Name, StartTime}, StateMachine: {Name}}`. */
  context?: Record<string, Record<string, unknown>>
  limits?: Partial<Limits>
}

export interface RunResult {
  status: ExecutionStatus
  /** The output as a value; undefined unless the execution succeeded. */
  output: unknown
  error: string | undefined
  cause: string | undefined
  history: readonly HistoryEvent[]
}

/** Where virtual time begins, unless the context says otherwise. */
const defaultStart = Date.UTC(2026, 0, 1)

const name = 'machine'

/** @see {@link ./index.ts} for the documentation of this function */
export async function runStateMachine(run: RunStateMachine): Promise<RunResult> {
  const { definition, input = {}, task = nobody, type = 'STANDARD', seed = 1, context = {}, limits } = run
  const startTime = context.Execution?.StartTime
  const clock = new VirtualClock(typeof startTime === 'string' ? Date.parse(startTime) : defaultStart)
  let broken: { error: unknown } | undefined
  // A task function may take real time to answer; virtual time waits for it.
  const asked = new Set<Promise<TaskAnswer>>()
  const engine: Engine = new Engine({
    clock,
    random: seeded(seed),
    nestedByEngine: false,
    ...(limits && { limits }),
    async task({ stateName, resource, arguments: given, token }) {
      const asking = (async () => task({ stateName, resource, arguments: given }))()
      asked.add(asking)
      let answer: TaskAnswer
      try {
        answer = await asking
      } catch (error) {
        broken ??= { error }
        return { hang: true }
      } finally {
        asked.delete(asking)
      }
      if (token === undefined) return answer
      // The call itself is accepted; the answer is the callback's, and comes after.
      clock.after(0, () => callBack(engine, token, answer))
      return { output: accepted(resource) }
    },
  })
  engine.addMachine({ name, definition, type, onlyErrors: true })
  const executionName = context.Execution?.Name
  const { executionArn } = engine.startExecution({
    machine: name,
    input: JSON.stringify(input),
    context,
    ...(typeof executionName === 'string' && { name: executionName }),
  })
  const over = (): boolean => broken !== undefined || engine.describeExecution(executionArn).status !== 'RUNNING'
  await clock.run(over, () => (asked.size === 0 ? undefined : Promise.race(asked).catch(() => undefined)))
  if (broken !== undefined) throw (broken as { error: unknown }).error
  const { status, output, error, cause } = engine.describeExecution(executionArn)
  const value = output === undefined ? undefined : JSON.parse(output)
  return { status, output: value, error, cause, history: engine.getExecutionHistory(executionArn) }
}

function nobody({ stateName }: { stateName: string }): never {
  throw new Error(`the state "${stateName}" calls a task, and the run was given nobody to answer: pass a task function`)
}

function callBack(engine: Engine, token: string, answer: TaskAnswer): void {
  if ('hang' in answer) return
  if ('output' in answer) engine.sendTaskSuccess({ token, output: JSON.stringify(answer.output ?? null) })
  else engine.sendTaskFailure({ token, ...answer })
}

/** What a service answers when it has taken a call, as far as anyone looks at it. */
function accepted(resource: string): unknown {
  if (resource.includes(':lambda:invoke')) return { ExecutedVersion: '$LATEST', Payload: null, StatusCode: 200 }
  return {}
}
