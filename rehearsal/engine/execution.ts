import type { Clock } from '../clock.ts'
import type { MachineCode, ScopeCode, StateCode, Transition } from './code.ts'
import { EvaluationError, errorDetails, executionOver, outputTooLarge, StateFailure } from './failures.ts'
import { Frame } from './frame.ts'
import { History, whole } from './history.ts'
import { type EvaluationScope, type Sources, StatesView } from './jsonata/scope.ts'
import type { Limits } from './limits.ts'
import { Payload } from './payload.ts'
import { isPromise } from './promises.ts'
import { enterState } from './states/index.ts'
import type { ExecutionDescription, ExecutionStatus, HistoryEvent, TaskAnswer, TaskCall } from './types.ts'

/** What an execution needs from the engine that runs it. */
export interface ExecutionHost {
  readonly clock: Clock
  readonly limits: Limits
  readonly region: string
  random(): number
  task(call: TaskCall): Promise<TaskAnswer>
  onEvent: ((executionArn: string, event: HistoryEvent) => void) | undefined
  /** Makes the token of one attempt; `settle` is called with its answer. */
  issueToken(execution: Execution, settle: TokenHandlers): { token: string; revoke(): void }
  /** Runs the nested execution itself, when it knows the machine; undefined leaves it to `task`. */
  nested: ((execution: Execution, call: TaskCall) => NestedRun | undefined) | undefined
  /** Starts a child of a distributed Map. */
  startChild(parent: Execution, code: ScopeCode, input: Payload, mapRun: string): Execution
  closed(execution: Execution): void
}

export interface TokenHandlers {
  answered(answer: { output: Payload } | { error: string | undefined; cause: string | undefined }): void
  heartbeat(): void
}

export interface NestedRun {
  /** The answer of the StartExecution call itself, or why it was refused. */
  submitted: TaskAnswer
  /** The child's end, for `.sync`. */
  finished: Promise<TaskAnswer> | undefined
  stop(): void
}

export interface ExecutionIdentity {
  arn: string
  name: string
  machineArn: string
  machineName: string
  roleArn: string
  startTime: number
  /** Overrides of fields of the Context Object. */
  context: Record<string, unknown>
}

export interface Outcome {
  output: Payload
  next: string | undefined
}

/** What is particular about one entry of one state. */
export interface Entry {
  id: number
  time: string
  input: Payload
}

/** One execution: it enters states until there is none left, and writes down what happens. */
export class Execution {
  readonly host: ExecutionHost
  readonly identity: ExecutionIdentity
  readonly input: Payload
  readonly history: History
  status: ExecutionStatus = 'RUNNING'
  output: Payload | undefined
  failure: { error?: string; cause?: string } = {}
  stopTime: number | undefined
  readonly #root = new Frame(0)
  readonly #code: MachineCode
  readonly #contextBase: Record<string, unknown>
  readonly #sources: Sources
  #closedListeners: (() => void)[] = []

  constructor(host: ExecutionHost, identity: ExecutionIdentity, code: MachineCode, input: Payload) {
    this.host = host
    this.identity = identity
    this.input = input
    this.#code = code
    const tell = host.onEvent
    this.history = new History(() => host.clock.now(), tell && ((event) => tell(identity.arn, event)))
    this.#contextBase = contextOf(identity, input)
    this.#sources = { now: () => host.clock.now(), random: () => host.random() }
  }

  /** Starts running; what follows happens in microtasks and at times of the clock. */
  start(): void {
    this.history.add('ExecutionStarted', 0, 'executionStarted', {
      input: this.input.text,
      inputDetails: whole,
      roleArn: this.identity.roleArn,
    })
    const { timeoutSeconds } = this.#code
    if (timeoutSeconds !== undefined) this.timer(this.#root, timeoutSeconds * 1000, () => this.#timeOut())
    this.run(this.#root, this.#code, this.input).then(
      (output) => this.#succeed(output),
      (error: unknown) => {
        if (error instanceof StateFailure) this.fail(error, this.#root.last)
        else if (error !== executionOver) throw error
      },
    )
  }

  /** Runs the states of a scope from its first to its last. Rejects with the {@link StateFailure} that ends it. */
  async run(frame: Frame, code: ScopeCode, first: Payload): Promise<Payload> {
    let input = first
    let state = code.states.get(code.startAt)!
    for (;;) {
      const entry = this.#enter(frame, state, input)
      let outcome: Outcome
      try {
        const entered = enterState(this, frame, state, entry)
        outcome = isPromise(entered) ? await entered : (entered as Outcome)
      } catch (error) {
        throw this.failureOf(frame, state, entry, error)
      }
      frame.open = undefined
      input = outcome.output
      if (outcome.next === undefined) return input
      state = code.states.get(outcome.next)!
    }
  }

  /** Adds an event to the chain of a scope. */
  emit(frame: Frame, type: string, family?: string, details?: Record<string, unknown>): number {
    frame.last = this.aside(frame.last, type, family, details)
    return frame.last
  }

  /** Adds an event that the chain passes by. */
  aside(previous: number, type: string, family?: string, details?: Record<string, unknown>): number {
    if (this.status !== 'RUNNING') throw executionOver
    const max = this.host.limits.historyEvents
    if (this.history.length >= max - 1) {
      const cause = `The execution reached the maximum number of history events (${max}).`
      this.fail(new StateFailure('States.Runtime', cause), this.history.length)
      throw executionOver
    }
    return this.history.add(type, previous, family, details)
  }

  #enter(frame: Frame, state: StateCode, input: Payload): Entry {
    frame.decision = frame.last
    const id = this.emit(frame, `${state.type}StateEntered`, 'stateEntered', {
      name: state.name,
      input: input.text,
      inputDetails: whole,
    })
    frame.open = state.type
    return { id, time: new Date(this.host.clock.now()).toISOString(), input }
  }

  /** Evaluates Output and Assign of a transition and leaves the state by it. */
  leave(
    frame: Frame,
    state: StateCode,
    by: Transition,
    scope: EvaluationScope,
    output: Payload,
  ): Outcome | Promise<Outcome> {
    if (by.output === undefined && by.assign === undefined) return this.#exit(frame, state, by, output, undefined)
    const made = by.output === undefined ? undefined : by.output.evaluate(scope)
    let assigned: unknown
    try {
      assigned = by.assign?.evaluate(scope)
    } catch (error) {
      if (isPromise(made)) made.catch(() => undefined)
      throw error
    }
    const finish = (value: unknown, variables: unknown): Outcome =>
      this.#exit(frame, state, by, by.output === undefined ? output : new Payload(value), variables)
    if (!isPromise(made) && !isPromise(assigned)) return finish(made, assigned)
    return frame.hold(Promise.all([made, assigned])).then(([value, variables]) => finish(value, variables))
  }

  #exit(frame: Frame, state: StateCode, { next }: Transition, output: Payload, assigned: unknown): Outcome {
    const { payloadBytes } = this.host.limits
    if (output.exceeds(payloadBytes)) throw outputTooLarge(state.name)
    const details: Record<string, unknown> = { name: state.name, output: output.text, outputDetails: whole }
    if (assigned !== undefined) {
      const texts: Record<string, string> = {}
      let size = 0
      for (const [name, value] of Object.entries(assigned as object)) {
        texts[name] = JSON.stringify(value)
        size += Buffer.byteLength(texts[name])
      }
      if (size > payloadBytes) throw outputTooLarge(state.name)
      frame.assign(assigned as Record<string, unknown>)
      details.assignedVariables = texts
      details.assignedVariablesDetails = whole
    }
    this.emit(frame, `${state.type}StateExited`, 'stateExited', details)
    return { output, next }
  }

  /** The names an expression of a state can use. */
  view(frame: Frame, state: StateCode, { input, time }: Entry, extra: ViewExtra = {}): EvaluationScope {
    const context = (): unknown => {
      const own: Record<string, unknown> = { Name: state.name, EnteredTime: time }
      if (extra.retryCount !== undefined) own.RetryCount = extra.retryCount
      return { ...this.#contextBase, State: own, ...extra.context }
    }
    return {
      states: new StatesView(input.value, context, extra.result, extra.errorOutput),
      sources: this.#sources,
      lookup: (name) => frame.lookup(name),
    }
  }

  /**
   * What an error means for the state it happened in: an expression that could not be evaluated is written down and
   * fails the state; States.Runtime ends the execution on the spot.
   */
  failureOf(frame: Frame, state: StateCode, entry: Entry, error: unknown): unknown {
    if (this.status !== 'RUNNING') return executionOver
    let failure = error
    if (error instanceof EvaluationError) {
      const cause = this.explain(state, entry, error.cause)
      const details: Record<string, unknown> = { error: 'States.QueryEvaluationError', cause, state: state.name }
      if (error.location !== undefined) details.location = error.location
      frame.last = this.aside(frame.decision, 'EvaluationFailed', 'evaluationFailed', details)
      frame.decision = frame.last
      failure = new StateFailure('States.QueryEvaluationError', cause)
    }
    if (!(failure instanceof StateFailure) || !failure.fatal) return failure
    this.fail(failure, frame.last)
    return executionOver
  }

  /** A cause that the interpreter itself gives names the state and where it was entered. */
  explain({ name }: StateCode, { id }: Entry, cause: string): string {
    return `An error occurred while executing the state '${name}' (entered at the event id #${id}). ${cause}`
  }

  /** Runs a callback at a later time, unless the scope has ended by then. */
  timer(frame: Frame, milliseconds: number, run: () => void): () => void {
    const timer = this.host.clock.after(milliseconds, () => {
      forget()
      run()
    })
    const forget = frame.onEnd(() => timer.cancel())
    return () => {
      forget()
      timer.cancel()
    }
  }

  sleep(frame: Frame, milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.timer(frame, milliseconds, resolve)
    })
  }

  /** Writes down that the open states of a scope, and of all scopes in it, are given up. */
  abort(frame: Frame, previous: number): void {
    if (frame.open !== undefined && abortable.has(frame.open)) this.aside(previous, `${frame.open}StateAborted`)
    for (const child of frame.children) {
      if (child.iteration !== undefined) {
        this.aside(previous, 'MapIterationAborted', 'mapIterationAborted', child.iteration)
      }
      this.abort(child, previous)
    }
  }

  #succeed(output: Payload): void {
    if (this.status !== 'RUNNING') return
    this.output = output
    this.#close('SUCCEEDED', 'ExecutionSucceeded', this.#root.last, 'executionSucceeded', {
      output: output.text,
      outputDetails: whole,
    })
  }

  fail({ error, cause }: StateFailure, previous: number): void {
    if (this.status !== 'RUNNING') return
    this.failure = errorDetails(error, cause)
    this.#close('FAILED', 'ExecutionFailed', previous, 'executionFailed', this.failure)
  }

  stop(error?: string, cause?: string): void {
    if (this.status !== 'RUNNING') return
    this.failure = errorDetails(error, cause)
    this.#close('ABORTED', 'ExecutionAborted', 0, 'executionAborted', this.failure)
  }

  #timeOut(): void {
    this.#close('TIMED_OUT', 'ExecutionTimedOut', 0, 'executionTimedOut', { error: 'States.Timeout' })
  }

  #close(
    status: ExecutionStatus,
    type: string,
    previous: number,
    family: string,
    details: Record<string, unknown>,
  ): void {
    this.history.add(type, previous, family, { ...details })
    this.status = status
    this.stopTime = this.host.clock.now()
    this.#root.end()
    this.host.closed(this)
    const listeners = this.#closedListeners
    this.#closedListeners = []
    for (const listener of listeners) listener()
  }

  onClosed(listener: () => void): void {
    if (this.status === 'RUNNING') this.#closedListeners.push(listener)
    else listener()
  }

  describe(): ExecutionDescription {
    const { arn, name, machineArn, startTime } = this.identity
    const described: ExecutionDescription = {
      executionArn: arn,
      stateMachineArn: machineArn,
      name,
      status: this.status,
      startDate: new Date(startTime),
      input: this.input.text,
      ...this.failure,
    }
    if (this.stopTime !== undefined) described.stopDate = new Date(this.stopTime)
    if (this.output !== undefined) described.output = this.output.text
    return described
  }
}

export interface ViewExtra {
  result?: unknown
  errorOutput?: unknown
  retryCount?: number
  context?: Record<string, unknown>
}

/** The states that take time of their own, and so can be interrupted. */
const abortable: ReadonlySet<string> = new Set(['Task', 'Wait', 'Parallel', 'Map'])

function contextOf(identity: ExecutionIdentity, input: Payload): Record<string, unknown> {
  const { arn, name, machineArn, machineName, roleArn, startTime, context } = identity
  const base: Record<string, Record<string, unknown>> = {
    Execution: {
      Id: arn,
      Input: input.value,
      StartTime: new Date(startTime).toISOString(),
      Name: name,
      RoleArn: roleArn,
      RedriveCount: 0,
    },
    StateMachine: { Id: machineArn, Name: machineName },
  }
  for (const [part, fields] of Object.entries(context)) base[part] = { ...base[part], ...(fields as object) }
  return base
}
