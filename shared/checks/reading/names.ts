/** A DNS name to compare: lower case, no last dot, `*` as such and not as Route 53 writes it. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '').replaceAll('\\052', '*')
}

/** Which of the wanted names no certificate name covers; a wildcard stands for exactly one label (RFC 6125). */
export function uncovered(wanted: readonly string[], served: readonly string[]): string[] {
  const have = new Set(served.map(plainName))
  return wanted.filter((name) => {
    const plain = plainName(name)
    return !have.has(plain) && !have.has(plain.replace(/^[^.]+/, '*'))
  })
}

/** A DNS name or pattern as an author writes it. */
export const sorted = (names: readonly string[]): string[] => [...new Set(names.map(plainName))].sort()
