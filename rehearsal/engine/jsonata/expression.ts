import jsonata from 'jsonata'
import { type Node, walk } from './ast.ts'
import { compileFast, given } from './fast.ts'
import { addFunctions, sourcesName } from './functions.ts'
import { normalize, UnsupportedResult } from './normalize.ts'
import type { EvaluationScope, Sources } from './scope.ts'

/** The expression raised an error, gave nothing, or gave a function. */
export class ExpressionFailure {
  readonly reason: string

  constructor(reason: string) {
    this.reason = reason
  }
}

/** One expression of a definition, compiled once. */
export interface Expression {
  readonly text: string
  /**
   * The value, as plain JSON data; a promise of it only when the JSONata library had to be asked.
   *
   * @throws {ExpressionFailure} (or rejects with it)
   */
  evaluate(scope: EvaluationScope): unknown
}

const timeFormat = jsonata('$zone ? $fromMillis($time, $picture, $zone) : $fromMillis($time, $picture)')
const format = (at: object): Promise<unknown> => timeFormat.evaluate(undefined, at)

/** Expressions seen lately. An expression knows nothing of the machine or the run it is part of. */
const compiled = new Map<string, Expression>()
const compiledMax = 5_000

/**
 * Compiles an expression; the same text only once.
 *
 * @param text what stands between `{%` and `%}`
 */
export function compileExpression(text: string): Expression {
  let expression = compiled.get(text)
  if (expression === undefined) {
    if (compiled.size >= compiledMax) compiled.clear()
    expression = make(text)
    compiled.set(text, expression)
  }
  return expression
}

function make(text: string): Expression {
  const library = jsonata(text)
  const ast = library.ast() as unknown as Node
  addFunctions(library, format)
  watchEvaluation(library, text, ast)
  const slow = askLibrary(library, ast)
  const fast = compileFast(ast)
  if (fast === undefined) return { text, evaluate: slow }
  return {
    text,
    evaluate(scope) {
      const value = fast(scope)
      if (value === given.up) return slow(scope)
      if (value === undefined) throw new ExpressionFailure(nothing)
      return value
    },
  }
}

const nothing = 'returned nothing (undefined).'

function askLibrary(library: jsonata.Expression, ast: Node): (scope: EvaluationScope) => Promise<unknown> {
  const names = new Set<string>()
  let groups = false
  walk(ast, (node) => {
    if (node.type === 'variable') names.add(node.value as string)
    groups ||= node.group !== undefined
  })
  return async (scope) => {
    const bindings: Record<string, unknown> = { [sourcesName]: scope.sources, [stepsName]: { taken: 0 } }
    for (const name of names) {
      const value = name === 'states' ? scope.states.plain() : scope.lookup(name)
      // Grouping by key writes into an empty array it is given; it may have a copy.
      if (value !== undefined) bindings[name] = groups ? structuredClone(value) : value
    }
    let result: unknown
    try {
      result = normalize(await library.evaluate(undefined, bindings))
    } catch (error) {
      throw failureOf(error)
    }
    if (result === undefined) throw new ExpressionFailure(nothing)
    return result
  }
}

function failureOf(error: unknown): ExpressionFailure {
  if (error instanceof UnsupportedResult) return new ExpressionFailure('returned an unsupported result type.')
  const { code, message } = error as { code?: string; message?: string }
  const said = [code, message].filter((part) => part !== undefined).join(': ')
  return new ExpressionFailure(`threw an error during evaluation. ${said}`)
}

type Environment = { timestamp: Date; lookup(name: string): unknown }

/** Steps an expression may take; Step Functions gives it a second, which no two machines fill alike. */
const stepsMax = 200_000
const stepsName = '\u0000steps'

/**
 * Has the library ask before every step, for the few expressions that need it: `$toMillis` with a picture fills in what
 * is missing from the current date, which is the clock's and not the laptop's; and a function that can call itself may
 * never come to an end.
 */
function watchEvaluation(library: jsonata.Expression, text: string, ast: Node): void {
  const readsDate = text.includes('toMillis')
  let recurses = false
  walk(ast, (node) => {
    recurses ||= node.type === 'bind' && node.rhs?.type === 'lambda'
  })
  if (!readsDate && !recurses) return
  const entered = (_node: unknown, _input: unknown, environment: Environment): void => {
    const sources = environment.lookup(sourcesName) as Sources
    environment.timestamp = new Date(sources.now())
    const steps = environment.lookup(stepsName) as { taken: number }
    steps.taken += 1
    if (steps.taken > stepsMax) throw { message: 'Expression evaluation timeout: Check for infinite loop' }
  }
  library.assign(Symbol.for('jsonata.__evaluate_entry') as unknown as string, entered)
}
