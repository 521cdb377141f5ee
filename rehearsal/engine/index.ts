import { type RunResult, type RunStateMachine, runStateMachine as run } from './run.ts'
import { type ValidateOptions, type Validation, validateDefinition as validate } from './validate/index.ts'

export { ServiceError } from './failures.ts'
export { awsLimits, type Limits } from './limits.ts'
export { type AddMachine, createEngine, DefinitionRejected, Engine, type StartExecution } from './machines.ts'
export type {
  EngineOptions,
  ExecutionDescription,
  ExecutionStatus,
  HistoryEvent,
  TaskAnswer,
  TaskCall,
} from './types.ts'
export type { Problem } from './validate/index.ts'
export type { RunResult, RunStateMachine, ValidateOptions, Validation }

/**
 * Runs one execution of a state machine to its end, in virtual time: a wait of a day takes no time.
 *
 * Nothing but JSONata is run; the definition is refused as AWS would refuse it ({@link DefinitionRejected} names each
 * state and field). What AWS accepts runs, also where it is bound to fail.
 *
 * `task({stateName, resource, arguments})` answers every attempt of every Task, nested executions included:
 * - `{output}`: `$states.result` exactly. For `arn:aws:states:::lambda:invoke` that is the whole result of the
 *   integration, `{Payload, StatusCode, …}`, with Payload parsed; for the bare ARN of a function it is what the function
 *   returned; for `startExecution.sync:2` the child's description with Output parsed.
 * - `{error, cause}`: the attempt fails with that error name; Retry and Catch apply.
 * - `{hang: true}`: it never answers; TimeoutSeconds and HeartbeatSeconds fire on the virtual clock. A machine that can
 *   only wait for ever is given back as RUNNING.
 *
 * For `.waitForTaskToken` the answer is the callback's: the call itself always succeeds (TaskSubmitted), then comes
 * TaskSucceeded, TaskFailed, or with `hang` the time-out. For `.sync` TaskSubmitted comes before the answer, too. The
 * function may take real time; virtual time stands still meanwhile. What it throws is thrown by the run.
 *
 * `history` is what GetExecutionHistory gives: events with `id`, `previousEventId`, `timestamp` (a Date), `type` and
 * the details under AWS's names. `error` and `cause` are DescribeExecution's, absent for TIMED_OUT.
 *
 * @example
 * const { status, output, history } = await runStateMachine({
 *   definition: { QueryLanguage: 'JSONata', StartAt: 'Greet', States: { Greet: {
 *     Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Output: '{% $states.result.Payload %}', End: true,
 *     Arguments: { FunctionName: 'greet', Payload: '{% $states.input %}' } } } },
 *   input: { name: 'Ada' },
 *   task: async ({ arguments: { Payload } }) => ({ output: { Payload: `Hello ${Payload.name}`, StatusCode: 200 } }),
 * })
 */
export function runStateMachine(options: RunStateMachine): Promise<RunResult> {
  return run(options)
}

/**
 * Says whether Step Functions would take a definition and run it, and everything that is wrong with it.
 *
 * Each problem has AWS's code, the state and field (`/States/Back up/TimeoutSeconds`), a message, and a severity: ERROR
 * for what AWS refuses when the machine is created, WARNING for what it takes although the execution is bound to fail
 * or hang (a variable that no way assigns, a token passed to nobody). Either makes `accepted` false.
 *
 * @param definition an object, or JSON or YAML text
 */
export function validateDefinition(definition: unknown, options?: ValidateOptions): Validation {
  return validate(definition, options)
}
