import type { coloursFor } from '../terminal.ts'
import type { Happening } from './happening.ts'

type Colours = ReturnType<typeof coloursFor>

/** `+00:31:07`: virtual time since the start; days are told when there are any. */
export function clockWords(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const two = (value: number) => String(value).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  return `+${two(hours)}:${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`
}

const indent = 23

/** One happening, aligned, in at most so many columns; what is longer goes on in the next line. */
export function happeningLines(one: Happening, since: number, columns: number, colours: Colours): string[] {
  const paint = { plain: (text: string) => text, good: colours.green, bad: colours.red, ask: colours.yellow }[one.tone]
  const mark = { plain: ' ', good: '✓', bad: '✕', ask: '?' }[one.tone]
  const head = `  ${clockWords(one.at - since).padEnd(9)} ${one.phase.slice(0, 9).padEnd(9)} `
  const [first = '', ...rest] = wrap(one.text, columns - indent - 2)
  return [
    `${colours.dim(head)}${paint(`${mark} ${first}`)}`,
    ...rest.map((text) => `${' '.repeat(indent + 1)}${paint(text)}`),
  ]
}

/** Words are not broken unless they are longer than a line. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/).flatMap((one) => pieces(one, width))) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return line === '' ? lines : [...lines, line]
}

function pieces(word: string, width: number): string[] {
  const parts: string[] = []
  for (let at = 0; at < word.length; at += width) parts.push(word.slice(at, at + width))
  return parts
}
