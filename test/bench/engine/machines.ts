/** The machines that are timed, in JSONata for us and in JSONPath for the other interpreter: the same states, the same data. */
type States = Record<string, Record<string, unknown>>

const functionArn = 'arn:aws:lambda:eu-west-1:111122223333:function:work'

const scope = (states: States) => ({ StartAt: Object.keys(states)[0]!, States: states })

/** A Map of 200 items, each going through a Choice and a Pass. */
export const mapOfItems = {
  input: { items: Array.from({ length: 200 }, (_, id) => ({ id, kind: id % 2 === 0 ? 'even' : 'odd' })) },
  jsonata: {
    QueryLanguage: 'JSONata',
    ...scope({
      Each: {
        Type: 'Map',
        Items: '{% $states.input.items %}',
        ItemProcessor: scope({
          'Which kind?': {
            Type: 'Choice',
            Choices: [{ Condition: "{% $states.input.kind = 'even' %}", Next: 'Even' }],
            Default: 'Odd',
          },
          Even: { Type: 'Pass', Output: { id: '{% $states.input.id %}', even: true }, End: true },
          Odd: { Type: 'Pass', Output: { id: '{% $states.input.id %}', even: false }, End: true },
        }),
        End: true,
      },
    }),
  },
  jsonpath: scope({
    Each: {
      Type: 'Map',
      ItemsPath: '$.items',
      ItemProcessor: scope({
        'Which kind?': {
          Type: 'Choice',
          Choices: [{ Variable: '$.kind', StringEquals: 'even', Next: 'Even' }],
          Default: 'Odd',
        },
        Even: { Type: 'Pass', Parameters: { 'id.$': '$.id', even: true }, End: true },
        Odd: { Type: 'Pass', Parameters: { 'id.$': '$.id', even: false }, End: true },
      }),
      End: true,
    },
  }),
}

const stages = 14
const retry = [{ ErrorEquals: ['Busy'], IntervalSeconds: 1, MaxAttempts: 2 }]

/** Some 60 states: tasks with a Retry and a Catch, choices, passes, and a Map of tasks in the middle. */
function release(jsonata: boolean) {
  const read = (field: string): Record<string, unknown> =>
    jsonata
      ? { Output: { id: '{% $states.input.id %}', n: `{% $states.input.${field} %}` } }
      : { Parameters: { 'id.$': '$.id', 'n.$': `$.${field}` } }
  const call = (next: Record<string, unknown>) => ({
    Type: 'Task',
    Resource: functionArn,
    ...(jsonata
      ? { Arguments: { id: '{% $states.input.id %}', n: '{% $states.input.n %}' }, Output: '{% $states.result %}' }
      : { Parameters: { 'id.$': '$.id', 'n.$': '$.n' } }),
    Retry: retry,
    ...next,
  })
  const states: States = {}
  for (let stage = 0; stage < stages; stage++) {
    const next = stage + 1 < stages ? `Prepare ${stage + 1}` : 'Each service'
    states[`Prepare ${stage}`] = { Type: 'Pass', ...read('n'), Next: `Work ${stage}` }
    states[`Work ${stage}`] = call({
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Failed' }],
      Next: `Is ${stage} done?`,
    })
    states[`Is ${stage} done?`] = {
      Type: 'Choice',
      Choices: [
        {
          ...(jsonata ? { Condition: '{% $states.input.n > 1000 %}' } : { Variable: '$.n', NumericGreaterThan: 1000 }),
          Next: 'Failed',
        },
      ],
      Default: `Note ${stage}`,
    }
    states[`Note ${stage}`] = { Type: 'Pass', ...read('n'), Next: next }
  }
  states['Each service'] = {
    Type: 'Map',
    ...(jsonata ? { Items: '{% [1, 2, 3, 4, 5] %}' } : { ItemsPath: '$.items' }),
    ...(jsonata
      ? { ItemSelector: { id: '{% $states.input.id %}', n: '{% $states.context.Map.Item.Value %}' } }
      : { ItemSelector: { 'id.$': '$.id', 'n.$': '$$.Map.Item.Value' } }),
    ItemProcessor: scope({ 'Move it': call({ End: true }) }),
    Next: 'Done',
  }
  if (!jsonata) {
    states['Each service'].Next = 'Done'
    states['List services'] = { Type: 'Pass', Result: [1, 2, 3, 4, 5], ResultPath: '$.items', Next: 'Each service' }
    states[`Note ${stages - 1}`]!.Next = 'List services'
  }
  states.Done = { Type: 'Succeed' }
  states.Failed = { Type: 'Fail', Error: 'Failed' }
  return jsonata ? { QueryLanguage: 'JSONata', ...scope(states) } : scope(states)
}

export const releaseLike = { input: { id: 'rel-1', n: 1 }, jsonata: release(true), jsonpath: release(false) }

/** Answers a task: every fifth call is refused once. */
export function work() {
  let calls = 0
  return (given: { id: string; n: number }): { id: string; n: number } => {
    calls += 1
    if (calls % 5 === 0) throw Object.assign(new Error('try again'), { name: 'Busy' })
    return { id: given.id, n: given.n + 1 }
  }
}

export const workArn = functionArn
