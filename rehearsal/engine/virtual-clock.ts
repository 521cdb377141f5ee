import type { Clock, Timer } from '../clock.ts'

interface Entry {
  at: number
  sequence: number
  run: () => void
  cancelled: boolean
}

/** A clock for one run: it jumps from one due callback to the next, and lets promises settle in between. */
export class VirtualClock implements Clock {
  readonly #queue: Entry[] = []
  #now: number
  #sequence = 0

  constructor(start: number) {
    this.#now = start
  }

  now(): number {
    return this.#now
  }

  after(ms: number, run: () => void): Timer {
    const entry: Entry = { at: this.#now + ms, sequence: this.#sequence++, run, cancelled: false }
    this.#insert(entry)
    return {
      cancel: () => {
        entry.cancelled = true
      },
    }
  }

  /**
   * Runs what is due, earliest first, until nothing is left or the condition holds.
   *
   * @param pending what goes on outside of virtual time; time stands still until it is over
   */
  async run(until: () => boolean, pending: () => Promise<unknown> | undefined = () => undefined): Promise<void> {
    await drain()
    while (!until()) {
      for (let work = pending(); work !== undefined; work = pending()) {
        await work
        await drain()
      }
      if (until()) return
      const entry = this.#queue.pop()
      if (entry === undefined) return
      if (entry.cancelled) continue
      this.#now = Math.max(this.#now, entry.at)
      entry.run()
      await drain()
    }
  }

  /** Keeps the queue sorted, what is due first at its end. */
  #insert(entry: Entry): void {
    let low = 0
    let high = this.#queue.length
    while (low < high) {
      const middle = (low + high) >> 1
      const other = this.#queue[middle]!
      if (other.at > entry.at || (other.at === entry.at && other.sequence > entry.sequence)) low = middle + 1
      else high = middle
    }
    this.#queue.splice(low, 0, entry)
  }
}

/** Lets every promise that can settle do so. */
function drain(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
