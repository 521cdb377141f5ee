import type { Json } from '../../ledger/store.ts'
import type { PlannedCheck } from '../release-plan.ts'
import { type Infer, watched } from './port.ts'

/** So few requests in the window say nothing about a share of errors. */
const requestsMin = 100
/** Percentage points that seen and asked traffic may differ by: weights are per resolver, not per user. */
const shareTolerance = 20
const tripwire = { windowSeconds: 300, periodSeconds: 300 } as const
const hour = 3600
const dayMax = 86_400

/** Metrics and probes that are looked at while users move and while it bakes, where the users are to be. */
export const watching: Infer = ({ published: { plan, environment }, sides, sideMoves }) => {
  const move = plan.cutover.find((one) => 'names' in one)
  if (move === undefined || !('names' in move)) return []
  const checks: PlannedCheck[] = []
  const { probe } = environment.names[move.names]!
  if (probe !== undefined) {
    const ask = { url: probe, expect: { status: 200 } }
    const why = `users meet ${move.names}`
    checks.push(watched(`${move.names} answers users`, 'http-probe', ask, why, 'health-endpoint-ok'))
  }
  const next = dimensionsOf(environment.targets[plan.sides[sides.next]?.target ?? ''])
  if (next === undefined) return checks
  // Before users are sent there, a new side has no requests to judge: it is asked from that move on.
  const fromThatMove = sideMoves && { moves: [move.names] }
  const judged = (name: string, metric: Metric, requirement: string, bounds: Bounds) => {
    const ask = { ...metric, ...tripwire, bound: { max: bounds.tripwire } } as unknown as Json
    checks.push({ ...watched(name, 'cloudwatch-metric', ask, 'the plan watches it', requirement), ...fromThatMove })
    if (bounds.goal === undefined) return
    const windowSeconds = Math.max(tripwire.windowSeconds, Math.min(plan.bake, dayMax))
    const periodSeconds = windowSeconds >= hour ? hour : tripwire.periodSeconds
    const goal = { ...metric, windowSeconds, periodSeconds, bound: { max: bounds.goal } } as unknown as Json
    const why = 'the plan names it as a goal'
    const asked = watched(`${name}, goal`, 'cloudwatch-metric', goal, why, requirement)
    checks.push({ ...asked, when: ['bake'], onFail: 'goal' })
  }
  const { 'error-rate': errorRate, 'latency-p95': latency } = plan.watch ?? {}
  if (errorRate !== undefined) judged('error rate', errors(sides.next, next), 'error-rate', errorRate)
  if (latency !== undefined) judged('p95 latency', p95(sides.next, next), 'latency-p95', latency)
  const former = dimensionsOf(environment.targets[plan.sides[sides.live]?.target ?? ''])
  if (former !== undefined && sideMoves) {
    const counted = { [sides.live]: requests(former), [sides.next]: requests(next) }
    const ask = { sides: counted, tolerance: shareTolerance } as unknown as Json
    const share = watched(
      'traffic asked is traffic seen',
      'traffic-share',
      ask,
      `${move.names} is moved by weight`,
      'traffic-arrives',
    )
    checks.push({ ...share, when: ['step'], onFail: 'neighbour', ...fromThatMove })
  }
  return checks
}

interface Bounds {
  readonly tripwire: number
  readonly goal?: number | undefined
}
interface Dimensions {
  readonly LoadBalancer: string
  readonly TargetGroup: string
}
function dimensionsOf(
  target: { loadBalancer?: string | undefined; targetGroup?: string | undefined } | undefined,
): Dimensions | undefined {
  const { loadBalancer, targetGroup } = target ?? {}
  if (loadBalancer === undefined || targetGroup === undefined) return undefined
  return { LoadBalancer: loadBalancer, TargetGroup: targetGroup }
}

const measured = (metric: string, stat: string, dimensions: Dimensions) => ({
  namespace: 'AWS/ApplicationELB',
  metric,
  dimensions,
  stat,
})
const requests = (dimensions: Dimensions) => measured('RequestCount', 'Sum', dimensions)

type Metric = ReturnType<typeof errors>
const minimum = { query: 'requests', count: requestsMin }
function errors(side: string, dimensions: Dimensions) {
  return {
    label: `errors on ${side}`,
    queries: [
      { id: 'requests', ...requests(dimensions) },
      { id: 'errors', ...measured('HTTPCode_Target_5XX_Count', 'Sum', dimensions) },
    ],
    expression: 'FILL(errors, 0) / requests * 100',
    unit: '%',
    minimum,
  }
}
function p95(side: string, dimensions: Dimensions): Metric {
  return {
    label: `p95 on ${side}`,
    queries: [
      { id: 'requests', ...requests(dimensions) },
      { id: 'p95', ...measured('TargetResponseTime', 'p95', dimensions) },
    ],
    expression: 'p95',
    unit: 's',
    minimum,
  }
}
