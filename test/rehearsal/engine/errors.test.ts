import { describe, expect, it } from 'vitest'
import { runStateMachine, type TaskAnswer } from '../../../rehearsal/engine/index.ts'
import { answering, during, failing, machine, scope, secondsOf, task, tokenTask, typesOf } from './machine.ts'

/** Runs a Task that ends with the given answer, under a catcher for the given name. */
const caughtBy = async (name: string, answer: TaskAnswer, more: Record<string, unknown> = {}): Promise<boolean> => {
  const definition = machine({
    T: task({ ...more, Catch: [{ ErrorEquals: [name], Output: 'caught', Next: 'C' }] }),
    C: { Type: 'Pass', End: true },
  })
  const { output } = await runStateMachine({ definition, task: () => answer })
  return output === 'caught'
}

const late = { TimeoutSeconds: 5 }
const badOutput = { Output: '{% $states.result.none %}' }
const huge = { output: 'x'.repeat(300_000) }

describe('what a catcher catches', () => {
  it.each<[string, string, TaskAnswer, Record<string, unknown>, boolean]>([
    ['an error by its name', 'Busy', failing('Busy'), {}, true],
    ['no other error', 'Busy', failing('Other'), {}, false],
    ['any error as States.TaskFailed', 'States.TaskFailed', failing('Busy'), {}, true],
    ['States.Permissions as States.TaskFailed', 'States.TaskFailed', failing('States.Permissions'), {}, true],
    ['a time-out by its name', 'States.Timeout', { hang: true }, late, true],
    ['a time-out as States.ALL', 'States.ALL', { hang: true }, late, true],
    ['a time-out not as States.TaskFailed', 'States.TaskFailed', { hang: true }, late, false],
    ['a time-out not as a missed heartbeat', 'States.HeartbeatTimeout', { hang: true }, late, false],
    ['a missed heartbeat by its name', 'States.HeartbeatTimeout', { hang: true }, { HeartbeatSeconds: 5 }, true],
    ['a missed heartbeat as States.Timeout', 'States.Timeout', { hang: true }, { HeartbeatSeconds: 5 }, true],
    ['a failed evaluation by its name', 'States.QueryEvaluationError', { output: {} }, badOutput, true],
    ['a failed evaluation as States.ALL', 'States.ALL', { output: {} }, badOutput, true],
    ['a failed evaluation not as States.TaskFailed', 'States.TaskFailed', { output: {} }, badOutput, false],
    ['a result over the quota by its name', 'States.DataLimitExceeded', huge, {}, true],
    ['a result over the quota as States.ALL', 'States.ALL', huge, {}, true],
    ['States.Runtime never, by its name', 'States.Runtime', failing('States.Runtime'), {}, false],
    ['States.Runtime never, as States.ALL', 'States.ALL', failing('States.Runtime'), {}, false],
  ])('is %s', async (_what, name, answer, more, caught) => {
    expect(await caughtBy(name, answer, more)).toBe(caught)
  })

  it('gives the catcher error and cause, both as text', async () => {
    const definition = machine({
      T: task({ ...late, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'C' }] }),
      C: { Type: 'Pass', End: true },
    })
    expect((await runStateMachine({ definition, task: answering({ hang: true }) })).output).toEqual({
      Error: 'States.Timeout',
      Cause: '',
    })
    expect((await runStateMachine({ definition, task: answering(failing('Busy', 'why')) })).output).toEqual({
      Error: 'Busy',
      Cause: 'why',
    })
  })

  it('takes the first catcher that matches', async () => {
    const Catch = ['Other', 'Busy', 'States.TaskFailed'].map((name) => ({
      ErrorEquals: [name],
      Output: name,
      Next: 'C',
    }))
    const definition = machine({ T: task({ Catch }), C: { Type: 'Pass', End: true } })
    expect((await runStateMachine({ definition, task: answering(failing('Busy')) })).output).toBe('Busy')
  })

  it('is not a failure of the catcher itself: a later catcher and a retrier leave it', async () => {
    const definition = machine({
      T: task({
        Retry: [{ ErrorEquals: ['States.QueryEvaluationError'] }],
        Catch: [
          { ErrorEquals: ['Busy'], Output: '{% $states.input.none %}', Next: 'C' },
          { ErrorEquals: ['States.ALL'], Next: 'C' },
        ],
      }),
      C: { Type: 'Pass', End: true },
    })
    const run = await runStateMachine({ definition, task: answering(failing('Busy')) })
    expect(run.error).toBe('States.QueryEvaluationError')
    expect(typesOf(run.history).slice(4)).toEqual(['TaskFailed', 'EvaluationFailed', 'ExecutionFailed'])
  })
})

describe('a failure inside a Parallel or a Map', () => {
  const around = (inner: Record<string, unknown>, name = 'States.ALL') =>
    machine({
      P: {
        Type: 'Parallel',
        Branches: [inner],
        Catch: [{ ErrorEquals: [name], Output: '{% $states.errorOutput.Error %}', Next: 'C' }],
        End: true,
      },
      C: { Type: 'Pass', End: true },
    })

  it('fails it under its own name', async () => {
    const boom = scope({ F: { Type: 'Fail', Error: 'Mine', Cause: 'c' } })
    expect((await runStateMachine({ definition: around(boom, 'Mine') })).output).toBe('Mine')
    expect((await runStateMachine({ definition: around(boom, 'States.BranchFailed') })).error).toBe('Mine')
  })

  it('of a state that cannot catch is caught around it', async () => {
    const bad = scope({ A: { Type: 'Pass', Output: '{% $states.input.none %}', End: true } })
    expect((await runStateMachine({ definition: around(bad) })).output).toBe('States.QueryEvaluationError')
  })

  it('of a Choice with nowhere to go ends the execution all the same', async () => {
    const stuck = scope({
      Ch: { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'X' }] },
      X: { Type: 'Succeed' },
    })
    const run = await runStateMachine({ definition: around(stuck) })
    expect(run.error).toBe('States.Runtime')
    expect(run.cause).toBe(
      `${during('Ch', 4)}Failed to transition out of the state. The state does not point to a next state.`,
    )
    expect(typesOf(run.history).slice(-2)).toEqual(['ChoiceStateEntered', 'ExecutionFailed'])
  })

  it('without an error name is told without one', async () => {
    const { error, cause, history } = await runStateMachine({ definition: machine({ F: { Type: 'Fail' } }) })
    expect({ error, cause }).toEqual({ error: undefined, cause: undefined })
    expect(history.at(-1)!.executionFailedEventDetails).toEqual({})
  })
})

describe('a retrier', () => {
  const attemptsAt = async (retry: object[], answer = answering(failing('Busy')), seed = 1): Promise<number[]> => {
    const { history } = await runStateMachine({
      definition: machine({ T: task({ Retry: retry }) }),
      task: answer,
      seed,
    })
    const start = history[0]!.timestamp.getTime()
    return history
      .filter(({ type }) => type === 'TaskScheduled')
      .map(({ timestamp }) => (timestamp.getTime() - start) / 1000)
  }

  it('makes three more attempts after 1, 2 and 4 seconds when it says nothing else', async () => {
    expect(await attemptsAt([{ ErrorEquals: ['Busy'] }])).toEqual([0, 1, 3, 7])
  })

  it('keeps to its interval, rate, longest delay and number of attempts', async () => {
    const retrier = { ErrorEquals: ['Busy'], IntervalSeconds: 2, BackoffRate: 3, MaxDelaySeconds: 10, MaxAttempts: 4 }
    expect(await attemptsAt([retrier])).toEqual([0, 2, 8, 18, 28])
  })

  it('never tries again with MaxAttempts 0, whatever other retriers say', async () => {
    const retry = [{ ErrorEquals: ['Busy'], MaxAttempts: 0 }, { ErrorEquals: ['States.ALL'] }]
    expect(await attemptsAt(retry)).toEqual([0])
  })

  it('counts for itself, and leaves what it does not match to others', async () => {
    const retry = [
      { ErrorEquals: ['Busy'], IntervalSeconds: 1, MaxAttempts: 1 },
      { ErrorEquals: ['Slow'], IntervalSeconds: 10, MaxAttempts: 1 },
    ]
    const answer = answering(failing('Busy'), failing('Slow'), failing('Busy'))
    expect(await attemptsAt(retry, answer)).toEqual([0, 1, 11])
  })

  it('with full jitter waits between nothing and its delay, by the seed', async () => {
    const retry = [{ ErrorEquals: ['Busy'], IntervalSeconds: 100, MaxAttempts: 2, JitterStrategy: 'FULL' }]
    const attempts = await attemptsAt(retry)
    expect(await attemptsAt(retry)).toEqual(attempts)
    expect(await attemptsAt(retry, undefined, 2)).not.toEqual(attempts)
    const [, first, second] = attempts as [number, number, number]
    expect(first).toBeLessThan(100)
    expect(second - first).toBeLessThan(200)
  })

  it('tells Arguments and catcher how many retries were made', async () => {
    const seen: unknown[] = []
    const definition = machine({
      T: task({
        Arguments: { FunctionName: 'f', Payload: '{% $states.context.State.RetryCount %}' },
        Retry: [{ ErrorEquals: ['Busy'], MaxAttempts: 2 }],
        Catch: [{ ErrorEquals: ['States.ALL'], Output: '{% $states.context.State.RetryCount %}', Next: 'C' }],
      }),
      C: { Type: 'Pass', End: true },
    })
    const run = await runStateMachine({
      definition,
      task({ arguments: given }) {
        seen.push((given as { Payload: number }).Payload)
        return failing('Busy')
      },
    })
    expect(seen).toEqual([0, 1, 2])
    expect(run.output).toBe(2)
  })

  it('repeats the side effect when it matches a failed Output', async () => {
    let calls = 0
    const definition = machine({ T: task({ ...badOutput, Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1 }] }) })
    const run = await runStateMachine({
      definition,
      task() {
        calls += 1
        return { output: {} }
      },
    })
    expect(calls).toBe(2)
    expect(typesOf(run.history).slice(2)).toEqual([
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'EvaluationFailed',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'EvaluationFailed',
      'ExecutionFailed',
    ])
  })

  it('runs a Map or a Parallel from its beginning, items evaluated anew', async () => {
    const answer = answering({ output: 1 }, failing('Busy'), { output: 3 })
    const definition = machine({
      M: {
        Type: 'Map',
        Items: '{% [1, 2] %}',
        MaxConcurrency: 1,
        ItemProcessor: scope({ T: task() }),
        Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 7 }],
        End: true,
      },
    })
    const run = await runStateMachine({ definition, task: answer })
    expect(run.output).toEqual([3, 3])
    expect(secondsOf(run)).toBe(7)
  })
})

describe('time-outs', () => {
  it('end a task, a missed heartbeat and a callback at their second', async () => {
    const at = async (state: Record<string, unknown>) => {
      const run = await runStateMachine({ definition: machine({ T: state }), task: answering({ hang: true }) })
      return [secondsOf(run), run.error, run.cause, run.history.at(-2)!.type]
    }
    expect(await at(task({ TimeoutSeconds: 30 }))).toEqual([30, 'States.Timeout', undefined, 'TaskTimedOut'])
    expect(await at(task({ TimeoutSeconds: 30, HeartbeatSeconds: 10 }))).toEqual([
      10,
      'States.Timeout',
      undefined,
      'TaskTimedOut',
    ])
    expect(await at(tokenTask({ TimeoutSeconds: 86_400 }))).toEqual([
      86_400,
      'States.Timeout',
      undefined,
      'TaskTimedOut',
    ])
    expect(await at(tokenTask({ HeartbeatSeconds: 60 }))).toEqual([60, 'States.Timeout', undefined, 'TaskTimedOut'])
  })

  it('may be expressions, of whole numbers in bounds', async () => {
    const causeOf = async (TimeoutSeconds: string) => {
      const run = await runStateMachine({
        definition: machine({ T: task({ TimeoutSeconds }) }),
        task: answering({ hang: true }),
      })
      return run.cause ?? secondsOf(run)
    }
    expect(await causeOf('{% 2 + 3 %}')).toBe(5)
    expect(await causeOf('{% -1 %}')).toBe(`${during('T', 2)}TimeoutSeconds must be between 0 and 99999999 but was: -1`)
    expect(await causeOf('{% 1.6 %}')).toBe(
      `${during('T', 2)}The TimeoutSeconds field cannot be parsed as an integer: 1.6`,
    )
    expect(await causeOf('{% "3" %}')).toBe(
      `${during('T', 2)}The JSONata expression '"3"' specified for the field 'TimeoutSeconds' returned an unexpected result type. Expected 'number', but was 'string' for value: "3"`,
    )
  })

  it('of the machine end it as TIMED_OUT, with no error to read and no catcher asked', async () => {
    const states = {
      T: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'C' }], Next: 'C' }),
      C: { Type: 'Succeed' },
    }
    const run = await runStateMachine({
      definition: machine(states, { TimeoutSeconds: 20 }),
      task: answering({ hang: true }),
    })
    expect([run.status, run.error, run.cause, secondsOf(run)]).toEqual(['TIMED_OUT', undefined, undefined, 20])
    const last = run.history.at(-1)!
    expect([last.type, last.previousEventId]).toEqual(['ExecutionTimedOut', 0])
    expect(last.executionTimedOutEventDetails).toEqual({ error: 'States.Timeout' })
  })
})
