import { describe, expect, it } from 'vitest'
import { runStateMachine } from '../../../rehearsal/engine/index.ts'
import { answering, during, machine, scope, secondsOf, task, typesOf } from './machine.ts'

const run = (states: Record<string, Record<string, unknown>>, input: unknown = {}) =>
  runStateMachine({ definition: machine(states), input })

describe('variables', () => {
  it('keep the values from entry while a state evaluates, so that two can swap', async () => {
    const { output } = await run({
      A: { Type: 'Pass', Assign: { x: 1, y: 2 }, Next: 'B' },
      B: { Type: 'Pass', Assign: { x: '{% $y %}', y: '{% $x %}' }, Output: ['{% $x %}', '{% $y %}'], Next: 'C' },
      C: { Type: 'Pass', Output: ['{% $states.input %}', '{% $x %}', '{% $y %}'], End: true },
    })
    expect(output).toEqual([[1, 2], 2, 1])
  })

  it('are read by inner scopes, which keep their own to themselves', async () => {
    const { output } = await run({
      A: { Type: 'Pass', Assign: { outer: 'o' }, Next: 'M' },
      M: {
        Type: 'Map',
        Items: [1, 2],
        ItemProcessor: scope({
          I: { Type: 'Pass', Assign: { inner: '{% $outer & $string($states.input) %}' }, Next: 'J' },
          J: { Type: 'Pass', Output: '{% $inner %}', End: true },
        }),
        Next: 'Z',
      },
      Z: { Type: 'Pass', Output: ['{% $states.input %}', '{% $exists($inner) %}'], End: true },
    })
    expect(output).toEqual([['o1', 'o2'], false])
  })

  it('set by a Map or its catcher belong to the scope around it', async () => {
    const inner = scope({ F: { Type: 'Fail', Error: 'E' } })
    const { output } = await run({
      M: {
        Type: 'Map',
        Items: [1],
        ItemProcessor: inner,
        Catch: [{ ErrorEquals: ['E'], Assign: { why: '{% $states.errorOutput.Error %}' }, Next: 'Z' }],
        Next: 'Z',
      },
      Z: { Type: 'Pass', Output: '{% $why %}', End: true },
    })
    expect(output).toBe('E')
  })

  it('hide the function of their name', async () => {
    const { cause } = await run({
      A: { Type: 'Pass', Assign: { exists: 3 }, Next: 'B' },
      B: { Type: 'Pass', Output: '{% $exists($states.input) %}', End: true },
    })
    expect(cause).toContain('T1006: Attempted to invoke a non-function')
  })
})

describe('a Choice', () => {
  const choice = (more: Record<string, unknown> = {}) => ({
    Ch: {
      Type: 'Choice',
      Choices: [
        {
          Condition: '{% $states.input.n > 10 %}',
          Assign: { by: 'rule' },
          Output: { big: '{% $states.input.n %}' },
          Next: 'Z',
        },
        { Condition: '{% $sum([$states.input.n]) = 5 %}', Output: '', Next: 'Z' },
      ],
      Assign: { by: 'state' },
      Output: 'default',
      Default: 'Z',
      ...more,
    },
    Z: { Type: 'Pass', Output: { by: '{% $exists($by) ? $by : null %}', input: '{% $states.input %}' }, End: true },
  })

  it("takes the first rule that holds with its own Assign and Output, or Default with the state's", async () => {
    expect((await run(choice(), { n: 17 })).output).toEqual({ by: 'rule', input: { big: 17 } })
    expect((await run(choice(), { n: 5 })).output).toEqual({ by: null, input: '' })
    expect((await run(choice(), { n: 1 })).output).toEqual({ by: 'state', input: 'default' })
  })

  it('does not evaluate rules after the one that holds', async () => {
    const Choices = [
      { Condition: '{% true %}', Next: 'Z' },
      { Condition: '{% $states.input.none %}', Next: 'Z' },
    ]
    expect((await run(choice({ Choices }), { n: 1 })).status).toBe('SUCCEEDED')
  })

  it('wants a boolean', async () => {
    const { cause, history } = await run(choice({ Choices: [{ Condition: '{% $states.input.n %}', Next: 'Z' }] }), {
      n: 1,
    })
    expect(cause).toBe(
      `${during('Ch', 2)}The JSONata expression '$states.input.n' specified for the field 'Choices[0]/Condition' returned an unexpected result type. Expected 'boolean', but was 'number' for value: 1`,
    )
    expect(typesOf(history).slice(-2)).toEqual(['EvaluationFailed', 'ExecutionFailed'])
  })
})

describe('a Wait', () => {
  const waits = async (wait: Record<string, unknown>, input: unknown = {}) => {
    const result = await run({ W: { Type: 'Wait', ...wait, Output: '{% $millis() %}', End: true } }, input)
    return result.cause ?? secondsOf(result)
  }

  it('lasts its seconds, or until its time, and reads the clock when it is over', async () => {
    expect(await waits({ Seconds: 86_400 })).toBe(86_400)
    expect(await waits({ Seconds: '{% $states.input.s * 2 %}' }, { s: 4 })).toBe(8)
    expect(await waits({ Timestamp: '2026-01-01T01:00:00Z' })).toBe(3600)
    expect(await waits({ Timestamp: '2025-12-31T00:00:00Z' })).toBe(0)
    const { output } = await run({ W: { Type: 'Wait', Seconds: 3, Output: '{% $millis() %}', End: true } })
    expect(output).toBe(Date.UTC(2026, 0, 1, 0, 0, 3))
  })

  it.each(['2026-01-01T00:01:00+00:01', '2026-01-01t00:00:00z', '2026-01-01T00:00Z', '2026-01-01T00:00:00.123456789Z'])(
    'understands the time %s of an expression',
    async (at) => {
      expect(await waits({ Timestamp: '{% $states.input.at %}' }, { at })).toBeLessThan(1)
    },
  )

  it.each([
    '2026-01-01 00:00:00Z',
    '2026-01-01T00:00:00',
    '2016-02-30T00:00:00Z',
    '2016-13-05T21:29:29Z',
    '05-12-2016T21:29:29Z',
  ])('does not understand the time %s', async (at) => {
    expect(await waits({ Timestamp: '{% $states.input.at %}' }, { at })).toBe(
      `${during('W', 2)}The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${at}`,
    )
  })

  it.each([['-1'], ['1.5'], ['"1"'], ['null'], ['true']])('does not wait %s seconds', async (seconds) => {
    const { error } = await run({ W: { Type: 'Wait', Seconds: `{% ${seconds} %}`, End: true } })
    expect(error).toBe('States.QueryEvaluationError')
  })
})

describe('a Fail', () => {
  it('tells error and cause as expressions give them, and wants texts', async () => {
    const fail = { F: { Type: 'Fail', Error: '{% $states.input.e %}', Cause: '{% "was " & $states.input.c %}' } }
    expect(await run(fail, { e: 'E', c: 'c' })).toMatchObject({ status: 'FAILED', error: 'E', cause: 'was c' })
    expect((await run(fail, { e: 1, c: 'c' })).error).toBe('States.QueryEvaluationError')
  })
})

describe('a Map', () => {
  it('gives ItemSelector the item and its index, and the processor what ItemSelector makes', async () => {
    const { output } = await run(
      {
        M: {
          Type: 'Map',
          Items: '{% $states.input.fruits %}',
          ItemSelector: {
            at: '{% $states.context.Map.Item.Index %}',
            it: '{% $states.context.Map.Item.Value %}',
            all: '{% $states.input.n %}',
          },
          ItemProcessor: scope({ P: { Type: 'Pass', End: true } }),
          Output: '{% $reverse($states.result) %}',
          End: true,
        },
      },
      { fruits: ['fig', 'pear'], n: 2 },
    )
    expect(output).toEqual([
      { at: 1, it: 'pear', all: 2 },
      { at: 0, it: 'fig', all: 2 },
    ])
  })

  const seconds = async (MaxConcurrency: unknown, items: number) =>
    secondsOf(
      await run({
        M: {
          Type: 'Map',
          Items: `{% [1..${items}] %}`,
          MaxConcurrency,
          ItemProcessor: scope({ W: { Type: 'Wait', Seconds: 10, End: true } }),
          End: true,
        },
      }),
    )

  it('runs as many items at once as MaxConcurrency says, and never more than 40', async () => {
    expect(await seconds(1, 3)).toBe(30)
    expect(await seconds('{% 2 %}', 3)).toBe(20)
    expect(await seconds(0, 40)).toBe(10)
    expect(await seconds(0, 41)).toBe(20)
    expect(await seconds(100, 80)).toBe(20)
  })

  it('keeps the results in item order whatever finishes first', async () => {
    const { output } = await run({
      M: {
        Type: 'Map',
        Items: [3, 1, 2],
        ItemProcessor: scope({ W: { Type: 'Wait', Seconds: '{% $states.input %}', End: true } }),
        End: true,
      },
    })
    expect(output).toEqual([3, 1, 2])
  })

  it('stops the other iterations when one fails', async () => {
    let calls = 0
    const definition = machine({
      M: {
        Type: 'Map',
        Items: '{% [1..5] %}',
        MaxConcurrency: 2,
        ItemProcessor: scope({ W: { Type: 'Wait', Seconds: '{% $states.input %}', Next: 'T' }, T: task() }),
        End: true,
      },
    })
    const result = await runStateMachine({
      definition,
      task() {
        calls += 1
        return { error: 'Broken' }
      },
    })
    expect([calls, secondsOf(result)]).toEqual([1, 1])
  })
})

describe('a distributed Map', () => {
  const distributed = (more: Record<string, unknown>, inner = scope({ P: { Type: 'Pass', End: true } })) => ({
    M: {
      Type: 'Map',
      Items: '{% [1..10] %}',
      ItemProcessor: { ...inner, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
      End: true,
      ...more,
    },
  })
  const evenFails = scope({
    Ch: { Type: 'Choice', Choices: [{ Condition: '{% $states.input % 2 = 0 %}', Next: 'F' }], Default: 'P' },
    F: { Type: 'Fail', Error: 'Even', Cause: 'no' },
    P: { Type: 'Pass', End: true },
  })

  it('fails with its threshold, whatever the children died of', async () => {
    const { error, cause, history } = await run(distributed({ ToleratedFailureCount: 4 }, evenFails))
    expect([error, cause]).toEqual([
      'States.ExceedToleratedFailureThreshold',
      'The specified tolerated failure threshold was exceeded',
    ])
    expect(typesOf(history).slice(-3)).toEqual(['MapRunFailed', 'MapStateFailed', 'ExecutionFailed'])
  })

  it('bears failures up to the count, or up to the share of the items', async () => {
    const failed = { Status: 'FAILED', Error: 'Even', Cause: 'no' }
    const expected = [1, failed, 3, failed, 5, failed, 7, failed, 9, failed]
    expect((await run(distributed({ ToleratedFailureCount: 5 }, evenFails))).output).toEqual(expected)
    expect((await run(distributed({ ToleratedFailurePercentage: 50 }, evenFails))).output).toEqual(expected)
    expect((await run(distributed({ ToleratedFailurePercentage: 49 }, evenFails))).status).toBe('FAILED')
  })

  it('puts items into batches', async () => {
    const { output } = await run(distributed({ ItemBatcher: { MaxItemsPerBatch: 4, BatchInput: { k: 1 } } }))
    expect(output).toEqual([
      { Items: [1, 2, 3, 4], BatchInput: { k: 1 } },
      { Items: [5, 6, 7, 8], BatchInput: { k: 1 } },
      { Items: [9, 10], BatchInput: { k: 1 } },
    ])
  })

  it('goes through the entries of an object', async () => {
    const { output } = await run(distributed({ Items: '{% {"a": 1, "b": 2} %}' }))
    expect(output).toEqual([
      { Key: 'a', Value: 1 },
      { Key: 'b', Value: 2 },
    ])
  })

  it('asks for its items where a reader says so', async () => {
    const reader = { Resource: 'arn:aws:states:::s3:getObject', Arguments: { Bucket: 'b', Key: 'k' } }
    const { Items: _none, ...map } = distributed({ ItemReader: reader }).M
    const definition = machine({ M: map })
    expect((await runStateMachine({ definition, task: answering({ output: ['x'] }) })).output).toEqual(['x'])
    expect((await runStateMachine({ definition, task: answering({ error: 'NoSuchKey' }) })).error).toBe(
      'States.ItemReaderFailed',
    )
  })
})

describe('a Parallel', () => {
  it('gives its Arguments to every branch, and the outputs in branch order', async () => {
    const { output } = await run(
      {
        P: {
          Type: 'Parallel',
          Arguments: { n: '{% $states.input.n + 1 %}' },
          Branches: [
            scope({ A: { Type: 'Wait', Seconds: 5, End: true } }),
            scope({ B: { Type: 'Pass', Output: '{% $states.input.n %}', End: true } }),
          ],
          Output: { all: '{% $states.result %}' },
          End: true,
        },
      },
      { n: 1 },
    )
    expect(output).toEqual({ all: [{ n: 2 }, 2] })
  })
})

describe('quotas', () => {
  const big = 'x'.repeat(262_143)

  it('hold for the output of a state, in UTF-8 bytes', async () => {
    const size = async (text: string) => (await run({ A: { Type: 'Pass', Output: text, End: true } })).error
    expect(await size('x'.repeat(262_142))).toBeUndefined()
    expect(await size(big)).toBe('States.DataLimitExceeded')
    expect(await size('é'.repeat(131_072))).toBe('States.DataLimitExceeded')
    const { cause, history } = await run({ A: { Type: 'Pass', Output: big, End: true } })
    expect(cause).toBe(
      "The state/task 'A' returned a result with a size exceeding the maximum number of bytes service limit.",
    )
    expect(typesOf(history)).toEqual(['ExecutionStarted', 'PassStateEntered', 'ExecutionFailed'])
  })

  it('hold for the result of a task, named by its service', async () => {
    const { error, cause, history } = await runStateMachine({
      definition: machine({ T: task() }),
      task: answering({ output: big }),
    })
    expect(error).toBe('States.DataLimitExceeded')
    expect(cause).toBe(
      "The state/task 'lambda' returned a result with a size exceeding the maximum number of bytes service limit.",
    )
    expect(typesOf(history).at(-2)).toBe('TaskFailed')
  })

  it('end an execution with its 25,000th event', async () => {
    const { error, cause, history } = await run({
      A: { Type: 'Pass', Next: 'B' },
      B: { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'C' }], Default: 'A' },
      C: { Type: 'Succeed' },
    })
    expect(history).toHaveLength(25_000)
    expect([error, cause]).toEqual([
      'States.Runtime',
      'The execution reached the maximum number of history events (25000).',
    ])
    expect([history.at(-1)!.type, history.at(-1)!.previousEventId]).toEqual(['ExecutionFailed', 24_999])
  })

  it('let an execution succeed with its last event, but not fail to fit one more', async () => {
    const limited = (historyEvents: number) =>
      runStateMachine({ definition: machine({ A: { Type: 'Pass', End: true } }), limits: { historyEvents } })
    expect((await limited(4)).status).toBe('SUCCEEDED')
    expect((await limited(3)).status).toBe('FAILED')
  })
})

describe('a run', () => {
  it('is the same bytes for the same seed', async () => {
    const definition = machine({
      M: {
        Type: 'Map',
        Items: '{% [1..20] %}',
        ItemProcessor: scope({
          T: task({
            Arguments: { FunctionName: 'f', Payload: '{% $uuid() %}' },
            Retry: [{ ErrorEquals: ['States.ALL'], JitterStrategy: 'FULL' }],
          }),
        }),
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Z' }],
        End: true,
      },
      Z: { Type: 'Pass', End: true },
    })
    const bytes = async (seed: number) => {
      let call = 0
      const result = await runStateMachine({
        definition,
        seed,
        task: () => (++call % 3 === 0 ? { error: 'Busy' } : { output: call }),
      })
      return JSON.stringify(result)
    }
    expect(await bytes(3)).toBe(await bytes(3))
    expect(await bytes(3)).not.toBe(await bytes(4))
  })

  it("surfaces what breaks in the caller's own task function", async () => {
    const broken = runStateMachine({
      definition: machine({ T: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Z' }] }), Z: { Type: 'Succeed' } }),
      task() {
        throw new TypeError('a mistake in the test')
      },
    })
    await expect(broken).rejects.toThrow('a mistake in the test')
  })

  it('waits for a task function that takes real time, while virtual time stands still', async () => {
    const definition = machine({ T: task({ TimeoutSeconds: 1 }) })
    const slow = () =>
      new Promise<{ output: number }>((resolve) => setImmediate(() => setImmediate(() => resolve({ output: 7 }))))
    const result = await runStateMachine({ definition, task: slow })
    expect([result.output, secondsOf(result)]).toEqual([7, 0])
  })

  it('of an Express machine lasts five minutes at most', async () => {
    const definition = machine({ W: { Type: 'Wait', Seconds: 301, End: true } })
    const result = await runStateMachine({ definition, type: 'EXPRESS' })
    expect([result.status, secondsOf(result)]).toEqual(['TIMED_OUT', 300])
  })

  it('takes a definition as YAML, and states that say JSONata themselves', async () => {
    const definition =
      'StartAt: A\nStates:\n  A: {Type: Pass, QueryLanguage: JSONata, Output: "{% $states.input.a %}", End: true}\n'
    expect((await runStateMachine({ definition, input: { a: [1] } })).output).toEqual([1])
  })
})
