import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runStateMachine, validateDefinition } from '../../../rehearsal/engine/index.ts'
import { machine, scope, task, tokenTask } from './machine.ts'

const end = { Type: 'Pass', End: true }

/** What is wrong with a definition: `CODE location`. */
const problemsOf = (definition: unknown): string[] =>
  validateDefinition(definition).problems.map(({ code, location }) => `${code} ${location}`)

const messagesOf = (definition: unknown): string[] =>
  validateDefinition(definition).problems.map(({ message }) => message)

const schema = (location: string): string => `SCHEMA_VALIDATION_FAILED ${location}`
const unsupported = (location: string): string => `UNSUPPORTED_JSONATA_EXPRESSION ${location}`

describe('a definition that Step Functions would take', () => {
  it.each<[string, unknown]>([
    [
      'every type of state',
      machine(
        {
          A: { ...end, Comment: 'c', Output: '{% $states.input %}', Assign: { v: 1 }, End: undefined, Next: 'B' },
          B: {
            Type: 'Choice',
            Choices: [
              { Condition: '{% $v = 1 %}', Next: 'C', Comment: 'c' },
              { Condition: true, Next: 'H' },
            ],
            Default: 'H',
          },
          C: { Type: 'Wait', Seconds: 1, Next: 'D' },
          D: { Type: 'Wait', Timestamp: '2026-01-01T00:00:00Z', Next: 'E' },
          E: task({
            TimeoutSeconds: '{% $v %}',
            HeartbeatSeconds: 10,
            Credentials: { RoleArn: 'arn:aws:iam::111122223333:role/r' },
            Retry: [
              {
                ErrorEquals: ['A', 'B'],
                IntervalSeconds: 2,
                MaxDelaySeconds: 3,
                BackoffRate: 1.5,
                JitterStrategy: 'FULL',
              },
              { ErrorEquals: ['States.ALL'] },
            ],
            Catch: [{ ErrorEquals: ['States.ALL'], Output: '{% $states.errorOutput.Cause %}', Next: 'H' }],
            Next: 'F',
          }),
          F: {
            Type: 'Parallel',
            Branches: [scope({ F1: end })],
            Arguments: { a: '{% $v %}' },
            Output: '{% $states.result[0] %}',
            Next: 'G',
          },
          G: {
            Type: 'Map',
            Items: [1],
            MaxConcurrency: 3,
            ItemSelector: '{% $states.context.Map.Item.Value %}',
            ItemProcessor: scope({ G1: end }),
            Next: 'H',
          },
          H: { Type: 'Fail', Error: '{% $states.input.e %}', Cause: 'c' },
        },
        { TimeoutSeconds: 60, Comment: 'all' },
      ),
    ],
    [
      'text that only looks like an expression',
      machine({ A: { ...end, Output: [' {% $x %} ', '$.a', '{%', 'a %} b'].slice(0, 2) } }),
    ],
    [
      'names bound inside the expression',
      machine({ A: { ...end, Output: '{% ($a := 1; $map([1], function($v, $i) { $v + $i + $a })) %}' } }),
    ],
    [
      'names in later steps, predicates, sorts and groups',
      machine({ A: { ...end, Output: '{% $states.input.items[value > 3]^(name).{"k": $} %}' } }),
    ],
    [
      'bare function ARNs, activities and SDK calls',
      machine({
        A: { Type: 'Task', Resource: 'arn:aws:lambda:eu-west-1:111122223333:function:work:live', Next: 'B' },
        B: { Type: 'Task', Resource: 'arn:aws:states:eu-west-1:111122223333:activity:paint', Next: 'C' },
        C: task({ Resource: 'arn:aws:states:::aws-sdk:dynamodb:getItem', Arguments: {}, Next: 'D' }),
        D: task({ Resource: 'arn:aws:states:::states:startExecution.sync:2', Arguments: { StateMachineArn: 'x' } }),
      }),
    ],
    [
      'a variable that a loop assigns',
      machine({
        A: { Type: 'Pass', Next: 'B' },
        B: { Type: 'Choice', Choices: [{ Condition: '{% $exists($n) and $n > 3 %}', Next: 'C' }], Default: 'D' },
        C: { Type: 'Succeed' },
        D: { Type: 'Pass', Assign: { n: 4 }, Next: 'B' },
      }),
    ],
    [
      'a name that an outer scope assigns only afterwards',
      machine({
        M: {
          Type: 'Map',
          Items: [1],
          ItemProcessor: scope({ I: { ...end, Assign: { x: 1 } } }),
          Assign: { x: '{% $states.result %}' },
          Next: 'Z',
        },
        Z: { ...end, Output: '{% $x %}' },
      }),
    ],
    [
      'a token passed in a whole expression',
      machine({ T: tokenTask({ Arguments: '{% {"FunctionName": "f", "Payload": $states.context.Task.Token} %}' }) }),
    ],
  ])('has no problem: %s', (_what, definition) => {
    expect(validateDefinition(definition)).toEqual({ accepted: true, problems: [] })
  })
})

describe('a definition that Step Functions would refuse', () => {
  it.each<[string, unknown, string[]]>([
    ['is no object', 'not a definition', [schema('/')]],
    ['is no JSON', '{', [schema('/')]],
    ['is empty', { QueryLanguage: 'JSONata' }, [schema('/')]],
    ['starts nowhere', { ...machine({ A: end }), StartAt: 'B' }, ['MISSING_TRANSITION_TARGET /StartAt']],
    [
      'goes on to a state that is not there',
      machine({ A: { Type: 'Pass', Next: 'X' }, B: end }),
      ['MISSING_TRANSITION_TARGET /States/A/Next', 'MISSING_TRANSITION_TARGET /States/B'],
    ],
    [
      'has a rule, a default and a catcher that go nowhere',
      machine({
        A: { Type: 'Choice', Choices: [{ Condition: true, Next: 'X' }], Default: 'Y' },
        T: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Z' }] }),
      }),
      [
        'MISSING_TRANSITION_TARGET /States/A/Default',
        'MISSING_TRANSITION_TARGET /States/A/Choices[0]/Next',
        'MISSING_TRANSITION_TARGET /States/T/Catch[0]/Next',
        'MISSING_TRANSITION_TARGET /States/T',
      ],
    ],
    [
      'never ends',
      machine({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } }),
      ['MISSING_END_STATE /'],
    ],
    [
      'goes nowhere from a state',
      machine({ A: { Type: 'Pass' }, B: end }),
      [schema('/States/A'), 'MISSING_TRANSITION_TARGET /States/B'],
    ],
    ['both ends and goes on', machine({ A: { Type: 'Pass', Next: 'B', End: true }, B: end }), [schema('/States/A')]],
    [
      'ends in a Choice',
      machine({ A: { Type: 'Choice', Choices: [{ Condition: true, Next: 'B' }], End: true }, B: end }),
      [schema('/States/A/End')],
    ],
    [
      'has a Choice without choices',
      machine({ A: { Type: 'Choice', Choices: [], Default: 'B' }, B: end }),
      [schema('/States/A/Choices')],
    ],
    ['has a type nobody knows', machine({ A: { Type: 'Sleep', End: true } }), [schema('/States/A/Type')]],
    [
      'has a field nobody knows',
      machine({ A: { ...end, Retry: [], Foo: 1 } }),
      [schema('/States/A/Retry'), schema('/States/A/Foo')],
    ],
    ['has a field nobody knows at the top', machine({ A: end }, { States2: {} }), [schema('/States2')]],
    ['gives a Succeed an Assign', machine({ A: { Type: 'Succeed', Assign: { a: 1 } } }), [schema('/States/A/Assign')]],
    ['has a name of 81 characters', machine({ ['n'.repeat(81)]: end }), [schema(`/States/${'n'.repeat(81)}`)]],
    [
      'has a name twice',
      machine({ A: { Type: 'Parallel', Branches: [scope({ B: end }), scope({ B: end })], End: true } }),
      ['DUPLICATE_STATE_NAME /States/A/Branches[1]/States/B'],
    ],
    ['is JSONPath', { ...scope({ A: end }) }, ['UNSUPPORTED_QUERY_LANGUAGE /States/A']],
    ['goes back to JSONPath in a state', machine({ A: { ...end, QueryLanguage: 'JSONPath' } }), [schema('/States/A')]],
    [
      'has a language nobody knows',
      machine({ A: end }, { QueryLanguage: 'jsonata' }),
      [schema('/QueryLanguage'), 'UNSUPPORTED_QUERY_LANGUAGE /States/A'],
    ],
    [
      'has JSONPath fields',
      machine({ A: { ...end, InputPath: '$', ResultPath: '$.r', Parameters: {} } }),
      [schema('/States/A'), schema('/States/A'), schema('/States/A')],
    ],
    [
      'has an expression half open',
      machine({ A: { ...end, Output: { a: ['{% $states.input', '$states.input %}'] } } }),
      [schema('/States/A/Output/a[0]'), schema('/States/A/Output/a[1]')],
    ],
    [
      'has a mistake in its JSONata',
      machine({ A: { ...end, Output: '{% $states.input.[ %}' } }),
      ['INVALID_JSONATA_EXPRESSION /States/A/Output'],
    ],
    [
      'uses ??',
      machine({ A: { ...end, Output: '{% $states.input.a ?? 1 %}' } }),
      ['INVALID_JSONATA_EXPRESSION /States/A/Output'],
    ],
    [
      'uses ?:',
      machine({ A: { ...end, Output: '{% $states.input.a ?: 1 %}' } }),
      ['INVALID_JSONATA_EXPRESSION /States/A/Output'],
    ],
    ['uses $eval', machine({ A: { ...end, Output: '{% $eval("1") %}' } }), [unsupported('/States/A/Output')]],
    [
      'reads a bare name',
      machine({ A: { ...end, Output: { v: '{% phone %}' } } }),
      [unsupported('/States/A/Output/v')],
    ],
    [
      'reads the context item',
      machine({ A: { ...end, Output: ['{% $ %}', '{% $$.a %}', '{% * %}'] } }),
      [unsupported('/States/A/Output[0]'), unsupported('/States/A/Output[1]'), unsupported('/States/A/Output[2]')],
    ],
    [
      'reads the result of a Pass',
      machine({ A: { ...end, Output: '{% $states.result %}' } }),
      [unsupported('/States/A/Output')],
    ],
    [
      'reads the result in Arguments',
      machine({ T: task({ Arguments: { FunctionName: '{% $states.result.f %}' } }) }),
      [unsupported('/States/T/Arguments/FunctionName')],
    ],
    [
      'reads the result in a catcher',
      machine({ T: task({ Catch: [{ ErrorEquals: ['A'], Output: '{% $states.result %}', Next: 'Z' }] }), Z: end }),
      [unsupported('/States/T/Catch[0]/Output'), 'MISSING_TRANSITION_TARGET /States/Z'].slice(0, 1),
    ],
    [
      'reads the error outside a catcher',
      machine({ T: task({ Output: '{% $states.errorOutput %}' }) }),
      [unsupported('/States/T/Output')],
    ],
    [
      'reads of $states what is not there',
      machine({ A: { ...end, Output: '{% $states.inputs %}' } }),
      [unsupported('/States/A/Output')],
    ],
    [
      'reads a token in a Pass',
      machine({ A: { ...end, Output: '{% $states.context.Task.Token %}' } }),
      [unsupported('/States/A/Output')],
    ],
    ['assigns states', machine({ A: { ...end, Assign: { states: 1 } } }), [schema('/States/A/Assign/states')]],
    [
      'assigns what is no name',
      machine({ A: { ...end, Assign: { '1a': 1, 'a-b': 1, ['n'.repeat(81)]: 1 } } }),
      [schema('/States/A/Assign/1a'), schema('/States/A/Assign/a-b'), schema(`/States/A/Assign/${'n'.repeat(81)}`)],
    ],
    [
      'assigns an outer variable in an inner scope',
      machine({
        A: { Type: 'Pass', Assign: { x: 1 }, Next: 'M' },
        M: { Type: 'Map', Items: [1], ItemProcessor: scope({ I: { ...end, Assign: { x: 2 } } }), End: true },
      }),
      ['DUPLICATE_VARIABLE_NAME /States/M/ItemProcessor/States/I/Assign/x'],
    ],
    [
      'has States.ALL beside another error',
      machine({ T: task({ Retry: [{ ErrorEquals: ['States.ALL', 'A'] }] }) }),
      [schema('/States/T/Retry[0]/ErrorEquals')],
    ],
    [
      'has States.ALL before another catcher',
      machine({
        T: task({
          Catch: [
            { ErrorEquals: ['States.ALL'], Next: 'Z' },
            { ErrorEquals: ['A'], Next: 'Z' },
          ],
        }),
        Z: end,
      }),
      [schema('/States/T/Catch[0]/ErrorEquals')],
    ],
    [
      'has a catcher without a way on',
      machine({ T: task({ Catch: [{ ErrorEquals: ['A'] }] }) }),
      [schema('/States/T/Catch[0]')],
    ],
    [
      'has no error to retry',
      machine({ T: task({ Retry: [{ ErrorEquals: [] }] }) }),
      [schema('/States/T/Retry[0]/ErrorEquals')],
    ],
    [
      'retries out of bounds',
      machine({
        T: task({
          Retry: [
            {
              ErrorEquals: ['A'],
              IntervalSeconds: 0,
              BackoffRate: 0.5,
              MaxAttempts: -1,
              MaxDelaySeconds: 31_622_401,
              JitterStrategy: 'SOME',
            },
          ],
        }),
      }),
      [
        schema('/States/T/Retry[0]/IntervalSeconds'),
        schema('/States/T/Retry[0]/MaxAttempts'),
        schema('/States/T/Retry[0]/MaxDelaySeconds'),
        schema('/States/T/Retry[0]/BackoffRate'),
        schema('/States/T/Retry[0]/JitterStrategy'),
      ],
    ],
    [
      'beats slower than it times out',
      machine({ T: task({ TimeoutSeconds: 10, HeartbeatSeconds: 10 }) }),
      [schema('/States/T/HeartbeatSeconds')],
    ],
    [
      'times out at once, or by a text',
      machine({ T: task({ TimeoutSeconds: 0, HeartbeatSeconds: '5' }) }),
      [schema('/States/T/TimeoutSeconds'), schema('/States/T/HeartbeatSeconds')],
    ],
    ['waits for nothing', machine({ W: { Type: 'Wait', End: true } }), [schema('/States/W')]],
    [
      'waits for two things',
      machine({ W: { Type: 'Wait', Seconds: 1, Timestamp: '2026-01-01T00:00:00Z', End: true } }),
      [schema('/States/W')],
    ],
    [
      'waits for a time that is none',
      machine({ W: { Type: 'Wait', Timestamp: '2026-01-01 00:00:00', End: true } }),
      [schema('/States/W/Timestamp')],
    ],
    [
      'waits too long',
      machine({ W: { Type: 'Wait', Seconds: 100_000_000, End: true } }),
      [schema('/States/W/Seconds')],
    ],
    ['calls what is no resource', machine({ T: task({ Resource: 'work' }) }), [schema('/States/T/Resource')]],
    [
      'calls an action nobody knows',
      machine({ T: task({ Resource: 'arn:aws:states:::dynamodb:query' }) }),
      [schema('/States/T/Resource')],
    ],
    [
      'calls with a pattern nobody knows',
      machine({ T: task({ Resource: 'arn:aws:states:::lambda:invoke.sync' }) }),
      [schema('/States/T/Resource')],
    ],
    [
      'keeps a placeholder',
      machine({ T: task({ Resource: `arn:aws:states:::\${Service}:invoke` }) }),
      [schema('/States/T/Resource')],
    ],
    [
      'calls a function without its name',
      machine({ T: task({ Arguments: { Payload: 1 } }) }),
      [schema('/States/T/Arguments')],
    ],
    [
      'calls a service without Arguments',
      machine({ T: { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:sts:getCallerIdentity', End: true } }),
      [schema('/States/T')],
    ],
    ['has credentials without a role', machine({ T: task({ Credentials: {} }) }), [schema('/States/T/Credentials')]],
    [
      'has a Parallel without branches',
      machine({ P: { Type: 'Parallel', Branches: [], End: true } }),
      [schema('/States/P/Branches')],
    ],
    [
      'reads items in an inline Map',
      machine({
        M: {
          Type: 'Map',
          ItemReader: { Resource: 'arn:aws:states:::s3:getObject' },
          ItemProcessor: scope({ I: end }),
          End: true,
        },
      }),
      [schema('/States/M/ItemReader')],
    ],
    [
      'distributes a Map without a type',
      machine({
        M: {
          Type: 'Map',
          ItemProcessor: { ...scope({ I: end }), ProcessorConfig: { Mode: 'DISTRIBUTED' } },
          End: true,
        },
      }),
      [schema('/States/M/ItemProcessor/ProcessorConfig/ExecutionType')],
    ],
    [
      'has something wrong in a nested scope',
      machine({ M: { Type: 'Map', ItemProcessor: scope({ I: { Type: 'Pass' } }), End: true } }),
      [schema('/States/M/ItemProcessor/States/I'), 'MISSING_END_STATE /States/M/ItemProcessor'],
    ],
    ['is larger than 1 MB', machine({ A: { ...end, Comment: 'x'.repeat(1_048_576) } }), [schema('/')]],
  ])('names state and field: it %s', (_what, definition, problems) => {
    const { accepted } = validateDefinition(definition)
    expect([accepted, problemsOf(definition)]).toEqual([false, problems])
  })

  it('is told in the words of Step Functions where they are known', () => {
    expect(messagesOf(machine({ A: { ...end, Output: '{% $states.result %}' } }))).toEqual([
      "Field '$states.result' does not exist.",
    ])
    expect(messagesOf(machine({ A: { ...end, Output: '{% phone %}' } }))).toEqual([
      "Reference to 'phone' at the top level is not supported.",
    ])
    expect(messagesOf(machine({ A: end, B: end }))).toEqual(['State "B" is not reachable.'])
    expect(messagesOf({ QueryLanguage: 'JSONata' })).toEqual(['These fields are required: [StartAt, States]'])
  })

  it('is not run', async () => {
    const definition = machine({ A: { ...end, Output: '{% phone %}' } })
    await expect(runStateMachine({ definition })).rejects.toThrow('/States/A/Output')
  })

  it('may be a Standard machine that is no Express one', () => {
    const definition = machine({ T: tokenTask() })
    expect(validateDefinition(definition).accepted).toBe(true)
    const { problems } = validateDefinition(definition, { type: 'EXPRESS' })
    expect(problems.map(({ message }) => message)).toEqual([
      "Express state machine does not support '.waitForTaskToken' service integration ",
    ])
  })
})

describe('a definition that Step Functions would take and then fail or hang on', () => {
  it.each<[string, unknown, string[]]>([
    [
      'reads a variable that no way assigns',
      machine({ A: { ...end, Output: { v: '{% $nobody.a %}' } } }),
      ['POSSIBLY_UNDEFINED_VARIABLE /States/A/Output/v'],
    ],
    [
      'reads a variable only another branch assigns',
      machine({
        P: {
          Type: 'Parallel',
          Branches: [scope({ A: { ...end, Assign: { x: 1 } } }), scope({ B: { ...end, Output: '{% $x %}' } })],
          End: true,
        },
      }),
      ['POSSIBLY_UNDEFINED_VARIABLE /States/P/Branches[1]/States/B/Output'],
    ],
    [
      'reads an outer variable in a distributed Map',
      machine({
        A: { Type: 'Pass', Assign: { x: 1 }, Next: 'M' },
        M: {
          Type: 'Map',
          Items: [1],
          ItemProcessor: {
            ...scope({ I: { ...end, Output: '{% $x %}' } }),
            ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          },
          End: true,
        },
      }),
      ['POSSIBLY_UNDEFINED_VARIABLE /States/M/ItemProcessor/States/I/Output'],
    ],
    [
      'passes the token to nobody',
      machine({ T: tokenTask({ Arguments: { FunctionName: 'f' } }) }),
      ['MISSING_TASK_TOKEN /States/T/Arguments'],
    ],
    [
      'reads the item inside the processor',
      machine({
        M: {
          Type: 'Map',
          Items: [1],
          ItemProcessor: scope({ I: { ...end, Output: '{% $states.context.Map.Item.Index %}' } }),
          End: true,
        },
      }),
      ['UNAVAILABLE_CONTEXT /States/M/ItemProcessor/States/I/Output'],
    ],
  ])('is refused here, and said to be a warning there: it %s', (_what, definition, problems) => {
    const validation = validateDefinition(definition)
    expect([validation.accepted, problemsOf(definition)]).toEqual([false, problems])
    expect(validation.problems.every(({ severity }) => severity === 'WARNING')).toBe(true)
  })

  it('is still run when asked, and fails as it does on AWS', async () => {
    const definition = machine({ A: { ...end, Output: '{% $nobody %}' } })
    expect((await runStateMachine({ definition })).error).toBe('States.QueryEvaluationError')
  })
})

it('a definition of any shape is answered, never thrown at', () => {
  const fields = [
    'StartAt',
    'States',
    'Type',
    'Next',
    'Catch',
    'Retry',
    'Choices',
    'Branches',
    'ItemProcessor',
    'Output',
    'Assign',
    'Items',
    'Arguments',
    'Resource',
    'ErrorEquals',
  ]
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom('A', 'B', 'Task', 'Map', 'Parallel', 'Choice', '{% $a %}', '{%'),
      fc.constant(null),
      fc.integer(),
      tie('list'),
      tie('object'),
    ),
    list: fc.array(tie('value'), { maxLength: 3 }),
    object: fc.dictionary(fc.constantFrom('A', 'B', ...fields), tie('value'), { maxKeys: 6 }),
  }))
  const states = fc.dictionary(
    fc.constantFrom('A', 'B'),
    fc.dictionary(fc.constantFrom(...fields), value, { maxKeys: 6 }),
  )
  fc.assert(
    fc.property(
      fc.oneof(
        value,
        states.map((States) => ({ QueryLanguage: 'JSONata', StartAt: 'A', States })),
      ),
      (definition) => {
        expect(Array.isArray(validateDefinition(definition).problems)).toBe(true)
      },
    ),
    { numRuns: 3000, seed: 7 },
  )
})
