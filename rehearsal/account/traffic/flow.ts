/** How one destination serves, from a moment on. */
export interface Condition {
  readonly errorPercent: number
  /** 95th percentile. */
  readonly latencyMs: number
  /** Nobody serves: every request is refused by what stands before it. */
  readonly down: boolean
}
export type Shares = Readonly<Record<string, number>>

export interface Load {
  requests: number
  /** Answered with an error by what serves. */
  errors: number
  /** Refused, because nobody serves. */
  refused: number
  /** Worst of the time. */
  latencyMs: number
}

interface Ramp {
  readonly at: number
  readonly until: number
  readonly from: Shares
  readonly to: Shares
}

/**
 * Users and where they go, as a function of time: pieces in which shares change evenly, and pieces in which a
 * destination serves equally well. Nothing runs each minute; a day of quiet costs nothing.
 */
export class Flow {
  readonly perMinute: number
  readonly #ramps: Ramp[]
  readonly #conditions = new Map<string, { readonly at: number; readonly is: Condition }[]>()

  constructor(perMinute: number, begin: Shares) {
    this.perMinute = perMinute
    this.#ramps = [{ at: Number.NEGATIVE_INFINITY, until: Number.NEGATIVE_INFINITY, from: begin, to: begin }]
  }

  /** From now on users go elsewhere, evenly over some time: resolvers ask again one after the other. */
  steer(at: number, to: Shares, overMs: number): void {
    if (alike(this.target(), to)) return
    this.#ramps.push({ at, until: at + overMs, from: this.shareAt(at), to })
  }

  /** @returns whether that is news */
  serve(destination: string, at: number, is: Condition): boolean {
    const known = this.#conditions.get(destination)
    const last = known?.at(-1)?.is
    if (last?.errorPercent === is.errorPercent && last.latencyMs === is.latencyMs && last.down === is.down) return false
    // What was so when it was first told was always so.
    if (known === undefined) this.#conditions.set(destination, [{ at: Number.NEGATIVE_INFINITY, is }])
    else known.push({ at, is })
    return true
  }

  get destinations(): string[] {
    return [...this.#conditions.keys()]
  }

  /** Where users are sent. */
  target(): Shares {
    return (this.#ramps.at(-1) as Ramp).to
  }

  /** Where users are. */
  shareAt(at: number): Shares {
    const ramp = this.#rampAt(at)
    if (at >= ramp.until) return ramp.to
    const part = (at - ramp.at) / (ramp.until - ramp.at)
    const shares: Record<string, number> = {}
    for (const name of new Set([...Object.keys(ramp.from), ...Object.keys(ramp.to)])) {
      const from = ramp.from[name] ?? 0
      shares[name] = from + ((ramp.to[name] ?? 0) - from) * part
    }
    return shares
  }

  /** When everything is as it will stay. */
  settledAt(): number {
    let at = (this.#ramps.at(-1) as Ramp).until
    for (const pieces of this.#conditions.values()) at = Math.max(at, pieces.at(-1)?.at ?? at)
    return at
  }

  /** What reached a destination between two moments; exact, because every piece is even. */
  load(destination: string, from: number, to: number): Load {
    const pieces = this.#conditions.get(destination) ?? []
    // Usually nothing changes within a minute, and the whole of it is one piece.
    const inside = [from, to]
    const cut = (at: number) => at > from && at < to && !inside.includes(at) && inside.push(at)
    for (const { at, until } of this.#ramps) {
      cut(at)
      cut(until)
    }
    for (const { at } of pieces) cut(at)
    if (inside.length > 2) inside.sort((a, b) => a - b)
    const load: Load = { requests: 0, errors: 0, refused: 0, latencyMs: 0 }
    for (let n = 1; n < inside.length; n++) {
      const [a, b] = [inside[n - 1] as number, inside[n] as number]
      const middle = (a + b) / 2
      const requests = ((this.shareAt(middle)[destination] ?? 0) * this.perMinute * (b - a)) / 60_000
      const is = pieces.findLast(({ at }) => at <= middle)?.is ?? well
      if (is.down) load.refused += requests
      else {
        load.requests += requests
        load.errors += (requests * is.errorPercent) / 100
        if (requests > 0) load.latencyMs = Math.max(load.latencyMs, is.latencyMs)
      }
    }
    return load
  }

  #rampAt(at: number): Ramp {
    return this.#ramps.findLast((ramp) => ramp.at <= at) ?? (this.#ramps[0] as Ramp)
  }
}

const well: Condition = { errorPercent: 0, latencyMs: 100, down: false }

function alike(a: Shares, b: Shares): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...names].every((name) => Math.abs((a[name] ?? 0) - (b[name] ?? 0)) < 1e-9)
}
