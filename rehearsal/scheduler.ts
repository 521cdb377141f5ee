import type { Clock, Idle, Pace, Timer } from './clock.ts'

/**
 * Virtual time: a queue of callbacks by (time, sequence), run one at a time with microtasks drained in between.
 *
 * **Idle minutes are skipped.** A callback may be marked idle with a key: a re-check, or the sweep, that repeats at
 * regular intervals and finds the world as it left it. When nothing but idle callbacks has run since the same key ran
 * last, running it again would see the very same world, so it is put off to the first of its own ticks at or after the
 * next callback that is not idle, or at which what happened last has moved something by itself (`settles`). A day of
 * looking each minute so costs as many looks as something happens.
 */
export class Scheduler implements Clock {
  #now: number
  #sequence = 0
  readonly #heap: Entry[] = []
  /** Counts callbacks that were not idle: what an idle one compares to know whether anything happened. */
  #happenings = 0
  readonly #seen = new Map<string, { readonly happenings: number; readonly at: number }>()
  #lastHappening = 0
  #running: Entry | undefined
  #still: Promise<unknown> | undefined
  #pace: Pace | undefined
  /** Somebody who watches is being waited for: time goes by, and something new may come in between. */
  #between = false

  constructor(startAt: number) {
    this.#now = startAt
  }

  now(): number {
    return this.#between ? Math.max(this.#now, this.#pace!.now()) : this.#now
  }

  /** From now on virtual time goes by as fast as this lets it, so that people can watch and take part. */
  keepPace(pace: Pace): void {
    this.#pace = pace
  }

  after(ms: number, run: () => void, idle?: Idle): Timer {
    const entry: Entry = { at: this.now() + Math.max(0, ms), sequence: this.#sequence, run, idle, cancelled: false }
    this.#sequence += 1
    this.#push(entry)
    if (this.#between) this.#pace!.interrupt()
    return {
      cancel: () => {
        entry.cancelled = true
      },
    }
  }

  /** Whether what runs now was caused by an idle callback: what it schedules as its own work is idle too. */
  idleNow(): Idle | undefined {
    return this.#running?.idle
  }

  /** Something happened that an idle look must see. */
  touch(): void {
    this.#happenings += 1
    this.#lastHappening = this.#now
  }

  /** Something will be different then, though nothing runs: an end, a deadline. */
  mark(at: number): void {
    this.after(at - this.#now, () => {})
  }

  /** Virtual time stands still until then, because somebody is being asked at the terminal. */
  standStill(until: Promise<unknown>): void {
    this.#still = until
  }

  /** Runs until nothing is left but idle callbacks that see nothing new, or until `done` says so. */
  async run(done: () => boolean): Promise<'done' | 'idle'> {
    while (!done()) {
      const entry = this.#pop()
      if (entry === undefined) return 'idle'
      if (entry.idle !== undefined && this.#putOff(entry)) continue
      if (this.#pace !== undefined && entry.at > this.#now) {
        // Back in the queue meanwhile: what is scheduled while people watch may come before it.
        this.#push(entry)
        this.#between = true
        const reached = await this.#pace.reach(this.#now, entry.at)
        this.#between = false
        this.#now = Math.max(this.#now, Math.min(reached, entry.at))
        continue
      }
      this.#now = Math.max(this.#now, entry.at)
      this.#running = entry
      if (entry.idle === undefined) {
        this.touch()
      } else if (entry.idle.repeats) {
        this.#seen.set(entry.idle.key, { happenings: this.#happenings, at: this.#now })
      }
      entry.run()
      await drained()
      this.#running = undefined
      if (this.#still !== undefined) {
        await this.#still
        this.#still = undefined
      }
    }
    return 'done'
  }

  #putOff(entry: Entry): boolean {
    const idle = entry.idle!
    const seen = this.#seen.get(idle.key)
    if (!idle.repeats || seen?.happenings !== this.#happenings) return false
    // What the last happening moves by itself later (metrics, caches) is looked at when it has moved.
    const later = (idle.settles ?? []).map((ms) => this.#lastHappening + ms).find((at) => at > seen.at)
    if (later !== undefined && entry.at >= later) return false
    const real = this.#nextReal()
    // Nothing will ever happen again: the caller's run is over, the repetition with it.
    if (real === undefined && later === undefined) return true
    const next = Math.min(real ?? Number.POSITIVE_INFINITY, later ?? Number.POSITIVE_INFINITY)
    const ticks = Math.max(1, Math.ceil((next - entry.at) / idle.repeats))
    entry.at += ticks * idle.repeats
    entry.sequence = this.#sequence
    this.#sequence += 1
    this.#push(entry)
    return true
  }

  #nextReal(): number | undefined {
    let next: number | undefined
    for (const entry of this.#heap) {
      if (entry.idle?.repeats || entry.cancelled) continue
      if (next === undefined || entry.at < next) next = entry.at
    }
    return next
  }

  #push(entry: Entry): void {
    const heap = this.#heap
    heap.push(entry)
    let at = heap.length - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!before(heap[at]!, heap[parent]!)) break
      ;[heap[at], heap[parent]] = [heap[parent]!, heap[at]!]
      at = parent
    }
  }

  #pop(): Entry | undefined {
    for (;;) {
      const heap = this.#heap
      const top = heap[0]
      if (top === undefined) return undefined
      const last = heap.pop()!
      if (heap.length > 0) {
        heap[0] = last
        let at = 0
        for (;;) {
          const left = 2 * at + 1
          const right = left + 1
          let least = at
          if (left < heap.length && before(heap[left]!, heap[least]!)) least = left
          if (right < heap.length && before(heap[right]!, heap[least]!)) least = right
          if (least === at) break
          ;[heap[at], heap[least]] = [heap[least]!, heap[at]!]
          at = least
        }
      }
      if (!top.cancelled) return top
    }
  }
}

interface Entry {
  at: number
  sequence: number
  readonly run: () => void
  readonly idle: Idle | undefined
  cancelled: boolean
}

const before = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.sequence < b.sequence)

/** Everything that can go on without the clock has gone on: all microtasks have run. */
const drained = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
