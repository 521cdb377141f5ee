import { describe, expect, it } from 'vitest'
import {
  createEngine,
  type EngineOptions,
  type ExecutionDescription,
  type HistoryEvent,
  type TaskCall,
} from '../../../rehearsal/engine/index.ts'
import { seeded } from '../../../rehearsal/engine/seeded.ts'
import { VirtualClock } from '../../../rehearsal/engine/virtual-clock.ts'
import { machine, scope, task, tokenTask, typesOf } from './machine.ts'

const pass = { Type: 'Pass', End: true }
const child = 'arn:aws:states:::states:startExecution.sync:2'

/** An engine with a clock, and what it told: calls, status changes and events. */
function account(options: Partial<EngineOptions> = {}) {
  const clock = new VirtualClock(Date.UTC(2026, 0, 1))
  const calls: TaskCall[] = []
  const changes: ExecutionDescription[] = []
  const events: HistoryEvent[] = []
  const engine = createEngine({
    clock,
    random: seeded(1),
    async task(call) {
      calls.push(call)
      return { output: { StatusCode: 200 } }
    },
    onStatusChange: (execution) => changes.push(execution),
    onEvent: (_arn, event) => events.push(event),
    ...options,
  })
  const settle = () => clock.run(() => false)
  /** Runs everything that is due up to so many milliseconds after the start. */
  const until = (milliseconds: number) => {
    let reached = false
    const left = milliseconds - (clock.now() - Date.UTC(2026, 0, 1))
    clock.after(left + 0.5, () => {
      reached = true
    })
    return clock.run(() => reached)
  }
  return { engine, clock, calls, changes, events, settle, until }
}

const errorOf = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    return (error as Error).name
  }
  return 'none'
}

describe('starting an execution', () => {
  const started = () => {
    const all = account()
    all.engine.addMachine({ name: 'm', definition: machine({ W: { Type: 'Wait', Seconds: 60, End: true } }) })
    return all
  }

  it('gives its ARN at once, and is found under it', async () => {
    const { engine, settle, changes } = started()
    const { executionArn, startDate } = engine.startExecution({ machine: 'm', name: 'one', input: '{"a":1}' })
    expect(executionArn).toBe('arn:aws:states:eu-west-1:111122223333:execution:m:one')
    expect(engine.describeExecution(executionArn)).toEqual({
      executionArn,
      stateMachineArn: 'arn:aws:states:eu-west-1:111122223333:stateMachine:m',
      name: 'one',
      status: 'RUNNING',
      startDate,
      input: '{"a":1}',
    })
    await settle()
    expect(engine.describeExecution(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '{"a":1}' })
    expect(changes.map(({ status }) => status)).toEqual(['RUNNING', 'SUCCEEDED'])
  })

  it('is by name, ARN, or the ARN of a version or an alias', () => {
    const { engine } = started()
    const arn = 'arn:aws:states:eu-west-1:111122223333:stateMachine:m'
    for (const called of ['m', arn, `${arn}:7`, `${arn}:live`]) {
      expect(engine.startExecution({ machine: called }).executionArn).toContain(':execution:m:')
    }
    expect(errorOf(() => engine.startExecution({ machine: 'other' }))).toBe('StateMachineDoesNotExist')
  })

  it('again is the same while it runs with the same input, and refused otherwise', async () => {
    const { engine, settle, changes } = started()
    const first = engine.startExecution({ machine: 'm', name: 'one', input: '{"a":1}' })
    expect(engine.startExecution({ machine: 'm', name: 'one', input: '{"a":1}' })).toEqual(first)
    expect(changes).toHaveLength(1)
    const other = () => engine.startExecution({ machine: 'm', name: 'one', input: '{"a":2}' })
    expect(errorOf(other)).toBe('ExecutionAlreadyExists')
    await settle()
    expect(errorOf(() => engine.startExecution({ machine: 'm', name: 'one', input: '{"a":1}' }))).toBe(
      'ExecutionAlreadyExists',
    )
  })

  it.each(['a b', 'a/b', 'a:b', 'x'.repeat(81), '', 'a$b', 'a\u0007', 'a,b'])('refuses the name %j', (name) => {
    const { engine } = started()
    expect(errorOf(() => engine.startExecution({ machine: 'm', name }))).toBe('InvalidName')
  })

  it('refuses an input that is no JSON or too large', () => {
    const { engine } = started()
    expect(errorOf(() => engine.startExecution({ machine: 'm', input: 'not json' }))).toBe('InvalidExecutionInput')
    expect(errorOf(() => engine.startExecution({ machine: 'm', input: 'x'.repeat(262_144) }))).toBe(
      'InvalidExecutionInput',
    )
  })

  it('lists the newest first, by status, until it is forgotten', async () => {
    const { engine, settle } = started()
    const { executionArn } = engine.startExecution({ machine: 'm', name: 'one' })
    await settle()
    engine.startExecution({ machine: 'm', name: 'two' })
    expect(engine.listExecutions({ machine: 'm' }).map(({ name }) => name)).toEqual(['two', 'one'])
    expect(engine.listExecutions({ machine: 'm', status: 'SUCCEEDED' }).map(({ name }) => name)).toEqual(['one'])
    engine.forget(executionArn)
    expect(errorOf(() => engine.describeExecution(executionArn))).toBe('ExecutionDoesNotExist')
  })

  it('needs a machine that was taken, and says all that is wrong with one that is not', () => {
    const { engine } = started()
    const definition = machine({ A: { Type: 'Pass', Next: 'X', Foo: 1 } })
    expect(() => engine.addMachine({ name: 'bad', definition })).toThrow(/\/States\/A\/Foo.*\n.*\/States\/A\/Next/s)
    expect(engine.hasMachine('bad')).toBe(false)
  })
})

describe('stopping an execution', () => {
  it('ends it at once, asks no catcher, and ignores the answer that comes later', async () => {
    let answer: (value: { output: unknown }) => void = () => undefined
    const { engine, settle, until, changes } = account({
      task: () =>
        new Promise((resolve) => {
          answer = resolve
        }),
    })
    const caught = { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Z' }], TimeoutSeconds: 60 }
    engine.addMachine({ name: 'm', definition: machine({ T: task(caught), Z: pass }) })
    const { executionArn } = engine.startExecution({ machine: 'm' })
    await until(30_000)
    engine.stopExecution({ executionArn, error: 'Stop', cause: 'by hand' })
    answer({ output: 1 })
    await settle()
    expect(engine.describeExecution(executionArn)).toMatchObject({ status: 'ABORTED', error: 'Stop', cause: 'by hand' })
    const history = engine.getExecutionHistory(executionArn)
    expect(typesOf(history)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'ExecutionAborted',
    ])
    expect(history.at(-1)).toMatchObject({ previousEventId: 0 })
    expect(history.at(-1)!.executionAbortedEventDetails).toEqual({ error: 'Stop', cause: 'by hand' })
    expect(changes.map(({ status }) => status)).toEqual(['RUNNING', 'ABORTED'])
  })

  it('leaves a closed one as it is', async () => {
    const { engine, settle } = account()
    engine.addMachine({ name: 'm', definition: machine({ A: pass }) })
    const { executionArn } = engine.startExecution({ machine: 'm' })
    await settle()
    engine.stopExecution({ executionArn })
    expect(engine.describeExecution(executionArn).status).toBe('SUCCEEDED')
  })
})

describe('task tokens', () => {
  const waiting = async (more: Record<string, unknown> = {}) => {
    const all = account()
    all.engine.addMachine({ name: 'm', definition: machine({ T: tokenTask(more) }) })
    const { executionArn } = all.engine.startExecution({ machine: 'm' })
    await all.until(0)
    return { ...all, executionArn, token: all.calls[0]!.token! }
  }

  it("are handed over, and end the task with the answer instead of the function's", async () => {
    const { engine, settle, executionArn, token, calls } = await waiting()
    expect(calls[0]!.arguments).toEqual({ FunctionName: 'work', Payload: { token } })
    expect(token.length).toBeLessThan(2048)
    expect(engine.describeExecution(executionArn).status).toBe('RUNNING')
    engine.sendTaskSuccess({ token, output: '{"ok":true}' })
    await settle()
    expect(engine.describeExecution(executionArn).output).toBe('{"ok":true}')
    const history = engine.getExecutionHistory(executionArn)
    expect(typesOf(history).slice(2, 6)).toEqual(['TaskScheduled', 'TaskStarted', 'TaskSubmitted', 'TaskSucceeded'])
    expect(history[4]!.taskSubmittedEventDetails).toMatchObject({ output: '{"StatusCode":200}' })
  })

  it('fail the task with the error and cause that were sent', async () => {
    const { engine, settle, executionArn, token } = await waiting()
    engine.sendTaskFailure({ token, error: 'No', cause: 'because' })
    await settle()
    expect(engine.describeExecution(executionArn)).toMatchObject({ status: 'FAILED', error: 'No', cause: 'because' })
  })

  it('are good for one answer, and for none after a stop or a time-out', async () => {
    const { engine, settle, token } = await waiting({ TimeoutSeconds: 10 })
    engine.sendTaskSuccess({ token, output: '1' })
    for (const send of [
      () => engine.sendTaskSuccess({ token, output: '1' }),
      () => engine.sendTaskFailure({ token }),
      () => engine.sendTaskHeartbeat({ token }),
    ]) {
      expect(errorOf(send)).toBe('TaskTimedOut')
    }
    const timed = await waiting({ TimeoutSeconds: 10 })
    await timed.settle()
    expect(errorOf(() => timed.engine.sendTaskSuccess({ token: timed.token, output: '1' }))).toBe('TaskTimedOut')
    const stopped = await waiting()
    stopped.engine.stopExecution({ executionArn: stopped.executionArn })
    expect(errorOf(() => stopped.engine.sendTaskSuccess({ token: stopped.token, output: '1' }))).toBe('TaskTimedOut')
    await settle()
  })

  it('are new for every attempt, the old one dead', async () => {
    const { engine, settle, until, token, calls, executionArn } = await waiting({
      TimeoutSeconds: 10,
      Retry: [{ ErrorEquals: ['States.Timeout'], IntervalSeconds: 1 }],
    })
    await until(11_000)
    expect(calls).toHaveLength(2)
    expect(calls[1]!.attempt).toBe(1)
    expect(calls[1]!.token).not.toBe(token)
    expect(errorOf(() => engine.sendTaskSuccess({ token, output: '1' }))).toBe('TaskTimedOut')
    engine.sendTaskSuccess({ token: calls[1]!.token!, output: '2' })
    await settle()
    expect(engine.describeExecution(executionArn).output).toBe('2')
  })

  it('that nobody made are told apart from those of no task', async () => {
    const { engine, token } = await waiting()
    const elsewhere = await waiting()
    elsewhere.engine.startExecution({ machine: 'm' })
    await elsewhere.until(0)
    expect(errorOf(() => engine.sendTaskSuccess({ token: 'garbage', output: '1' }))).toBe('InvalidToken')
    expect(errorOf(() => engine.sendTaskSuccess({ token: `${token}x`, output: '1' }))).toMatch(
      /InvalidToken|TaskTimedOut/,
    )
    const foreign = elsewhere.calls[1]!.token!
    expect(errorOf(() => engine.sendTaskSuccess({ token: foreign, output: '1' }))).toBe('TaskDoesNotExist')
  })

  it('stay good after an output that is no JSON or too large', async () => {
    const { engine, settle, token, executionArn } = await waiting()
    expect(errorOf(() => engine.sendTaskSuccess({ token, output: 'no json' }))).toBe('InvalidOutput')
    expect(errorOf(() => engine.sendTaskSuccess({ token, output: JSON.stringify('x'.repeat(262_144)) }))).toBe(
      'InvalidOutput',
    )
    engine.sendTaskSuccess({ token, output: '1' })
    await settle()
    expect(engine.describeExecution(executionArn).status).toBe('SUCCEEDED')
  })

  it('live on by heartbeats, without an event, but not beyond TimeoutSeconds', async () => {
    const { engine, clock, settle, token, executionArn } = await waiting({ HeartbeatSeconds: 10, TimeoutSeconds: 35 })
    for (const second of [9, 18, 27, 34]) {
      clock.after(second * 1000 - (clock.now() - Date.UTC(2026, 0, 1)), () => engine.sendTaskHeartbeat({ token }))
    }
    await settle()
    const { status, error, stopDate } = engine.describeExecution(executionArn)
    expect([status, error, stopDate!.toISOString()]).toEqual(['FAILED', 'States.Timeout', '2026-01-01T00:00:35.000Z'])
    expect(typesOf(engine.getExecutionHistory(executionArn)).slice(2)).toEqual([
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
      'TaskTimedOut',
      'ExecutionFailed',
    ])
  })

  it('may be answered while the function that got them is still running', async () => {
    let engine: ReturnType<typeof createEngine> | undefined
    const all = account({
      task: ({ token }) => {
        engine!.sendTaskSuccess({ token: token!, output: '"early"' })
        return new Promise(() => undefined)
      },
    })
    engine = all.engine
    engine.addMachine({ name: 'm', definition: machine({ T: tokenTask() }) })
    const { executionArn } = engine.startExecution({ machine: 'm' })
    await all.settle()
    expect(engine.describeExecution(executionArn).output).toBe('"early"')
  })

  it('are not waited for when the function fails', async () => {
    const { engine, settle } = account({ task: async () => ({ error: 'Lambda.Unknown', cause: 'gone' }) })
    engine.addMachine({ name: 'm', definition: machine({ T: tokenTask() }) })
    const { executionArn } = engine.startExecution({ machine: 'm' })
    await settle()
    expect(engine.describeExecution(executionArn).error).toBe('Lambda.Unknown')
  })
})

describe('nested executions', () => {
  const parentOf = (inner: Record<string, unknown>, more: Record<string, unknown> = {}, resource = child) => {
    const all = account()
    all.engine.addMachine({ name: 'inner', definition: inner })
    const arn = 'arn:aws:states:eu-west-1:111122223333:stateMachine:inner'
    const Arguments = { StateMachineArn: arn, Name: 'c1', Input: { from: '{% $states.input.a %}' } }
    all.engine.addMachine({
      name: 'outer',
      definition: machine({ N: task({ Resource: resource, Arguments, ...more }), Z: pass }, {}),
    })
    const { executionArn } = all.engine.startExecution({ machine: 'outer', input: { a: 1 } })
    return { ...all, executionArn, childArn: 'arn:aws:states:eu-west-1:111122223333:execution:inner:c1' }
  }
  const toEnd = { Next: 'Z' }

  it('give the parent their output parsed, and their times', async () => {
    const { engine, settle, executionArn, childArn } = parentOf(
      machine({ W: { Type: 'Wait', Seconds: 60, End: true } }),
      toEnd,
    )
    await settle()
    const started = Date.UTC(2026, 0, 1)
    expect(JSON.parse(engine.describeExecution(executionArn).output!)).toEqual({
      ExecutionArn: childArn,
      Input: { from: 1 },
      InputDetails: { Included: true },
      Name: 'c1',
      Output: { from: 1 },
      OutputDetails: { Included: true },
      StartDate: started,
      StateMachineArn: 'arn:aws:states:eu-west-1:111122223333:stateMachine:inner',
      Status: 'SUCCEEDED',
      StopDate: started + 60_000,
    })
    const history = engine.getExecutionHistory(executionArn)
    expect(typesOf(history).slice(2, 6)).toEqual(['TaskScheduled', 'TaskStarted', 'TaskSubmitted', 'TaskSucceeded'])
    expect(history[4]!.taskSubmittedEventDetails).toMatchObject({
      resourceType: 'states',
      resource: 'startExecution.sync:2',
      output: JSON.stringify({ ExecutionArn: childArn, StartDate: started }),
    })
  })

  it('give it as text without the :2, and are not waited for without .sync', async () => {
    const plain = parentOf(machine({ A: pass }), toEnd, 'arn:aws:states:::states:startExecution.sync')
    await plain.settle()
    expect(JSON.parse(plain.engine.describeExecution(plain.executionArn).output!)).toMatchObject({
      Output: '{"from":1}',
    })
    const free = parentOf(
      machine({ W: { Type: 'Wait', Seconds: 60, End: true } }),
      toEnd,
      'arn:aws:states:::states:startExecution',
    )
    await free.until(0)
    expect(free.engine.describeExecution(free.executionArn).status).toBe('SUCCEEDED')
    expect(free.engine.describeExecution(free.childArn).status).toBe('RUNNING')
  })

  it("fail the parent's task with their description as the cause, even by a time-out or a stop", async () => {
    const failed = parentOf(machine({ F: { Type: 'Fail', Error: 'E', Cause: 'c' } }), toEnd)
    await failed.settle()
    const { error, cause } = failed.engine.describeExecution(failed.executionArn)
    expect(error).toBe('States.TaskFailed')
    expect(JSON.parse(cause!)).toMatchObject({
      Cause: 'c',
      Error: 'E',
      Input: '{"from":1}',
      Status: 'FAILED',
      Name: 'c1',
    })
    const late = parentOf(machine({ W: { Type: 'Wait', Seconds: 60, End: true } }, { TimeoutSeconds: 5 }), toEnd)
    await late.settle()
    expect(JSON.parse(late.engine.describeExecution(late.executionArn).cause!)).toMatchObject({ Status: 'TIMED_OUT' })
    const stopped = parentOf(machine({ W: { Type: 'Wait', Seconds: 60, End: true } }), toEnd)
    await stopped.until(0)
    stopped.engine.stopExecution({ executionArn: stopped.childArn })
    await stopped.settle()
    expect(stopped.engine.describeExecution(stopped.executionArn).error).toBe('States.TaskFailed')
  })

  it('let a parent catch what nothing inside could', async () => {
    const stuck = machine({ Ch: { Type: 'Choice', Choices: [{ Condition: false, Next: 'A' }] }, A: pass })
    const { engine, settle, executionArn } = parentOf(stuck, {
      Catch: [{ ErrorEquals: ['States.TaskFailed'], Output: 'caught', Next: 'Z' }],
      ...toEnd,
    })
    await settle()
    expect(engine.describeExecution(executionArn).output).toBe('"caught"')
  })

  it('are stopped with a parent that is stopped or whose task times out', async () => {
    const wait = machine({ W: { Type: 'Wait', Seconds: 600, End: true } })
    const stopped = parentOf(wait, toEnd)
    await stopped.until(0)
    stopped.engine.stopExecution({ executionArn: stopped.executionArn })
    expect(stopped.engine.describeExecution(stopped.childArn).status).toBe('ABORTED')
    const late = parentOf(wait, { TimeoutSeconds: 5, ...toEnd })
    await late.settle()
    expect(late.engine.describeExecution(late.childArn)).toMatchObject({
      status: 'ABORTED',
      stopDate: new Date(Date.UTC(2026, 0, 1, 0, 0, 5)),
    })
  })

  it("that cannot start fail the task under the integration's name", async () => {
    const { engine, settle, executionArn } = parentOf(machine({ F: { Type: 'Fail', Error: 'E' } }), {
      Retry: [{ ErrorEquals: ['States.TaskFailed'], MaxAttempts: 1 }],
      ...toEnd,
    })
    await settle()
    expect(engine.describeExecution(executionArn).error).toBe('StepFunctions.ExecutionAlreadyExistsException')
  })
})

describe('many executions at once', () => {
  it('leave no timer and no token behind when they are closed', async () => {
    const { engine, clock, settle } = account()
    const inner = scope({ T: task({ TimeoutSeconds: 1000 }) })
    engine.addMachine({
      name: 'm',
      definition: machine({ M: { Type: 'Map', Items: [1, 2, 3], ItemProcessor: inner, End: true } }),
    })
    for (let run = 0; run < 20; run++) engine.startExecution({ machine: 'm', name: `r${run}` })
    await settle()
    expect(engine.listExecutions({ machine: 'm', status: 'SUCCEEDED' })).toHaveLength(20)
    expect(clock.now()).toBe(Date.UTC(2026, 0, 1))
  })

  it('tell the same story for the same seed', async () => {
    const story = async () => {
      const { engine, events, settle } = account()
      engine.addMachine({
        name: 'm',
        definition: machine({ M: { Type: 'Map', Items: [1, 2, 3], ItemProcessor: scope({ T: task() }), End: true } }),
      })
      for (let run = 0; run < 5; run++) engine.startExecution({ machine: 'm' })
      await settle()
      return JSON.stringify(events)
    }
    expect(await story()).toBe(await story())
  })
})
