import type { MapCode } from '../code.ts'
import type { Frame } from '../frame.ts'
import type { EvaluationScope } from '../jsonata/scope.ts'

/** Evaluates a field, and waits if it takes time. */
export function evaluate<Value>(
  frame: Frame,
  field: { evaluate(scope: EvaluationScope): Value | Promise<Value> },
  scope: EvaluationScope,
): Promise<Value> {
  return frame.hold(Promise.resolve(field.evaluate(scope)))
}

/** The numbers that bound a distributed Map; 0 stands for one that is not given, as on AWS. */
export async function numbersOf(frame: Frame, state: MapCode, scope: EvaluationScope) {
  const read = async (field: MapCode['maxConcurrency']): Promise<number> =>
    field === undefined ? 0 : await evaluate(frame, field, scope)
  return {
    concurrency: await read(state.maxConcurrency),
    count: await read(state.toleratedCount),
    percentage: await read(state.toleratedPercentage),
  }
}

/** How many items of a distributed Map may fail. Exceeding either bound fails the Map; without bounds any failure does. */
export class Tolerance {
  readonly #items: number
  readonly #count: number
  readonly #percentage: number
  #failed = 0

  constructor(items: number, count: number, percentage: number) {
    this.#items = items
    this.#count = count
    this.#percentage = percentage
  }

  /** Counts failed items; false when they are too many. */
  bears(items: number): boolean {
    this.#failed += items
    if (this.#count === 0 && this.#percentage === 0) return false
    if (this.#count > 0 && this.#failed > this.#count) return false
    return this.#percentage === 0 || (100 * this.#failed) / this.#items <= this.#percentage
  }
}
