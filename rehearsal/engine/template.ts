import { EvaluationError } from './failures.ts'
import { expressionIn } from './jsonata/delimiters.ts'
import { compileExpression, type Expression, ExpressionFailure } from './jsonata/expression.ts'
import type { EvaluationScope } from './jsonata/scope.ts'
import { isPromise } from './promises.ts'

/** A JSON value of a definition in which any text may be an expression. */
export interface Template {
  /**
   * The value with every expression evaluated; a promise of it when one of them needs time.
   *
   * @throws {EvaluationError} (or rejects with it), naming the place
   */
  evaluate(scope: EvaluationScope): unknown
  /** The expression, when the template is nothing else. */
  readonly expression: string | undefined
}

/** @param location how Step Functions names the place: `Output/items[0]/name` */
export function compileTemplate(source: unknown, location: string): Template {
  if (typeof source === 'string') {
    const text = expressionIn(source)
    return text === undefined ? constant(source) : leaf(compileExpression(text), location)
  }
  if (typeof source !== 'object' || source === null) return constant(source)
  const parts = Object.entries(source).map(([key, value]) => {
    const at = Array.isArray(source) ? `${location}[${key}]` : `${location}/${key}`
    return { key, template: compileTemplate(value, at) }
  })
  if (parts.every(({ template }) => template instanceof Constant)) return constant(source)
  return composite(parts, () => (Array.isArray(source) ? [] : {}))
}

class Constant implements Template {
  readonly expression = undefined
  readonly #value: unknown

  constructor(value: unknown) {
    this.#value = value
  }

  evaluate(): unknown {
    return this.#value
  }
}

function constant(value: unknown): Template {
  return new Constant(value)
}

function leaf(expression: Expression, location: string): Template {
  const failed = (error: unknown): never => {
    if (!(error instanceof ExpressionFailure)) throw error
    const { reason } = error
    throw new EvaluationError(
      `The JSONata expression '${expression.text}' specified for the field '${location}' ${reason}`,
      location,
    )
  }
  return {
    expression: expression.text,
    evaluate(scope) {
      try {
        const value = expression.evaluate(scope)
        return isPromise(value) ? value.catch(failed) : value
      } catch (error) {
        return failed(error)
      }
    },
  }
}

interface Part {
  key: string
  template: Template
}

function composite(parts: readonly Part[], empty: () => object): Template {
  return {
    expression: undefined,
    evaluate(scope) {
      const made = empty() as Record<string, unknown>
      const late: Promise<unknown>[] = []
      try {
        for (const { key, template } of parts) {
          const value = template.evaluate(scope)
          made[key] = value
          if (isPromise(value)) late.push(value.then((settled) => (made[key] = settled)))
        }
      } catch (error) {
        // This part's error is the one told; the others may fail in silence.
        for (const pending of late) pending.catch(() => undefined)
        throw error
      }
      return late.length === 0 ? made : Promise.all(late).then(() => made)
    },
  }
}
