const multiplier = 0x5deece66dn
const mask = (1n << 48n) - 1n

/**
 * The first double that `new java.util.Random(seed)` gives, which is what `$random(seed)` answers on AWS
 * (`$random(77)` is 0.7240700207191966 there).
 *
 * @see https://docs.oracle.com/javase/8/docs/api/java/util/Random.html
 */
export function javaRandom(seed: number): number {
  let state = (BigInt(Math.trunc(seed)) ^ multiplier) & mask
  const next = (bits: bigint): bigint => {
    state = (state * multiplier + 0xbn) & mask
    return state >> (48n - bits)
  }
  return Number((next(26n) << 27n) + next(27n)) / 2 ** 53
}
