/**
 * Virtual time, as the engine and the simulated account see it.
 *
 * Whatever happens in a rehearsal happens because a clock ran it: one callback at a time, in the order of
 * (time, sequence), with microtasks drained in between, so that the same seed gives the same bytes.
 */
export interface Clock {
  /** Virtual milliseconds since 1970-01-01T00:00:00Z. */
  now(): number
  /** Runs a callback once, `ms` virtual milliseconds from now (0 is allowed: after what is already due). */
  after(ms: number, run: () => void, idle?: Idle): Timer
}

export interface Timer {
  /** The callback will not run; harmless when it already has. */
  cancel(): void
}

/** Marks a callback that repeats, or the work of one, so that idle minutes can be skipped (rehearsal/scheduler.ts). */
export interface Idle {
  /** What repeats: `sweep`, `recheck:<release>/<wait>`. */
  readonly key: string
  /** Its interval in ms; absent for the work that such a look does, which is only marked as caused by it. */
  readonly repeats?: number
  /** So long after the last happening, ascending, the world has moved by itself (metrics, caches): looked at then. */
  readonly settles?: readonly number[]
}

/** Lets virtual time go by no faster than somebody can watch; real clocks stay outside of the rehearsal. */
export interface Pace {
  /** Resolves when it is `to`, with it; or, interrupted, with the time that it is then. Both in virtual ms. */
  reach(from: number, to: number): Promise<number>
  /** What time it is while `reach` has not resolved. */
  now(): number
  interrupt(): void
}
