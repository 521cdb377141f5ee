/** One thing that is wrong with a file, in the words of somebody who has a release to make. */
export interface Fault {
  readonly file: string
  readonly line: number
  readonly column: number
  /** `cutover[1].steps` */
  readonly path: string
  readonly what: string
  /** Why it matters. */
  readonly why?: string
  readonly right: string
}

export function tellFault({ file, line, column, path, what, why = '', right }: Fault): string {
  const told = why === '' ? what : `${what}: ${why}`
  return `${file}:${line}:${column}  ${path === '' ? 'the file' : path}: ${told}${right === '' ? '' : `\n    ${right}`}`
}

/** The nearest of the words that are known, when it is near enough to be what was meant. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((one) => ({ one, far: distance(word, one) }))
    .sort((a, b) => a.far - b.far || (a.one < b.one ? -1 : 1))
  return best !== undefined && best.far <= Math.max(2, Math.floor(word.length / 3)) ? best.one : undefined
}

/** What would be right in place of a word that nobody knows. */
export function suggest(word: string, known: readonly string[]): string {
  const near = nearest(word, known)
  if (near !== undefined) return `did you mean "${near}"?`
  return known.length === 0 ? 'none is known here' : `known here: ${known.join(', ')}`
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
