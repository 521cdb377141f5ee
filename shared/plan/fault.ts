/** One thing that is wrong with a file, in the words of somebody who has a release to make. */
export interface Fault {
  readonly file: string
  readonly line: number
  readonly column: number
  /** `cutover[1].steps` */
  readonly path: string
  readonly what: string
  readonly right: string
}

export const tellFault = ({ file, line, column, path, what, right }: Fault): string =>
  `${file}:${line}:${column}  ${path === '' ? 'the file' : path}: ${what}${right === '' ? '' : `\n    ${right}`}`

/** The nearest of the words that are known, when it is near enough to be what was meant. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((one) => ({ one, far: distance(word, one) }))
    .sort((a, b) => a.far - b.far || (a.one < b.one ? -1 : 1))
  return best !== undefined && best.far <= Math.max(2, Math.floor(word.length / 3)) ? best.one : undefined
}

/** Levenshtein's distance, one row at a time. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      next.push(Math.min(row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1), row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[b.length]!
}
