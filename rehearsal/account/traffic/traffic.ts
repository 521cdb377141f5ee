import type { Account } from '../account.ts'
import type { HealthState } from '../state.ts'
import { type Condition, Flow, type Shares } from './flow.ts'

/** Who is worse than usual: all that serve on a side, a version wherever it runs, a function's version. */
export type Culprit = { readonly side: string } | { readonly version: string; readonly function?: string }

interface Served {
  readonly side?: string
  readonly function?: string
  /** All the names by which what serves may be blamed. */
  readonly versions: readonly (string | undefined)[]
  readonly down: boolean
}

/** A CloudFront function reads a changed key within seconds (CloudFront Developer Guide, KeyValueStore). */
const pointerMs = 5_000

/**
 * The users of the rehearsed system: how many, where DNS, aliases and the site's pointer send them, and how well they
 * are served there. Every metric and every alarm follows from it.
 */
export class Traffic {
  /** Of the system's name, by side. */
  sides: Flow = new Flow(0, {})
  /** Of functions, by version. */
  readonly functions = new Map<string, Flow>()
  /** Of distributions, by what their pointer says. */
  readonly sites = new Map<string, Flow>()
  readonly #account: Account
  readonly #culprits: { readonly who: Culprit; health: Partial<HealthState> }[] = []

  constructor(account: Account) {
    this.#account = account
  }

  /** Called once, when every service is there. */
  begin(): void {
    const { lambda, state, cloudfront } = this.#account
    this.sides = new Flow(state.traffic.requestsPerMinute, this.#sharesOfName())
    for (const [name, { requestsPerMinute }] of Object.entries(state.lambda)) {
      if (requestsPerMinute > 0) this.functions.set(name, new Flow(requestsPerMinute, lambda.shares(name)))
    }
    for (const [id, { requestsPerMinute }] of Object.entries(state.cloudfront)) {
      if (requestsPerMinute > 0) this.sites.set(id, new Flow(requestsPerMinute, { [cloudfront.prefix(id)]: 1 }))
    }
    this.#serve()
  }

  /** Share of requests by side as Route 53 is asked to give it, 0–1. */
  share(): Shares {
    return this.sides.target()
  }

  /** Share of requests by side as users see it: resolvers keep old answers for a TTL. */
  shareSeen(at: number = this.#account.clock.now()): Shares {
    return this.sides.shareAt(at)
  }

  /** How users of a side are served now. */
  conditionOf(side: string): Condition {
    return this.#condition({ side, versions: [this.#versionOn(side)], down: false })
  }

  /** Users of these see errors, from now or from a moment on (ms). */
  setErrorRate(who: Culprit, errorPercent: number, from?: number): void {
    this.#blame(who, { errorPercent }, from)
  }
  setLatency(who: Culprit, latencyMs: number, from?: number): void {
    this.#blame(who, { latencyMs }, from)
  }

  /** Route 53 answers otherwise, or a health check does. */
  namesChanged(): void {
    this.#changed()
  }

  /** An alias points elsewhere: Lambda routes by it at once. */
  aliasChanged(name: string): void {
    this.functions.get(name)?.steer(this.#account.clock.now(), this.#account.lambda.shares(name), 0)
    this.#changed()
  }

  pointerChanged(): void {
    for (const [id, flow] of this.sites) {
      flow.steer(this.#account.clock.now(), { [this.#account.cloudfront.prefix(id)]: 1 }, pointerMs)
    }
    this.#changed()
  }

  /** Other tasks run, or none: health checks see that too. */
  servicesChanged(): void {
    this.#changed()
  }

  /** When nothing moves by itself any more. */
  settledAt(): number {
    let at = this.sides.settledAt()
    for (const flow of this.functions.values()) at = Math.max(at, flow.settledAt())
    for (const flow of this.sites.values()) at = Math.max(at, flow.settledAt())
    return at
  }

  #blame(who: Culprit, health: Partial<HealthState>, from?: number): void {
    const { clock } = this.#account
    const strike = () => {
      this.#culprits.push({ who, health })
      this.#changed()
    }
    if (from === undefined || from <= clock.now()) strike()
    else clock.after(from - clock.now(), strike)
  }

  #changed(): void {
    this.sides.steer(this.#account.clock.now(), this.#sharesOfName(), this.#ttlMs())
    this.#serve()
    this.#account.cloudwatch.look()
  }

  #serve(): void {
    const { clock, state, ecs, elb, lambda } = this.#account
    const now = clock.now()
    for (const [side, balancer] of Object.entries(state.traffic.sides)) {
      const page = state.elb[balancer]?.page ?? false
      const service = elb.serviceBehind(balancer)
      const down = page || service === undefined || ecs.running(service) === 0
      this.sides.serve(side, now, this.#condition({ side, versions: [this.#versionOn(side)], down }))
    }
    for (const [name, flow] of this.functions) {
      for (const version of Object.keys(flow.target())) {
        flow.serve(
          version,
          now,
          this.#condition({
            function: name,
            versions: [version, this.#labelOf(lambda.digestOf(name, version))],
            down: false,
          }),
        )
      }
    }
    for (const flow of this.sites.values()) {
      for (const prefix of Object.keys(flow.target()))
        flow.serve(prefix, now, this.#condition({ versions: [this.#labelOf(prefix.split('/').at(-2))], down: false }))
    }
  }

  /** The version that a digest, or its beginning, is of. */
  #labelOf(digest = ''): string | undefined {
    const plain = digest.replace('sha256:', '')
    if (plain === '') return undefined
    return Object.entries(this.#account.state.versions).find(([known]) => known.startsWith(`sha256:${plain}`))?.[1]
  }

  #versionOn(side: string): string | undefined {
    const { state, elb, ecs } = this.#account
    const service = elb.serviceBehind(state.traffic.sides[side] ?? '')
    return service === undefined ? undefined : ecs.versionOf(service)
  }

  #condition(it: Served): Condition {
    const { usual, versions } = this.#account.state.traffic
    const health = { ...usual }
    for (const version of it.versions) if (version !== undefined) Object.assign(health, versions[version])
    for (const { who, health: worse } of this.#culprits) {
      const mine =
        'side' in who
          ? who.side === it.side
          : it.versions.includes(who.version) && (who.function === undefined || who.function === it.function)
      if (mine) Object.assign(health, worse)
    }
    return { ...health, down: it.down }
  }

  #sharesOfName(): Shares {
    const { state, route53, elb } = this.#account
    const bySide: Record<string, number> = {}
    const { name, sides } = state.traffic
    const records = route53.published(name, 'A')
    const answers = records.size > 0 ? records : route53.published(name, 'CNAME')
    for (const [set, share] of answers) {
      const balancer = elb.named(set.AliasTarget?.DNSName ?? set.ResourceRecords?.[0]?.Value ?? '')
      const side = Object.entries(sides).find(([, own]) => own === balancer)?.[0] ?? 'elsewhere'
      bySide[side] = (bySide[side] ?? 0) + share
    }
    return bySide
  }

  /** How long resolvers keep what they were told; alias records have the TTL of load balancers, 60 s. */
  #ttlMs(): number {
    const [first] = this.#account.route53.records(this.#account.state.traffic.name)
    return 1000 * (first?.TTL ?? 60)
  }
}
