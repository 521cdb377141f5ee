import jsonata from 'jsonata'
import { type Node, walk } from './ast.ts'
import { compileFast, given } from './fast.ts'
import { addFunctions, type FunctionSources, formatTimesWith } from './functions.ts'
import { normalize, UnsupportedResult } from './normalize.ts'
import type { EvaluationScope } from './scope.ts'

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

const timeFormat = jsonata('$zone ? $fromMillis($now, $picture, $zone) : $fromMillis($now, $picture)')
formatTimesWith((at) => timeFormat.evaluate(undefined, at))

/** Compiles the expressions of one engine; the same text is compiled once. */
export class ExpressionCompiler {
  readonly #sources: FunctionSources
  readonly #compiled = new Map<string, Expression>()

  constructor(sources: FunctionSources) {
    this.#sources = sources
  }

  /** @param text what stands between `{%` and `%}` */
  compile(text: string): Expression {
    const known = this.#compiled.get(text)
    if (known !== undefined) return known
    const made = this.#make(text)
    this.#compiled.set(text, made)
    return made
  }

  #make(text: string): Expression {
    const library = jsonata(text)
    const ast = library.ast() as unknown as Node
    addFunctions(library, this.#sources)
    pinTime(library, text, this.#sources)
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
    const bindings: Record<string, unknown> = {}
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

/** `$toMillis` with a picture fills in what is missing from the current date, which is the clock's, not the machine's. */
function pinTime(library: jsonata.Expression, text: string, { now }: FunctionSources): void {
  if (!text.includes('toMillis')) return
  const entered = (_node: unknown, _input: unknown, frame: { timestamp: Date }): void => {
    frame.timestamp = new Date(now())
  }
  library.assign(Symbol.for('jsonata.__evaluate_entry') as unknown as string, entered)
}
