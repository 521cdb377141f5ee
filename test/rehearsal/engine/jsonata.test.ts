import { describe, expect, it } from 'vitest'
import { runStateMachine } from '../../../rehearsal/engine/index.ts'
import { during, giving } from './machine.ts'

const outputOf = async (output: unknown, input: unknown = {}): Promise<unknown> => {
  const { output: given, cause } = await runStateMachine({ definition: giving(output), input })
  return cause ?? given
}

/** What a failed expression says, without the words around it. */
const reasonOf = async (expression: string, input: unknown = {}): Promise<string> => {
  const cause = (await outputOf(`{% ${expression} %}`, input)) as string
  const before = `${during('Do', 2)}The JSONata expression '${expression}' specified for the field 'Output' `
  expect(cause.slice(0, before.length)).toBe(before)
  return cause.slice(before.length)
}

describe('the language, as Step Functions has it', () => {
  it.each([
    ['1 / 0', 'Infinity'],
    ['-1 / 0', '-Infinity'],
    ['0 / 0', 'NaN'],
    ['[1 / 0]', ['Infinity']],
    ['{"k": 0 / 0}', { k: 'NaN' }],
    ['1 / 0 > 5', true],
    ['1e308 * 10', 'Infinity'],
    ['$boolean([0])', false],
    ['$exists($states.input.none) ? 1 : null', null],
    ['{"k": $states.input.none, "l": 1}', { l: 1 }],
    ['$states.input.none = 1', false],
    ['$states.input.none != 1', false],
    ['$states.input.items[n = 1]', { n: 1, s: 'a' }],
    [
      '$states.input.items[n > 0]',
      [
        { n: 1, s: 'a' },
        { n: 2, s: 'b' },
      ],
    ],
    ['[$states.input.items[n = 1]]', [{ n: 1, s: 'a' }]],
    ['$keys({"only": 1})', 'only'],
    ['$states.input.items.s', ['a', 'b']],
    ['$merge([{"a": 1, "b": 2}, {"b": null}])', { a: 1, b: null }],
    ['$round(2.5)', 2],
    ['$append([], $states.input.items[n = 1][])', [{ n: 1, s: 'a' }]],
    ['$toMillis("2026-01-01T00:00:00")', 1767225600000],
    ['$sort($states.input.items, function($l, $r) { $l.n < $r.n }).n', [2, 1]],
    ['($x := 2; $x * 21)', 42],
    ['$hash("hello", "SHA-256")', '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824'],
    ['$partition([1, 2, 3, 4, 5], 2)', [[1, 2], [3, 4], [5]]],
    ['$partition([1, 2, 3, 4, 5], 2.6)', [[1, 2], [3, 4], [5]]],
    ['$partition([0], 3)', [[0]]],
    ['$partition([1, 2])', [[1, 2]]],
    ['$range(0, 10, 3)', [0, 3, 6, 9]],
    ['$range(1.4, 5.6, 2.2)', [1, 3, 5]],
    ['$range(1, 9, 9)', 1],
    ['[$range(1, 9, 9)]', [1]],
    ['$range(3, 1, -1)', [3, 2, 1]],
    ['$random(77)', 0.7240700207191966],
    ['$random(77) = $random(77)', true],
    ['$parse(" {\\"a\\": [1, true, null]} ")', { a: [1, true, null] }],
    [`$parse("{'a': 'b'}")`, { a: 'b' }],
  ])('%s gives %j', async (expression, expected) => {
    const input = {
      items: [
        { n: 1, s: 'a' },
        { n: 2, s: 'b' },
      ],
    }
    expect(await outputOf(`{% ${expression} %}`, input)).toEqual(expected)
  })

  it.each([
    ['$states.input.none', 'returned nothing (undefined).'],
    ['$partition([1], 0)', 'returned nothing (undefined).'],
    ['$partition([], 2)', 'returned nothing (undefined).'],
    ['$range(1, 10, 0)', 'returned nothing (undefined).'],
    ['$range(1, 10, -1)', 'returned nothing (undefined).'],
    ['$range(1, 5)', 'returned nothing (undefined).'],
    ['$parse()', 'returned nothing (undefined).'],
    ['$hash("a")', 'returned nothing (undefined).'],
    ['$keys({})', 'returned nothing (undefined).'],
    ['function($x) { $x }', 'returned an unsupported result type.'],
    ['[$sum]', 'returned an unsupported result type.'],
    ['{"f": $sum}', 'returned an unsupported result type.'],
  ])('%s fails because it %s', async (expression, reason) => {
    expect(await reasonOf(expression)).toBe(reason)
  })

  it.each([
    ['"a" + 1', 'T2001: The left side of the "+" operator must evaluate to a number'],
    ['$randomSeeded(1)', 'T1006: Attempted to invoke a non-function'],
    ['$partition([1], -1)', 'D3137: Second argument must be zero or greater'],
    ['$partition([1], "2")', 'T0410: Argument 2 of function "partition" does not match function signature'],
    ['$partition([1], 2, 9)', 'T0410: Argument 3 of function "partition" does not match function signature'],
    ['$partition("a", 2)', 'T0412: Argument 1 of function "partition" must be an array of undefined'],
    ['$range(1, 5, null)', 'T0410: Argument 3 of function "range" does not match function signature'],
    ['$hash("a", "MD4")', "D3137: Hash algorithm 'MD4' must be one of SHA-1, SHA-384, SHA-256, SHA-512, MD5"],
    ['$hash("a", "sha-256")', "D3137: Hash algorithm 'sha-256' must be one of SHA-1, SHA-384, SHA-256, SHA-512, MD5"],
    ['$hash(1, "MD5")', 'T0410: Argument 1 of function "hash" does not match function signature'],
    ['$parse("{bad}")', 'D3137: Invalid JSON'],
    ['$parse("")', 'D3137: Invalid JSON'],
    ['$parse("NaN")', 'D3137: Invalid JSON'],
    ['$parse("{\\"a\\": 1, \\"a\\": 2}")', 'D3137: Invalid JSON'],
    ['$parse(null)', 'T0410: Argument 1 of function "parse" does not match function signature'],
    ['$uuid(1)', 'T0410: Argument 1 of function "uuid" does not match function signature'],
    ['$random("a")', 'T0410: Argument 1 of function "random" does not match function signature'],
    ['$error("stop here")', 'D3137: stop here'],
  ])('%s throws %s', async (expression, message) => {
    expect(await reasonOf(expression)).toBe(`threw an error during evaluation. ${message}`)
  })

  it('ends a function that never comes to an end', async () => {
    const endless = '($f := function($x) { $f($x + 1) }; $f(1))'
    expect(await reasonOf(endless)).toBe(
      'threw an error during evaluation. Expression evaluation timeout: Check for infinite loop',
    )
    expect(await outputOf('{% ($f := function($x) { $x < 2 ? 1 : $x * $f($x - 1) }; $f(10)) %}')).toBe(3628800)
  })

  it('has no field when a template value is undefined, and names the place', async () => {
    const nested = { a: { b: [1, '{% $states.input.none %}'] } }
    expect(await outputOf(nested)).toBe(
      `${during('Do', 2)}The JSONata expression '$states.input.none' specified for the field 'Output/a/b[1]' returned nothing (undefined).`,
    )
  })

  it('leaves texts alone that are no expressions from end to end', async () => {
    const texts = [' {% $states.input %} ', '$states.input', 'States.UUID()', '{% 1 %}']
    expect(await outputOf(texts)).toEqual([' {% $states.input %} ', '$states.input', 'States.UUID()', 1])
  })
})

describe('time and chance in an expression', () => {
  it('come from the virtual clock, whatever the date on the laptop is', async () => {
    const definition = giving({
      now: '{% $now() %}',
      day: "{% $now('[Y0001]-[M01]-[D01]') %}",
      millis: '{% $millis() %}',
      filled: "{% $toMillis('08:30', '[H01]:[m01]') %}",
    })
    const { output } = await runStateMachine({
      definition,
      context: { Execution: { StartTime: '2031-05-06T07:08:09.010Z' } },
    })
    expect(output).toEqual({
      now: '2031-05-06T07:08:09.010Z',
      day: '2031-05-06',
      millis: Date.UTC(2031, 4, 6, 7, 8, 9, 10),
      filled: Date.UTC(2031, 4, 6, 8, 30),
    })
  })

  it('are the same for the same seed and differ for another', async () => {
    const definition = giving(['{% $uuid() %}', '{% $random() %}'])
    const run = async (seed: number) => (await runStateMachine({ definition, seed })).output
    expect(await run(1)).toEqual(await run(1))
    expect(await run(1)).not.toEqual(await run(2))
    const [id] = (await run(1)) as [string]
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })
})

describe('what an expression is given', () => {
  it('is not changed by it, even where the library would write into an empty array', async () => {
    const definition = giving({
      grouped: '{% $exists($states.input.list{"k": $}) %}',
      list: '{% $states.input.list %}',
    })
    expect((await runStateMachine({ definition, input: { list: [] } })).output).toMatchObject({ list: [] })
  })

  it('is the Context Object with its machine, state and times', async () => {
    const { output } = await runStateMachine({
      definition: giving('{% $states.context %}'),
      input: { a: 1 },
      context: {
        Execution: { Name: 'rel-1', StartTime: '2031-05-06T07:08:09.000Z' },
        StateMachine: { Name: 'release' },
      },
    })
    expect(output).toEqual({
      Execution: {
        Id: 'arn:aws:states:eu-west-1:111122223333:execution:machine:rel-1',
        Input: { a: 1 },
        StartTime: '2031-05-06T07:08:09.000Z',
        Name: 'rel-1',
        RoleArn: 'arn:aws:iam::111122223333:role/machine',
        RedriveCount: 0,
      },
      StateMachine: { Id: 'arn:aws:states:eu-west-1:111122223333:stateMachine:machine', Name: 'release' },
      State: { Name: 'Do', EnteredTime: '2031-05-06T07:08:09.000Z' },
    })
  })

  it('holds $states as a whole as plain data', async () => {
    const output = await outputOf('{% $keys($states) %}', { a: 1 })
    expect(output).toEqual(['input', 'context'])
    expect(await outputOf('{% $states %}', { a: 1 })).toMatchObject({
      input: { a: 1 },
      context: { State: { Name: 'Do' } },
    })
  })
})
