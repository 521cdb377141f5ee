/**
 * The part of CloudWatch's metric math that checks and alarms use: + - * / and comparisons, AND, OR, IF, FILL, SUM, MIN,
 * MAX, AVG, ABS, over series and numbers. Where one of two series has no point, their result has none.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export type Series = ReadonlyMap<number, number>
export type Value = number | Series
type Args = readonly (Value | readonly Value[])[]

/** Parsed once; expressions come again and again. */
const compiled = new Map<string, Node>()

/** @param times of the window, which FILL fills @throws when the expression is not understood */
export function evaluate(expression: string, named: ReadonlyMap<string, Series>, times: readonly number[]): Value {
  let node = compiled.get(expression)
  if (node === undefined) {
    node = parse(expression)
    compiled.set(expression, node)
  }
  return run(node, named, times)
}

type Node =
  | { readonly number: number }
  | { readonly name: string }
  | { readonly list: readonly Node[] }
  | { readonly call: string; readonly args: readonly Node[] }
  | { readonly op: string; readonly left: Node; readonly right: Node }

const ranks: readonly (readonly string[])[] = [
  ['OR', '||'],
  ['AND', '&&'],
  ['<', '>', '<=', '>=', '==', '!='],
  ['+', '-'],
  ['*', '/'],
  ['^'],
]

function parse(text: string): Node {
  const tokens = text.match(/\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[A-Za-z_]\w*|<=|>=|==|!=|&&|\|\||[-+*/^<>(),[\]]/g) ?? []
  if (tokens.join('') !== text.replaceAll(/\s+/g, '')) throw notUnderstood(text)
  let at = 0
  const take = () => tokens[at++]
  const expect = (token: string) => {
    if (take() !== token) throw notUnderstood(text)
  }
  const listUntil = (end: string): Node[] => {
    const list: Node[] = []
    while (tokens[at] !== end) {
      list.push(binary(0))
      if (tokens[at] === ',') at += 1
      else if (tokens[at] !== end) throw notUnderstood(text)
    }
    at += 1
    return list
  }
  const binary = (rank: number): Node => {
    if (rank === ranks.length) return unary()
    let left = binary(rank + 1)
    while (ranks[rank]?.includes(tokens[at] ?? '')) {
      const op = take() as string
      left = { op, left, right: binary(rank + 1) }
    }
    return left
  }
  const unary = (): Node => {
    const token = take()
    if (token === undefined) throw notUnderstood(text)
    if (token === '-') return { op: '-', left: { number: 0 }, right: unary() }
    if (token === '(') {
      const inner = binary(0)
      expect(')')
      return inner
    }
    if (token === '[') return { list: listUntil(']') }
    if (/^\d/.test(token)) return { number: Number(token) }
    if (!/^[A-Za-z_]/.test(token)) throw notUnderstood(text)
    if (tokens[at] !== '(') return { name: token }
    at += 1
    return { call: token.toUpperCase(), args: listUntil(')') }
  }
  const node = binary(0)
  if (at < tokens.length) throw notUnderstood(text)
  return node
}

const notUnderstood = (text: string) =>
  new Error(
    `metric math "${text}" is not understood by the simulated CloudWatch; see rehearsal/account/cloudwatch/math.ts for what is`,
  )

function run(node: Node, named: ReadonlyMap<string, Series>, times: readonly number[]): Value {
  if ('number' in node) return node.number
  if ('name' in node) {
    const found = named.get(node.name)
    if (found === undefined) throw new Error(`metric math names "${node.name}", which is no query`)
    return found
  }
  if ('list' in node) throw new Error('metric math: an array stands only inside a function')
  if ('op' in node) return zip(run(node.left, named, times), run(node.right, named, times), operators[node.op] as Op)
  const args: Args = node.args.map((arg) =>
    'list' in arg ? arg.list.map((one) => run(one, named, times)) : run(arg, named, times),
  )
  return call(node.call, args, times)
}

type Op = (a: number, b: number) => number
const operators: Readonly<Record<string, Op>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': (a, b) => a ** b,
  '<': (a, b) => Number(a < b),
  '>': (a, b) => Number(a > b),
  '<=': (a, b) => Number(a <= b),
  '>=': (a, b) => Number(a >= b),
  '==': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
  AND: (a, b) => Number(a !== 0 && b !== 0),
  OR: (a, b) => Number(a !== 0 || b !== 0),
  '&&': (a, b) => Number(a !== 0 && b !== 0),
  '||': (a, b) => Number(a !== 0 || b !== 0),
}

function zip(a: Value, b: Value, op: Op): Value {
  if (typeof a === 'number' && typeof b === 'number') return op(a, b)
  const out = new Map<number, number>()
  for (const at of (typeof a === 'number' ? (b as Series) : a).keys()) {
    const [left, right] = [at1(a, at), at1(b, at)]
    if (left === undefined || right === undefined) continue
    const value = op(left, right)
    // A division by zero has no data point.
    if (Number.isFinite(value)) out.set(at, value)
  }
  return out
}

const at1 = (value: Value, at: number): number | undefined => (typeof value === 'number' ? value : value.get(at))

function call(name: string, args: Args, times: readonly number[]): Value {
  const [first, second, third] = args
  if (name === 'FILL') {
    const out = new Map<number, number>()
    let last: number | undefined
    for (const at of times) {
      const value = at1(first as Value, at) ?? (typeof second === 'number' ? second : at1(second as Value, at)) ?? last
      if (value !== undefined) out.set(at, value)
      last = value
    }
    return out
  }
  if (name === 'IF') {
    const condition = first as Value
    if (typeof condition === 'number')
      return condition !== 0 ? (second as Value) : ((third as Value | undefined) ?? new Map())
    const out = new Map<number, number>()
    for (const [at, is] of condition) {
      const value = is !== 0 ? at1(second as Value, at) : third === undefined ? undefined : at1(third as Value, at)
      if (value !== undefined) out.set(at, value)
    }
    return out
  }
  if (name === 'ABS') return zip(first as Value, 0, (a) => Math.abs(a))
  const fold = folds[name]
  if (fold === undefined)
    throw new Error(`metric math function ${name} is not simulated; add it to rehearsal/account/cloudwatch/math.ts`)
  if (!Array.isArray(first)) {
    const all = typeof first === 'number' ? [first] : [...(first as Series).values()]
    return fold(all)
  }
  const out = new Map<number, number>()
  for (const at of times) {
    const values = (first as readonly Value[]).flatMap((one) => at1(one, at) ?? [])
    if (values.length > 0) out.set(at, fold(values))
  }
  return out
}

const folds: Readonly<Record<string, (values: readonly number[]) => number>> = {
  SUM: (values) => values.reduce((sum, one) => sum + one, 0),
  AVG: (values) => values.reduce((sum, one) => sum + one, 0) / Math.max(1, values.length),
  MIN: (values) => Math.min(...values),
  MAX: (values) => Math.max(...values),
}
