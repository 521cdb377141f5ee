import type { HistoryEvent } from './types.ts'

/** What one execution has done, in the order and shape of GetExecutionHistory. */
export class History {
  readonly events: HistoryEvent[] = []
  readonly #now: () => number
  readonly #tell: ((event: HistoryEvent) => void) | undefined

  constructor(now: () => number, tell: ((event: HistoryEvent) => void) | undefined) {
    this.#now = now
    this.#tell = tell
  }

  get length(): number {
    return this.events.length
  }

  /** @returns the id of the new event */
  add(type: string, previousEventId: number, family?: string, details?: Record<string, unknown>): number {
    const id = this.events.length + 1
    const event: HistoryEvent = { id, previousEventId, timestamp: new Date(this.#now()), type }
    if (family !== undefined) event[`${family}EventDetails`] = details ?? {}
    this.events.push(event)
    this.#tell?.(event)
    return id
  }
}

/** Nothing here is ever cut short, and AWS says so in every event that could have been. */
export const whole = { truncated: false } as const
