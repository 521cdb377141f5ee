/**
 * Chance by name: one stream per user of chance, each seeded by the run's seed and its own name, so that a new user
 * does not reshuffle the others.
 */
export class Chance {
  readonly #seed: number
  readonly #streams = new Map<string, () => number>()

  constructor(seed: number) {
    this.#seed = seed
  }

  /** 0 ≤ x < 1. */
  next(stream: string): number {
    let next = this.#streams.get(stream)
    if (next === undefined) {
      next = sfc32(`${this.#seed}/${stream}`)
      this.#streams.set(stream, next)
    }
    return next()
  }
}

/** Small Fast Counter (Doty-Humphrey), 32 bit: passes PractRand, four words of state. */
function sfc32(name: string): () => number {
  let a = hash(`${name}/a`)
  let b = hash(`${name}/b`)
  let c = hash(`${name}/c`)
  let counter = 1
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 4_294_967_296
  }
  // Names that differ in a letter begin with states that differ in a few bits.
  for (let round = 0; round < 12; round++) next()
  return next
}

/** FNV-1a with a final mix, 32 bit. */
export function hash(text: string): number {
  let h = 0x811c9dc5
  for (let at = 0; at < text.length; at++) h = Math.imul(h ^ text.charCodeAt(at), 0x01000193)
  return mix(h)
}

/** 0 ≤ x < 1 from two whole numbers: noise that is the same whenever it is asked for. */
export const noise = (key: number, n: number): number => mix(key ^ Math.imul(n | 0, 0x9e3779b1)) / 4_294_967_296

function mix(value: number): number {
  let h = value
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
