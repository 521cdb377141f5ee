import type { Account } from '../account.ts'
import { hash, noise } from '../chance.ts'
import type { QueryState } from '../state.ts'
import type { Flow, Load } from '../traffic/flow.ts'

export const minuteMs = 60_000
/** Standard metrics land one to three minutes after their minute; here up to two, so that three are always enough. */
const lateMs = [60_000, 110_000] as const

/** What one query measured in one minute; undefined is no data, which is not zero. */
export type Measure = (minute: number, exact?: boolean) => number | undefined

/** A metric as a function of time, with the moment at which each minute of it can be read. */
export interface Measured {
  readonly value: Measure
  landedAt(minute: number): number
}

/** Finds what feeds a metric: users, or account.yaml. */
export function measured(
  account: Account,
  query: QueryState,
  fixed: (query: QueryState) => number | undefined,
): Measured {
  const key = (hash(`${query.namespace} ${query.metric} ${JSON.stringify(query.dimensions)}`) ^ account.seed) | 0
  const source = fixed(query) === undefined ? sourceOf(account, query) : () => fixed(query)
  return {
    value(minute, exact = false) {
      const seen = source(minute)
      if (seen === undefined || exact) return seen
      const counted = query.stat === 'Sum' || query.stat === 'SampleCount'
      // Users come in twos and threes: ± 2 %. Whole requests, and a good version has no error in most minutes: one by
      // chance among sixty requests would look like a bad one.
      const around = seen * (1 + 0.04 * (noise(key, minute) - 0.5))
      if (!counted) return around
      const whole = Math.round(around)
      return whole === 0 && !alwaysTold.has(query.metric) ? undefined : whole
    },
    landedAt: (minute) =>
      (minute + 1) * minuteMs + lateMs[0] + (lateMs[1] - lateMs[0]) * noise(key ^ 0x27d4eb2f, minute),
  }
}

/** Lambda tells zero errors for each invocation; load balancers tell nothing. */
const alwaysTold = new Set(['Errors', 'Throttles'])

function sourceOf(account: Account, query: QueryState): (minute: number) => number | undefined {
  switch (query.namespace) {
    case 'AWS/ApplicationELB':
      return ofBalancer(account, query)
    case 'AWS/Lambda':
      return ofFunction(account, query)
    case 'AWS/CloudFront':
      return ofSite(account, query)
    case 'AWS/ECS':
      return ofService(account, query)
    default:
      return () => undefined
  }
}

const during = (flow: Flow, destination: string, minute: number): Load =>
  flow.load(destination, minute * minuteMs, (minute + 1) * minuteMs)

const some = (count: number): number | undefined => (count > 0 ? count : undefined)

function ofBalancer(account: Account, { metric, dimensions, stat }: QueryState) {
  const { traffic, state } = account
  const side = Object.entries(state.traffic.sides).find(([, name]) => {
    const balancer = state.elb[name]
    if (balancer === undefined) return false
    const { LoadBalancer = `app/${name}/${balancer.id}`, TargetGroup } = dimensions
    const group = balancer.targetGroup
    const ofGroup = TargetGroup === undefined || TargetGroup === `targetgroup/${group?.name}/${group?.id}`
    return LoadBalancer === `app/${name}/${balancer.id}` && ofGroup && !balancer.page
  })?.[0]
  return (minute: number): number | undefined => {
    if (side === undefined) return undefined
    const load = during(traffic.sides, side, minute)
    switch (metric) {
      case 'RequestCount':
        return some(load.requests)
      case 'HTTPCode_Target_2XX_Count':
        return some(load.requests - load.errors)
      case 'HTTPCode_Target_5XX_Count':
        return some(load.errors)
      case 'HTTPCode_ELB_5XX_Count':
        // Told for the load balancer only: no target was chosen.
        return dimensions['TargetGroup'] === undefined ? some(load.refused) : undefined
      case 'TargetResponseTime':
        return load.requests === 0 ? undefined : seconds(load, stat)
      case 'HealthyHostCount':
        return account.ecs.running(account.elb.serviceBehind(state.traffic.sides[side] ?? '') ?? '')
      case 'UnHealthyHostCount':
        return 0
      default:
        return undefined
    }
  }
}

/** From the 95th percentile, by the shape that web latencies usually have. */
const shape: Readonly<Record<string, number>> = {
  Average: 0.45,
  p50: 0.4,
  p90: 0.8,
  p95: 1,
  p99: 1.7,
  Maximum: 4,
  Minimum: 0.05,
}
const seconds = ({ latencyMs }: Load, stat: string): number => (latencyMs / 1000) * (shape[stat] ?? 1)

function ofFunction(account: Account, { metric, dimensions, stat }: QueryState) {
  return (minute: number): number | undefined => {
    const flow = account.traffic.functions.get(dimensions['FunctionName'] ?? '')
    if (flow === undefined) return undefined
    const wanted = dimensions['ExecutedVersion']
    const all = flow.destinations.filter((version) => wanted === undefined || version === wanted)
    const loads = all.map((version) => during(flow, version, minute))
    const invocations = loads.reduce((sum, { requests }) => sum + requests, 0)
    if (invocations === 0) return undefined
    switch (metric) {
      case 'Invocations':
        return invocations
      case 'Errors':
        return loads.reduce((sum, { errors }) => sum + errors, 0)
      case 'Throttles':
        return 0
      case 'Duration':
        return Math.max(...loads.map((load) => 1000 * seconds(load, stat)))
      default:
        return undefined
    }
  }
}

function ofSite(account: Account, { metric, dimensions }: QueryState) {
  return (minute: number): number | undefined => {
    const flow = account.traffic.sites.get(dimensions['DistributionId'] ?? '')
    if (flow === undefined) return undefined
    const loads = flow.destinations.map((prefix) => during(flow, prefix, minute))
    const requests = loads.reduce((sum, one) => sum + one.requests, 0)
    const errors = loads.reduce((sum, one) => sum + one.errors, 0)
    if (requests === 0) return undefined
    if (metric === 'Requests') return requests
    return metric === '5xxErrorRate' || metric === 'TotalErrorRate' ? (100 * errors) / requests : undefined
  }
}

function ofService(account: Account, { metric, dimensions }: QueryState) {
  return (): number | undefined => {
    const { ClusterName, ServiceName = '' } = dimensions
    if (ClusterName !== account.state.ecs.cluster || account.ecs.running(ServiceName) === 0) return undefined
    return metric === 'CPUUtilization' ? 32 : metric === 'MemoryUtilization' ? 48 : undefined
  }
}
