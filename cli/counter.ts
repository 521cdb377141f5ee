import { lively } from './terminal.ts'

/** One line that counts, drawn over itself at a terminal; elsewhere a line per tenth. */
export class Counter {
  readonly #total: number
  readonly #lively: boolean
  #done = 0
  #drawn = 0

  constructor(total: number, quiet: boolean) {
    this.#total = quiet ? 0 : total
    this.#lively = lively(process.stderr)
  }

  step(words: string): void {
    if (this.#total === 0) return
    this.#done += 1
    const every = this.#lively ? 7 : Math.ceil(this.#total / 10)
    if (this.#done < this.#total && this.#done - this.#drawn < every) return
    this.#drawn = this.#done
    const text = `  ${this.#done}/${this.#total} · ${words}`
    // Progress goes to stderr, so that the table alone can be kept.
    process.stderr.write(this.#lively ? `\r\u001b[K${text}` : `${text}\n`)
    if (this.#lively && this.#done === this.#total) process.stderr.write('\r\u001b[K')
  }
}
