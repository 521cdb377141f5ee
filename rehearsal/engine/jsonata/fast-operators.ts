import type { EvaluationScope } from './scope.ts'

export type Fast = (scope: EvaluationScope) => unknown

/** The answer of a closure that leaves the whole expression to the library. */
export const given = { up: Symbol('evaluate it with the library') } as const

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

/** The effective boolean value; undefined stays undefined, and arrays are left to the library. */
export function truth(value: unknown): unknown {
  switch (typeof value) {
    case 'boolean':
    case 'undefined':
      return value
    case 'string':
      return value !== ''
    case 'number':
      return Number.isFinite(value) ? value !== 0 : given.up
    case 'object':
      if (value === null) return false
      return Array.isArray(value) ? given.up : Object.keys(value).length > 0
    default:
      return given.up
  }
}

export function not(value: unknown): unknown {
  const known = truth(value)
  return typeof known === 'boolean' ? !known : known
}

/** `=` and `!=`: both are false when a side is missing. */
export function equal(left: unknown, right: unknown, wanted: boolean): unknown {
  if (left === undefined || right === undefined) return false
  if (left === right) return wanted
  if (typeof left === 'object' && typeof right === 'object' && left !== null && right !== null) return given.up
  return !wanted
}

type Order = (left: number | string, right: number | string) => boolean

export function compare(holds: Order) {
  return (left: unknown, right: unknown): unknown => {
    if (isNumber(left) && isNumber(right)) return holds(left, right)
    if (typeof left === 'string' && typeof right === 'string') return holds(left, right)
    return given.up
  }
}

export function arithmetic(compute: (left: number, right: number) => number) {
  return (left: unknown, right: unknown): unknown => {
    if (!isNumber(left) || !isNumber(right)) return given.up
    const result = compute(left, right)
    return Number.isFinite(result) ? result : given.up
  }
}

export const add = arithmetic((left, right) => left + right)

function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (value === undefined) return ''
  if (typeof value === 'boolean' || Number.isSafeInteger(value)) return String(value)
  return undefined
}

/** `&`: other numbers are rounded to 15 digits by the library, and objects are written as JSON. */
export function join(left: unknown, right: unknown): unknown {
  const first = text(left)
  const second = text(right)
  return first === undefined || second === undefined ? given.up : first + second
}

export function member(left: unknown, right: unknown): unknown {
  if (left === undefined || right === undefined) return false
  return Array.isArray(right) ? right.includes(left) && !Number.isNaN(left) : left === right
}
