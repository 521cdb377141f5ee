import { createHash } from 'node:crypto'
import type { Expression } from 'jsonata'
import { javaRandom } from './java-random.ts'
import { parseJson } from './parse-json.ts'

/** Time and chance for the functions that need them. */
export interface FunctionSources {
  now(): number
  random(): number
}

/** An argument of the wrong type, reported with the library's own code and message. */
function mismatch(index: number): never {
  throw { code: 'T0410', index }
}

function failed(message: string): never {
  throw { code: 'D3137', message }
}

function atMost(count: number, args: readonly unknown[]): void {
  if (args.length > count) mismatch(count + 1)
}

function numberAt(index: number, args: readonly unknown[]): number {
  const value = args[index - 1]
  return typeof value === 'number' ? value : mismatch(index)
}

function partition(...args: unknown[]): unknown {
  atMost(2, args)
  const [items, size] = args
  if (items === undefined) return undefined
  if (!Array.isArray(items)) throw { code: 'T0412', index: 1 }
  if (size === undefined) return [[...items]]
  const step = Math.trunc(numberAt(2, args))
  if (step < 0) failed('Second argument must be zero or greater')
  if (step === 0 || items.length === 0) return undefined
  const chunks: unknown[][] = []
  for (let at = 0; at < items.length; at += step) chunks.push(items.slice(at, at + step))
  return chunks
}

/** The longest range that Step Functions has memory for. */
const rangeMax = 360_145

function range(...args: unknown[]): unknown {
  atMost(3, args)
  if (args.length < 3 || args.includes(undefined)) return undefined
  const [first, last, step] = [1, 2, 3].map((index) => Math.trunc(numberAt(index, args))) as [number, number, number]
  if (step === 0) return undefined
  const count = Math.floor((last - first) / step) + 1
  if (count > rangeMax) failed('Expression evaluation memory limit exceeded')
  if (count < 1) return undefined
  // A range is a sequence, and a sequence of one is the value itself.
  return count === 1 ? first : Array.from({ length: count }, (_, index) => first + index * step)
}

const algorithms = ['SHA-1', 'SHA-384', 'SHA-256', 'SHA-512', 'MD5']

function hash(...args: unknown[]): unknown {
  atMost(2, args)
  if (args.length === 0) mismatch(1)
  const [text, algorithm] = args
  if (text === undefined) return undefined
  if (typeof text !== 'string') mismatch(1)
  if (args.length === 1) return undefined
  if (typeof algorithm !== 'string') mismatch(2)
  if (!algorithms.includes(algorithm)) {
    failed(`Hash algorithm '${algorithm}' must be one of ${algorithms.join(', ')}`)
  }
  return createHash(algorithm.replace('-', '').toLowerCase()).update(text, 'utf8').digest('hex')
}

function parse(...args: unknown[]): unknown {
  atMost(1, args)
  const [text] = args
  if (text === undefined) return undefined
  if (typeof text !== 'string') mismatch(1)
  try {
    return parseJson(text)
  } catch {
    return failed('Invalid JSON')
  }
}

/** A version 4 UUID drawn from the given source of chance. */
export function uuid(random: () => number): string {
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (place) => {
    const digit = Math.floor(random() * 16)
    return (place === 'x' ? digit : (digit & 3) | 8).toString(16)
  })
}

/** Gives an expression what Step Functions adds to JSONata 2.0.6, and takes away what it removes. */
export function addFunctions(expression: Expression, { now, random }: FunctionSources): void {
  const add = (name: string, run: (...args: unknown[]) => unknown): void =>
    expression.registerFunction(name, run as (this: unknown, ...args: unknown[]) => unknown)
  add('partition', partition)
  add('range', range)
  add('hash', hash)
  add('parse', parse)
  add('random', (...args) => {
    atMost(1, args)
    return args[0] === undefined ? random() : javaRandom(numberAt(1, args))
  })
  add('uuid', (...args) => {
    atMost(0, args)
    return uuid(random)
  })
  expression.registerFunction('millis', now, '<:n>')
  expression.registerFunction('now', nowWith(now), '<s?s?:s>')
  expression.assign('eval', undefined)
}

function nowWith(now: () => number) {
  return (picture?: string, zone?: string): unknown => {
    if (picture === undefined && zone === undefined) return new Date(now()).toISOString()
    return formatTime({ now: now(), picture, zone })
  }
}

let formatTime: (at: { now: number; picture: string | undefined; zone: string | undefined }) => unknown

/** Formatting a time is the library's business; it is asked by an expression, because it exports no function. */
export function formatTimesWith(formatter: typeof formatTime): void {
  formatTime = formatter
}
