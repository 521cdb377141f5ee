import type { Node } from './ast.ts'
import { builtIns } from './built-ins.ts'
import { add, arithmetic, compare, equal, type Fast, given, join, member, not, truth } from './fast-operators.ts'
import type { EvaluationScope } from './scope.ts'

export { given }

/**
 * Compiles an expression to plain closures, if it only does what most expressions of a machine do: reads paths, compares,
 * chooses, and builds objects and arrays.
 *
 * The library gives the meaning; this only gives it sooner. Whatever could make a sequence, raise an error or call a
 * function at run time answers `given.up`, and the expression is then evaluated by the library from the start, which is
 * harmless because nothing compiled here has an effect.
 *
 * @returns undefined when the expression does anything else
 */
export function compileFast(node: Node): Fast | undefined {
  if (node.predicate !== undefined && node.type !== 'variable') return undefined
  if (node.group !== undefined || node.keepArray || node.nextFunction !== undefined) return undefined
  const compile = compilers[node.type]
  return compile?.(node)
}

function literal({ value }: Node): Fast {
  return () => value
}

function variable(node: Node): Fast | undefined {
  if (node.predicate !== undefined) return undefined
  if (node.value === 'states') return (scope) => scope.states.plain()
  return lookup(node.value as string)
}

/** Functions that a name stands for when no variable of that name is set. */
const unset = (name: string): unknown => (builtIns.has(name) ? given.up : undefined)

function lookup(name: string): Fast | undefined {
  if (name === '' || name === '$') return undefined
  return (scope) => {
    const value = scope.lookup(name)
    return value === undefined ? unset(name) : value
  }
}

/** One step of a path: the value under a key, and then perhaps one item of it. */
interface Step {
  key: string
  index: number | undefined
}

function path({ steps = [], keepSingletonArray }: Node): Fast | undefined {
  const [first, ...rest] = steps
  if (keepSingletonArray || first?.type !== 'variable') return undefined
  const start = step(first)
  const after = rest.map((node) => (node.type === 'name' ? step(node) : undefined))
  const view: Fast = (scope) => scope.states
  const named = start?.key === 'states' ? view : lookup(start?.key ?? '')
  const read = start?.index === undefined ? named : undefined
  if (read === undefined || !after.every((each) => each !== undefined)) return undefined
  return (scope) => follow(read(scope), after)
}

function step(node: Node): Step | undefined {
  const { value, stages, predicate, keepArray, tuple, focus, index, consarray, group } = node
  if (keepArray || tuple || focus || index || consarray || group || predicate) return undefined
  if (stages === undefined) return { key: value as string, index: undefined }
  const [only, ...more] = stages as { type: string; expr: Node }[]
  if (more.length > 0 || only?.type !== 'filter' || only.expr.type !== 'number') return undefined
  return { key: value as string, index: Math.floor(only.expr.value as number) }
}

function follow(start: unknown, steps: readonly Step[]): unknown {
  let value = start
  for (const { key, index } of steps) {
    // The library maps the rest of a path over an array, and a sequence may come of it.
    if (value === given.up || Array.isArray(value)) return given.up
    if (typeof value !== 'object' || value === null) return undefined
    const held = value as Record<string, unknown>
    if (!(key in held)) return undefined
    value = held[key]
    if (typeof value === 'function') return given.up
    if (index !== undefined) value = at(value, index)
    if (value === undefined) return undefined
  }
  return value
}

function at(value: unknown, index: number): unknown {
  if (!Array.isArray(value)) return index === 0 || index === -1 ? value : undefined
  const item = value[index < 0 ? value.length + index : index]
  return Array.isArray(item) ? given.up : item
}

function block({ expressions = [] }: Node): Fast | undefined {
  const [only, ...more] = expressions
  return only === undefined || more.length > 0 ? undefined : compileFast(only)
}

function condition(node: Node): Fast | undefined {
  const test = compileFast(node.condition!)
  const yes = compileFast(node.then!)
  const no = node.else === undefined ? () => undefined : compileFast(node.else)
  if (test === undefined || yes === undefined || no === undefined) return undefined
  return (scope) => {
    const holds = truth(test(scope))
    if (holds === given.up) return given.up
    return holds ? yes(scope) : no(scope)
  }
}

function unary(node: Node): Fast | undefined {
  if (node.value === '{') return object(node.lhs as Node[][])
  if (node.value === '[' && !node.consarray) return array(node.expressions!)
  return undefined
}

function object(pairs: Node[][]): Fast | undefined {
  const entries: [string, Fast][] = []
  for (const [key, value] of pairs) {
    const read = compileFast(value!)
    if (key!.type !== 'string' || key!.predicate !== undefined || read === undefined) return undefined
    entries.push([key!.value as string, read])
  }
  // A repeated key is an error, and numbers would come first: both are the library's to deal with.
  const keys = new Set(entries.map(([key]) => key))
  if (keys.size < entries.length || keys.has('__proto__')) return undefined
  return (scope) => {
    const made: Record<string, unknown> = {}
    for (const [key, read] of entries) {
      const value = read(scope)
      if (value === given.up) return given.up
      if (value !== undefined) made[key] = value
    }
    return made
  }
}

function array(items: Node[]): Fast | undefined {
  const reads: { nested: boolean; read: Fast }[] = []
  for (const item of items) {
    const read = compileFast(item)
    if (read === undefined) return undefined
    reads.push({ nested: item.value === '[', read })
  }
  return (scope) => {
    const made: unknown[] = []
    for (const { nested, read } of reads) {
      const value = read(scope)
      if (value === given.up) return given.up
      if (value === undefined) continue
      if (Array.isArray(value) && !nested) made.push(...value)
      else made.push(value)
    }
    return made
  }
}

function binary(node: Node): Fast | undefined {
  const left = compileFast(node.lhs as Node)
  const right = compileFast(node.rhs!)
  if (left === undefined || right === undefined) return undefined
  const operator = node.value as string
  if (operator === 'and' || operator === 'or') return logical(operator === 'and', left, right)
  const apply = operators[operator]
  if (apply === undefined) return undefined
  return (scope) => {
    const before = left(scope)
    if (before === given.up) return given.up
    const after = right(scope)
    return after === given.up ? given.up : apply(before, after)
  }
}

function logical(both: boolean, left: Fast, right: Fast): Fast {
  return (scope) => {
    const first = truth(left(scope))
    if (first === given.up) return given.up
    if ((first ?? false) !== both) return !both
    const second = truth(right(scope))
    return second === given.up ? given.up : (second ?? false)
  }
}

const operators: Record<string, ((left: unknown, right: unknown) => unknown) | undefined> = {
  '=': (left, right) => equal(left, right, true),
  '!=': (left, right) => equal(left, right, false),
  '<': compare((left, right) => left < right),
  '<=': compare((left, right) => left <= right),
  '>': compare((left, right) => left > right),
  '>=': compare((left, right) => left >= right),
  '+': add,
  '-': arithmetic((left, right) => left - right),
  '*': arithmetic((left, right) => left * right),
  '/': arithmetic((left, right) => left / right),
  '&': join,
  in: member,
}

const calls: Record<string, (argument: unknown) => unknown> = {
  exists: (argument) => argument !== undefined,
  not,
  boolean: truth,
  count: (argument) => (Array.isArray(argument) ? argument.length : argument === undefined ? 0 : given.up),
}

function call(node: Node): Fast | undefined {
  const name = node.procedure?.type === 'variable' ? (node.procedure.value as string) : ''
  const [only, ...more] = node.arguments ?? []
  if (!Object.hasOwn(calls, name) || only === undefined || more.length > 0) return undefined
  if (node.procedure?.predicate !== undefined) return undefined
  const read = compileFast(only)
  const run = calls[name]!
  if (read === undefined) return undefined
  return (scope: EvaluationScope) => {
    // A variable hides the function of its name.
    if (scope.lookup(name) !== undefined) return given.up
    const argument = read(scope)
    return argument === given.up ? given.up : run(argument)
  }
}

const compilers: Record<string, ((node: Node) => Fast | undefined) | undefined> = {
  string: literal,
  number: literal,
  value: literal,
  variable,
  path,
  block,
  condition,
  unary,
  binary,
  function: call,
}
