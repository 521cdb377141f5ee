import type { Phase } from '../functions/phase.ts'
import { functionSeconds } from '../shared/limits.ts'
import type { FunctionName } from '../shared/world.ts'
import type { Scheduler } from './scheduler.ts'
import { type Running, rehearsedWorld, type Stage } from './world.ts'

export type Ended = { readonly output: unknown } | { readonly error: string; readonly cause: string }

/** Time-outs as serverless.yml gives them: changing functions at most 60 s, exposing ones at most 30 s. */
export const timeoutSeconds: Readonly<Record<FunctionName, number>> = {
  admit: functionSeconds.reading,
  preflight: functionSeconds.reading,
  'approval-request': functionSeconds.changing,
  'approval-decide': functionSeconds.changing,
  backup: functionSeconds.changing,
  migrate: functionSeconds.changing,
  deploy: functionSeconds.changing,
  verify: functionSeconds.changing,
  cutover: functionSeconds.exposing,
  bake: functionSeconds.exposing,
  rollback: functionSeconds.changing,
  close: functionSeconds.changing,
  resume: functionSeconds.changing,
  watchdog: functionSeconds.changing,
  report: functionSeconds.reading,
  web: functionSeconds.answering,
  chatops: functionSeconds.changing,
}

/** Milliseconds from the call to the first line of the handler: warm, and now and then cold. */
const startMs = [8, 40] as const

/**
 * Runs Tidegate's own functions, the very handlers, each in a World of its own.
 *
 * A function that was killed or timed out leaves promises that never settle; whoever called it sees Lambda's error. A
 * function whose task has ended meanwhile goes on to its own end, as on AWS.
 */
export class Functions {
  #invocations = 0
  #active = 0
  readonly #stage: Stage
  readonly #handlers: Readonly<Record<FunctionName, Phase>>

  constructor(stage: Stage, handlers: Readonly<Record<FunctionName, Phase>>) {
    this.#stage = stage
    this.#handlers = handlers
  }

  /** Whether a function runs, or is about to. */
  get busy(): boolean {
    return this.#active > 0
  }

  invoke(name: FunctionName, event: unknown, ended: (how: Ended) => void): void {
    const { scheduler, account } = this.#stage
    this.#active += 1
    const idle = scheduler.idleNow()
    const ms = Math.round(startMs[0] + (startMs[1] - startMs[0]) * account.random('lambda start'))
    scheduler.after(ms, () => this.#start(name, event, idle !== undefined, ended), idle && { key: 'work' })
  }

  /** As EventBridge and SQS do it: tried again after one and two minutes when the function fails. */
  invokeAsync(name: FunctionName, event: unknown, attempt = 0): void {
    this.invoke(name, event, (how) => {
      if ('output' in how || attempt >= 2) return
      this.#stage.scheduler.after((attempt + 1) * 60_000, () => this.invokeAsync(name, event, attempt + 1))
    })
  }

  #start(name: FunctionName, event: unknown, idle: boolean, ended: (how: Ended) => void): void {
    const { scheduler, hooks, home } = this.#stage
    this.#invocations += 1
    const n = this.#invocations
    const note = (phase: 'started' | 'ended' | 'failed' | 'killed' | 'timed-out', more: object = {}) => {
      for (const hook of hooks.onInvocation) {
        hook({ invocation: n, function: name, at: scheduler.now(), phase, input: event, ...more })
      }
    }
    const over = (phase: Parameters<typeof note>[0], how: Ended) => {
      if (!running.alive) return
      running.alive = false
      this.#active -= 1
      timer.cancel()
      if (phase !== 'ended') markSweeps(scheduler)
      note(phase, 'output' in how ? { output: how.output } : { error: how.error })
      ended(how)
    }
    const running: Running = {
      n,
      name,
      arn: `arn:aws:lambda:${home.region}:${home.account}:function:tidegate-${name}:1`,
      endsAt: scheduler.now() + timeoutSeconds[name] * 1000,
      idle,
      alive: true,
      die: (how) => (how === 'crash' ? over('killed', exited) : over('timed-out', timedOut(name))),
    }
    const timer = scheduler.after(
      timeoutSeconds[name] * 1000,
      () => over('timed-out', timedOut(name)),
      idle ? { key: 'work' } : undefined,
    )
    note('started')
    this.#handlers[name]
      .in(rehearsedWorld(this.#stage, running))(event)
      .then(
        (output) => over('ended', { output: output === undefined ? null : JSON.parse(JSON.stringify(output)) }),
        (error: unknown) => over('failed', thrown(error)),
      )
  }
}

/**
 * Whoever did not end may have claimed a re-check and sent no other: nothing happens then, until a sweep finds it overdue,
 * a minute after it was due. The sweeps until then are not skipped.
 */
function markSweeps(scheduler: Pick<Scheduler, 'now' | 'mark'>): void {
  for (const minutes of [1, 2, 3, 4]) scheduler.mark(scheduler.now() + minutes * 60_000)
}

const exited: Ended = {
  error: 'Runtime.ExitError',
  cause: JSON.stringify({ errorType: 'Runtime.ExitError', errorMessage: 'Runtime exited with error: signal: killed' }),
}

const timedOut = (name: FunctionName): Ended => {
  const errorMessage = `Task timed out after ${timeoutSeconds[name]}.00 seconds`
  return { error: 'Sandbox.Timedout', cause: JSON.stringify({ errorType: 'Sandbox.Timedout', errorMessage }) }
}

/** As Lambda reports a thrown error: its name is what Step Functions matches. */
function thrown(error: unknown): Ended {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  return { error: name, cause: JSON.stringify({ errorType: name, errorMessage: message, trace: [] }) }
}
