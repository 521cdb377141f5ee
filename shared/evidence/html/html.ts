/** Text that may stand in a page as it is. */
export class Safe {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}
type Part = Safe | string | number | undefined | false | readonly Part[]

/** A tagged template that escapes everything but what is Safe already: whatever comes from a ledger is text. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Safe {
  return new Safe(strings.reduce((page, piece, at) => page + show(parts[at - 1]) + piece))
}

function show(part: Part): string {
  if (part === undefined || part === false) return ''
  if (part instanceof Safe) return part.text
  if (Array.isArray(part)) return part.map(show).join('')
  return String(part).replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`)
}
