/** What `$states` holds where an expression is evaluated. */
export class StatesView {
  readonly input: unknown
  readonly result: unknown
  readonly errorOutput: unknown
  readonly #context: () => unknown

  constructor(input: unknown, context: () => unknown, result?: unknown, errorOutput?: unknown) {
    this.input = input
    this.#context = context
    this.result = result
    this.errorOutput = errorOutput
  }

  /** The Context Object is made only when an expression asks for it: most never do. */
  get context(): unknown {
    return this.#context()
  }

  /** The view as plain data, for the expression that takes `$states` as a whole. */
  plain(): Record<string, unknown> {
    const all: Record<string, unknown> = { input: this.input, context: this.context }
    if (this.result !== undefined) all.result = this.result
    if (this.errorOutput !== undefined) all.errorOutput = this.errorOutput
    return all
  }
}

/** Time and chance for the functions that need them. */
export interface Sources {
  now(): number
  /** At least 0 and below 1. */
  random(): number
}

/** Where names are looked up while an expression is evaluated. */
export interface EvaluationScope {
  readonly states: StatesView
  readonly sources: Sources
  /** The value of a workflow variable; undefined when there is none of that name. */
  lookup(name: string): unknown
}
