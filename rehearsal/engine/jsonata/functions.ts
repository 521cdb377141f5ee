import { createHash } from 'node:crypto'
import type { Expression, Focus } from 'jsonata'
import { javaRandom } from './java-random.ts'
import { parseJson } from './parse-json.ts'
import type { Sources } from './scope.ts'

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

/** Under this name an evaluation finds its sources; no expression can write it. */
export const sourcesName = '\u0000sources'

function sourcesOf({ environment }: Focus): Sources {
  return environment.lookup(sourcesName) as Sources
}

function random(this: Focus, ...args: unknown[]): number {
  atMost(1, args)
  return args[0] === undefined ? sourcesOf(this).random() : javaRandom(numberAt(1, args))
}

function newUuid(this: Focus, ...args: unknown[]): string {
  atMost(0, args)
  const sources = sourcesOf(this)
  return uuid(() => sources.random())
}

function millis(this: Focus): number {
  return sourcesOf(this).now()
}

/** @param format formats a time by a picture, which is the library's business */
function nowBy(format: (at: object) => Promise<unknown>) {
  return function now(this: Focus, picture?: string, zone?: string): unknown {
    const time = sourcesOf(this).now()
    return picture === undefined && zone === undefined ? new Date(time).toISOString() : format({ time, picture, zone })
  }
}

type Implementation = (this: Focus, ...args: unknown[]) => unknown

/** Gives an expression what Step Functions adds to JSONata 2.0.6, and takes away what it removes. */
export function addFunctions(expression: Expression, format: (at: object) => Promise<unknown>): void {
  const added = { partition, range, hash, parse, random, uuid: newUuid }
  for (const [name, run] of Object.entries(added)) expression.registerFunction(name, run as Implementation)
  expression.registerFunction('millis', millis, '<:n>')
  expression.registerFunction('now', nowBy(format) as Implementation, '<s?s?:s>')
  expression.assign('eval', undefined)
}
