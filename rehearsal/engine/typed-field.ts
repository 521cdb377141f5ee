import { EvaluationError } from './failures.ts'
import type { EvaluationScope } from './jsonata/scope.ts'
import { isPromise } from './promises.ts'
import type { Template } from './template.ts'

/** How an error message calls the type of a JSON value. */
export function jsonType(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

/** A field of a state whose value must be of one type: `Items`, `TimeoutSeconds`, `Choices[0]/Condition`. */
export class TypedField<Value> {
  readonly name: string
  readonly #template: Template
  readonly #type: string
  readonly #check: (value: Value, name: string) => void

  constructor(name: string, type: string, template: Template, check: (value: Value, name: string) => void = () => {}) {
    this.name = name
    this.#type = type
    this.#template = template
    this.#check = check
  }

  /** @throws {EvaluationError} (or rejects with it) */
  evaluate(scope: EvaluationScope): Value | Promise<Value> {
    const value = this.#template.evaluate(scope)
    return isPromise(value) ? value.then((settled) => this.#accept(settled)) : this.#accept(value)
  }

  #accept(value: unknown): Value {
    const type = jsonType(value)
    if (type === this.#type) {
      this.#check(value as Value, this.name)
      return value as Value
    }
    const { expression } = this.#template
    const said =
      expression === undefined
        ? `The value specified for the field '${this.name}'`
        : `The JSONata expression '${expression}' specified for the field '${this.name}'`
    const wanted = `Expected '${this.#type}', but was '${type}' for value: ${JSON.stringify(value)}`
    throw new EvaluationError(`${said} returned an unexpected result type. ${wanted}`, this.name)
  }
}

/** A whole number within bounds, as every `…Seconds` and `…Count` field must be. */
export function wholeNumber(min: number, max: number) {
  return (value: number, name: string): void => {
    if (!Number.isInteger(value)) {
      throw new EvaluationError(`The ${name} field cannot be parsed as an integer: ${value}`, name)
    }
    if (value < min || value > max) {
      throw new EvaluationError(`${name} must be between ${min} and ${max} but was: ${value}`, name)
    }
  }
}
