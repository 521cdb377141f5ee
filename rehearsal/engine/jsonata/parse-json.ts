const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const blank = /[ \t\r\n]*/y
const word = /true|false|null/y
const words: Record<string, unknown> = { true: true, false: false, null: null }

/**
 * Reads JSON as `$parse` reads it on AWS: strings may stand in single quotes, a key may not come twice, and a number
 * must fit a double.
 *
 * @throws {SyntaxError}
 */
export function parseJson(text: string): unknown {
  let at = 0

  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0]
    if (found !== undefined) at += found.length
    return found
  }
  const wrong = (): never => {
    throw new SyntaxError(`unexpected text at ${at}`)
  }
  const accept = (sign: string): boolean => {
    match(blank)
    if (text[at] !== sign) return false
    at += 1
    return true
  }
  const expect = (sign: string): void => {
    if (!accept(sign)) wrong()
  }

  const string = (): string => {
    const quote = text[at]
    if (quote !== '"' && quote !== "'") return wrong()
    let end = at + 1
    while (end < text.length && text[end] !== quote) end += text[end] === '\\' ? 2 : 1
    if (end >= text.length) wrong()
    const inside = text.slice(at + 1, end)
    at = end + 1
    if (quote === '"') return JSON.parse(`"${inside}"`) as string
    return JSON.parse(`"${inside.replace(/\\'/g, "'").replace(/(?<!\\)"/g, '\\"')}"`) as string
  }

  const members = (): Record<string, unknown> => {
    const found = new Map<string, unknown>()
    if (!accept('}')) {
      do {
        match(blank)
        const key = string()
        if (found.has(key)) wrong()
        expect(':')
        found.set(key, value())
      } while (accept(','))
      expect('}')
    }
    return Object.fromEntries(found)
  }

  const items = (): unknown[] => {
    const found: unknown[] = []
    if (!accept(']')) {
      do found.push(value())
      while (accept(','))
      expect(']')
    }
    return found
  }

  function value(): unknown {
    if (accept('{')) return members()
    if (accept('[')) return items()
    if (text[at] === '"' || text[at] === "'") return string()
    const keyword = match(word)
    if (keyword !== undefined) return words[keyword]
    const digits = match(number)
    if (digits === undefined || !Number.isFinite(Number(digits))) return wrong()
    return Number(digits)
  }

  const whole = value()
  match(blank)
  return at === text.length ? whole : wrong()
}
