import type { StateCode } from './code.ts'

/** The scope of one execution, branch or iteration while it runs: its variables, its place in the history, its timers. */
export class Frame {
  readonly parent: Frame | undefined
  /** The iteration of a Map that this scope is. */
  readonly iteration: { name: string; index: number } | undefined
  /** The newest event of this scope's chain. */
  last: number
  /** The newest event when the present decision began: what an EvaluationFailed event points back to. */
  decision: number
  /** The state that the scope is in, as long as it would be aborted with it. */
  open: StateCode['type'] | undefined
  readonly children = new Set<Frame>()
  readonly #variables = new Map<string, unknown>()
  readonly #cleanups = new Set<() => void>()
  #alive = true

  constructor(last: number, parent?: Frame, iteration?: { name: string; index: number }) {
    this.last = last
    this.decision = last
    this.parent = parent
    this.iteration = iteration
    parent?.children.add(this)
  }

  lookup(name: string): unknown {
    const value = this.#variables.get(name)
    return value === undefined ? this.parent?.lookup(name) : value
  }

  assign(values: Record<string, unknown>): void {
    for (const [name, value] of Object.entries(values)) this.#variables.set(name, value)
  }

  /** Waits for a promise, and for ever if the scope is ended meanwhile. */
  hold<Value>(promise: Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      promise.then(
        (value) => this.#alive && resolve(value),
        (error) => this.#alive && reject(error),
      )
    })
  }

  /** Runs when the scope is ended from outside; the answer is called when there is nothing to clean up any more. */
  onEnd(cleanup: () => void): () => void {
    this.#cleanups.add(cleanup)
    return () => this.#cleanups.delete(cleanup)
  }

  /** The scope has come to its end: nothing in it goes on, and its parent forgets it. */
  end(): void {
    this.#alive = false
    this.parent?.children.delete(this)
    for (const child of [...this.children]) child.end()
    for (const cleanup of [...this.#cleanups]) cleanup()
    this.#cleanups.clear()
  }
}
