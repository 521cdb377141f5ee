import fc from 'fast-check'
import jsonata from 'jsonata'
import { describe, expect, it } from 'vitest'
import type { Node } from '../../../rehearsal/engine/jsonata/ast.ts'
import { compileFast, given } from '../../../rehearsal/engine/jsonata/fast.ts'
import { normalize } from '../../../rehearsal/engine/jsonata/normalize.ts'
import { type EvaluationScope, StatesView } from '../../../rehearsal/engine/jsonata/scope.ts'

const variables = ['a', 'b', 'list', 'deep', 'none', 'count']
const keys = ['n', 's', 'items', 'x', 'constructor', 'length']

const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.constantFrom(0, 1, -1, 2.5, 1e21, '', 'a', 'b', true, false, null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...keys.slice(0, 4)), tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value

const path = fc
  .tuple(
    fc.constantFrom('$states.input', '$a', '$b', '$list', '$deep', '$none'),
    fc.array(fc.tuple(fc.constantFrom(...keys), fc.constantFrom('', '', '', '[0]', '[-1]', '[1]', '[]')), {
      maxLength: 3,
    }),
  )
  .map(([start, steps]) => start + steps.map(([key, index]) => `.${key}${index}`).join(''))

const expression = fc.letrec<{ any: string }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    path,
    fc.constantFrom('1', '0', '2.5', '-3', '"a"', '""', 'true', 'false', 'null', '$count', '$states'),
    fc
      .tuple(
        tie('any'),
        fc.constantFrom('=', '!=', '<', '<=', '>', '>=', 'and', 'or', '+', '-', '*', '/', '&', 'in'),
        tie('any'),
      )
      .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    tie('any').map((inner) => `$exists(${inner})`),
    tie('any').map((inner) => `$not(${inner})`),
    tie('any').map((inner) => `$boolean(${inner})`),
    tie('any').map((inner) => `$count(${inner})`),
    fc.tuple(tie('any'), tie('any'), tie('any')).map(([test, yes, no]) => `(${test} ? ${yes} : ${no})`),
    fc.tuple(tie('any'), tie('any')).map(([test, yes]) => `(${test} ? ${yes})`),
    fc.array(tie('any'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    fc.tuple(tie('any'), tie('any')).map(([first, second]) => `{"k": ${first}, "l": ${second}}`),
  ),
})).any

/** The value an expression gives, or that it fails, or that it gives nothing. */
async function byLibrary(text: string, scope: EvaluationScope): Promise<unknown> {
  const bindings: Record<string, unknown> = { states: scope.states.plain() }
  for (const name of variables) {
    const value = scope.lookup(name)
    if (value !== undefined) bindings[name] = value
  }
  try {
    return normalize(await jsonata(text).evaluate(undefined, structuredClone(bindings)))
  } catch {
    return 'an error'
  }
}

describe('the fast path', () => {
  it('gives what the library gives, or leaves it to the library', async () => {
    let fast = 0
    let all = 0
    await fc.assert(
      fc.asyncProperty(
        expression,
        json,
        fc.record({ a: json, b: json, list: fc.array(json, { maxLength: 3 }), deep: json }),
        async (text, input, values) => {
          const scope: EvaluationScope = {
            states: new StatesView(input, () => ({ State: { Name: 'S' } })),
            sources: { now: () => 0, random: () => 0 },
            lookup: (name) => (values as Record<string, unknown>)[name],
          }
          // After an empty `[]` the library takes a division for the start of a regular expression.
          fc.pre(!text.includes('[] /'))
          all += 1
          const run = compileFast(jsonata(text).ast() as unknown as Node)
          const value = run === undefined ? given.up : run(scope)
          if (value === given.up) return
          fast += 1
          expect(value).toEqual(await byLibrary(text, scope))
        },
      ),
      { numRuns: 4000, seed: 15 },
    )
    // A fast path that always gives up would prove nothing.
    expect(fast / all).toBeGreaterThan(0.3)
  }, 60_000)

  it.each([
    '$states.input.a.b',
    '$a = 1 and $not($exists($b.c))',
    '{"change": $a.id, "token": $states.context.Task.Token, "list": [1, $b]}',
    '$exists($a.x) ? $a.x : null',
    '$states.input.items[0].name',
    '($a & "-change")',
  ])('knows %s', (text) => {
    expect(compileFast(jsonata(text).ast() as unknown as Node)).toBeDefined()
  })

  it.each([
    '$map($a, $f)',
    '$a[n = 1]',
    '$a{"k": v}',
    '$a.*',
    '$a[]',
    '($x := 1; $x)',
    '$now()',
    '$states.input.a ~> $count()',
  ])('leaves %s to the library', (text) => {
    expect(compileFast(jsonata(text).ast() as unknown as Node)).toBeUndefined()
  })
})
