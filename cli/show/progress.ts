import type { Item } from '../../shared/ledger/store.ts'
import type { ReleasePlan } from '../../shared/plan/release-plan.ts'
import { coloursFor, lively } from '../terminal.ts'
import { Teller } from './happening.ts'
import { clockWords, happeningLines } from './line.ts'

export interface Screen {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

const barWidth = 24

/**
 * A release as it goes: one aligned line per happening; on a terminal, below them, the time since its start (virtual in
 * a rehearsal) and where users are, drawn again in place. Elsewhere plain lines and no escape codes.
 */
export class Progress {
  readonly #screen: Screen
  readonly #since: number
  readonly #teller: Teller
  readonly #plan: ReleasePlan
  readonly #shares = new Map<string, number>()
  readonly #live: boolean
  #drawn = false
  #state = ''

  constructor(screen: Screen, plan: ReleasePlan, since: number, plain = false) {
    this.#screen = screen
    this.#plan = plan
    this.#since = since
    this.#teller = new Teller(plan)
    this.#live = !plain && lively(screen)
  }

  get live(): boolean {
    return this.#live
  }

  /** @returns whether something was told */
  record(item: Item, at: number): boolean {
    return this.records([item], at)
  }

  /** Several at once, told in the order in which they happened. */
  records(items: readonly Item[], at: number): boolean {
    const told = items.flatMap((item) => this.#teller.tell(item, at)).sort((a, b) => a.at - b.at)
    for (const one of told) {
      if (one.share !== undefined) this.#shares.set(one.share.move, one.share.percent)
      this.say(happeningLines(one, this.#since, Math.min(100, this.#screen.columns ?? 80), coloursFor(this.#screen)))
    }
    if (told.length > 0) this.#status(at)
    return told.length > 0
  }

  /** Draws the last line again: time goes on, and the execution has entered another state. */
  state(name: string | undefined, at: number): void {
    this.#state = name ?? ''
    this.#clear()
    this.#status(at)
  }

  say(lines: readonly string[]): void {
    this.#clear()
    this.#screen.write(lines.map((line) => `${line}\n`).join(''))
  }

  end(): void {
    this.#clear()
  }

  #status(at: number): void {
    if (!this.#live) return
    const colours = coloursFor(this.#screen)
    const move = this.#plan.cutover.find((one) => one.kind === 'route53-record') ?? this.#plan.cutover[0]
    const percent = this.#shares.get(move?.name ?? '') ?? 0
    const full = Math.round((percent / 100) * barWidth)
    const bar = colours.green('█'.repeat(full)) + colours.blue('░'.repeat(barWidth - full))
    const { live, next } = this.#plan.sides
    this.#screen.write(
      `  ${colours.bold(clockWords(at - this.#since))}  ${live} ${bar} ${next}  ${percent} %  ${this.#state}`,
    )
    this.#drawn = true
  }

  #clear(): void {
    if (!this.#drawn) return
    this.#screen.write('\r\u001b[2K')
    this.#drawn = false
  }
}
