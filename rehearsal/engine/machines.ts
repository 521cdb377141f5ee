import type { MachineCode, ScopeCode } from './code.ts'
import { Execution, type ExecutionHost } from './execution.ts'
import { ServiceError } from './failures.ts'
import { uuid } from './jsonata/functions.ts'
import { awsLimits } from './limits.ts'
import { loadMachine } from './load.ts'
import { checkName, machineNameOf } from './names.ts'
import { runNested } from './nested.ts'
import { Payload } from './payload.ts'
import { Tokens } from './tokens.ts'
import type { EngineOptions, ExecutionDescription, ExecutionStatus, HistoryEvent } from './types.ts'
import type { Problem } from './validate/index.ts'

export interface StartExecution {
  /** Its name, its ARN, or the ARN of a version or alias. */
  machine: string
  name?: string
  /** JSON text, as the API takes it, or a value to be made into it. Default `{}`. */
  input?: unknown
  /** Overrides of fields of the Context Object. */
  context?: Record<string, unknown>
}

export interface AddMachine {
  name: string
  definition: unknown
  type?: 'STANDARD' | 'EXPRESS'
  /** Takes what Step Functions would take, even if it is bound to fail when it runs. */
  onlyErrors?: boolean
}

/** AWS would not accept the definition, or would fail to run it. */
export class DefinitionRejected extends Error {
  override readonly name = 'InvalidDefinition'
  readonly problems: readonly Problem[]

  constructor(machine: string, problems: readonly Problem[]) {
    const list = problems.map(({ location, message }) => `  ${location}: ${message}`).join('\n')
    super(`Step Functions would reject the machine "${machine}"; correct its definition:\n${list}`)
    this.problems = problems
  }
}

interface Machine {
  name: string
  arn: string
  type: 'STANDARD' | 'EXPRESS'
  code: MachineCode
}

/** Machines and their executions, in the time of a given clock. */
export class Engine {
  readonly #options: EngineOptions
  readonly #prefix: string
  readonly #region: string
  readonly #account: string
  readonly #machines = new Map<string, Machine>()
  readonly #executions = new Map<string, Execution>()
  readonly #tokens: Tokens
  readonly #host: ExecutionHost

  constructor(options: EngineOptions & { nestedByEngine?: boolean }) {
    const { clock, region = 'eu-west-1', account = '111122223333', nestedByEngine = true } = options
    const limits = { ...awsLimits, ...options.limits }
    const random = (): number => options.random()
    this.#options = options
    this.#region = region
    this.#account = account
    this.#prefix = `arn:aws:states:${region}:${account}`
    this.#tokens = new Tokens(random, limits.payloadBytes)
    this.#host = {
      clock,
      limits,
      region,
      random,
      task: (call) => options.task(call),
      onEvent: options.onEvent && ((arn, event) => options.onEvent?.(arn, event)),
      issueToken: (_execution, handlers) => this.#tokens.issue(handlers),
      nested: nestedByEngine ? (_execution, call) => runNested(this, call) : undefined,
      startChild: (parent, code, input, mapRun) => this.#startChild(parent, code, input, mapRun),
      closed: (execution) => this.#options.onStatusChange?.(execution.describe()),
    }
  }

  /**
   * Takes a machine, unless something is wrong with its definition.
   *
   * @throws {DefinitionRejected} with everything that is wrong
   */
  addMachine({ name, definition, type = 'STANDARD', onlyErrors = false }: AddMachine): { arn: string } {
    checkName(name)
    const { problems, code } = loadMachine(definition, type, this.#host.limits.definitionBytes)
    const refused = problems.filter(({ severity }) => severity === 'ERROR' || !onlyErrors)
    if (refused.length > 0) throw new DefinitionRejected(name, refused)
    const arn = `${this.#prefix}:stateMachine:${name}`
    this.#machines.set(name, { name, arn, type, code: type === 'EXPRESS' ? shortLived(code()) : code() })
    return { arn }
  }

  /** Whether a machine of that name or ARN is here. */
  hasMachine(nameOrArn: string): boolean {
    return this.#machines.has(machineNameOf(nameOrArn))
  }

  /**
   * Starts an execution. The same name with the same input as a running execution is that execution again.
   *
   * @throws {ServiceError} StateMachineDoesNotExist, InvalidName, InvalidExecutionInput, ExecutionAlreadyExists
   */
  startExecution({ machine: wanted, name, input, context = {} }: StartExecution): {
    executionArn: string
    startDate: Date
  } {
    const machine = this.#machines.get(machineNameOf(wanted))
    if (machine === undefined) {
      const arn = wanted.startsWith('arn:') ? wanted : `${this.#prefix}:stateMachine:${wanted}`
      throw new ServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`)
    }
    const given = name ?? uuid(this.#host.random)
    checkName(given)
    const payload = this.#input(input)
    const arn = `${this.#prefix}:execution:${machine.name}:${given}`
    const present = this.#executions.get(arn)
    if (present !== undefined) {
      if (present.status !== 'RUNNING' || present.input.text !== payload.text) {
        throw new ServiceError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`)
      }
      return { executionArn: arn, startDate: new Date(present.identity.startTime) }
    }
    const startTime = this.#host.clock.now()
    const roleArn = `arn:aws:iam::${this.#account}:role/${machine.name}`
    const identity = {
      arn,
      name: given,
      machineArn: machine.arn,
      machineName: machine.name,
      roleArn,
      startTime,
      context,
    }
    this.#begin(new Execution(this.#host, identity, machine.code, payload))
    return { executionArn: arn, startDate: new Date(startTime) }
  }

  #begin(execution: Execution): void {
    this.#executions.set(execution.identity.arn, execution)
    this.#options.onStatusChange?.(execution.describe())
    // It starts when the caller has its ARN, and not in the middle of the caller's work.
    this.#host.clock.after(0, () => {
      if (execution.status === 'RUNNING') execution.start()
    })
  }

  #startChild(parent: Execution, code: ScopeCode, input: Payload, mapRun: string): Execution {
    const { identity } = parent
    const name = uuid(this.#host.random)
    const machineName = `${identity.machineName}/${mapRun}`
    const child = new Execution(
      this.#host,
      {
        ...identity,
        arn: `${this.#prefix}:execution:${machineName}:${name}`,
        name,
        machineArn: `${identity.machineArn}/${mapRun}`,
        machineName: identity.machineName,
        startTime: this.#host.clock.now(),
      },
      { ...code, timeoutSeconds: undefined },
      input,
    )
    // It is found through its Map Run only, so nothing has to remember it when it is over.
    this.#host.clock.after(0, () => child.status === 'RUNNING' && child.start())
    return child
  }

  #input(given: unknown): Payload {
    let text = typeof given === 'string' ? given : JSON.stringify(given ?? {})
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch (error) {
      const { message } = error as Error
      throw new ServiceError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${message}'`)
    }
    const payload = new Payload(value, text)
    if (payload.exceeds(this.#host.limits.payloadBytes)) {
      text = `Invalid State Machine Execution Input: 'larger than ${this.#host.limits.payloadBytes} bytes'`
      throw new ServiceError('InvalidExecutionInput', text)
    }
    return payload
  }

  /** Ends an execution at once, and the nested executions it waits for. A closed one stays as it is. */
  stopExecution({ executionArn, error, cause }: { executionArn: string; error?: string; cause?: string }): {
    stopDate: Date
  } {
    const execution = this.#find(executionArn)
    execution.stop(error, cause)
    return { stopDate: new Date(execution.stopTime!) }
  }

  /** @throws {ServiceError} ExecutionDoesNotExist */
  describeExecution(executionArn: string): ExecutionDescription {
    return this.#find(executionArn).describe()
  }

  /** @throws {ServiceError} ExecutionDoesNotExist */
  getExecutionHistory(executionArn: string): readonly HistoryEvent[] {
    return this.#find(executionArn).history.events
  }

  /** Newest first, as AWS lists them. */
  listExecutions({ machine, status }: { machine: string; status?: ExecutionStatus }): ExecutionDescription[] {
    const name = machineNameOf(machine)
    return [...this.#executions.values()]
      .filter((execution) => execution.identity.machineName === name)
      .filter((execution) => status === undefined || execution.status === status)
      .map((execution) => execution.describe())
      .reverse()
  }

  /** Calls back once when the execution is closed, at once if it is already. */
  onClosed(executionArn: string, listener: () => void): void {
    this.#find(executionArn).onClosed(listener)
  }

  /** Drops everything about a closed execution. A running one is kept. */
  forget(executionArn: string): void {
    if (this.#executions.get(executionArn)?.status !== 'RUNNING') this.#executions.delete(executionArn)
  }

  /** Drops every execution and token; machines stay. What still runs answers to nobody any more. */
  reset(): void {
    this.#executions.clear()
    this.#tokens.reset()
  }

  sendTaskSuccess({ token, output }: { token: string; output: string }): void {
    this.#tokens.succeed(token, output)
  }

  sendTaskFailure({ token, error, cause }: { token: string; error?: string; cause?: string }): void {
    this.#tokens.fail(token, error, cause)
  }

  sendTaskHeartbeat({ token }: { token: string }): void {
    this.#tokens.heartbeat(token)
  }

  #find(executionArn: string): Execution {
    const execution = this.#executions.get(executionArn)
    if (execution !== undefined) return execution
    throw new ServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${executionArn}'`)
  }

  get region(): string {
    return this.#region
  }
}

/** An Express execution has five minutes at most. */
function shortLived(code: MachineCode): MachineCode {
  return { ...code, timeoutSeconds: Math.min(code.timeoutSeconds ?? 300, 300) }
}

/** Makes an engine for the machines of one account. */
export function createEngine(options: EngineOptions): Engine {
  return new Engine(options)
}
