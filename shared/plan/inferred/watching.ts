import type { Json } from '../../ledger/store.ts'
import type { CheckWhen, PlannedCheck } from '../release-plan.ts'
import { blocker, type Infer } from './port.ts'

const live: readonly CheckWhen[] = ['step', 'bake']
/** So few requests in the window say nothing about a share of errors. */
const requestsMin = 100

/** Alarms, metrics and probes that are looked at while users move and while it bakes. */
export const watching: Infer = ({ published: { plan, environment }, sides }) => {
  const checks: PlannedCheck[] = [
    blocker(
      'alarms can see, and call somebody',
      'alarms-ready',
      { alarms: environment.alarms },
      'the environment names alarms',
      'alarm-actions-routed',
    ),
    {
      ...watch('alarms are quiet', 'cloudwatch-alarm', { alarms: environment.alarms }, 'the environment names alarms'),
      requirement: 'alarms-quiet',
    },
  ]
  for (const alarm of plan.watch?.neighbours ?? []) {
    checks.push({
      ...watch(`neighbour ${alarm}`, 'cloudwatch-alarm', { alarms: [alarm] }, 'the plan names it as a neighbour'),
      onFail: 'neighbour',
    })
  }
  const at = plan.cutover.findIndex((move) => 'names' in move)
  const move = plan.cutover[at]
  if (move === undefined || !('names' in move)) return checks
  const target = environment.targets[plan.sides[sides.next]?.target ?? '']
  const former = environment.targets[plan.sides[sides.live]?.target ?? '']
  const { probe } = environment.names[move.names]!
  if (probe !== undefined) {
    const ask = { url: probe, expect: { status: 200 } }
    checks.push({
      ...watch(`${move.names} answers users`, 'http-probe', ask, `users meet ${move.names}`),
      requirement: 'health-endpoint-ok',
    })
  }
  if (target?.loadBalancer === undefined || target.targetGroup === undefined) return checks
  // Before users are sent there, a side has no requests to judge: these are asked from that move on.
  const moves = [move.names]
  const dimensions = { LoadBalancer: target.loadBalancer, TargetGroup: target.targetGroup }
  const requests = { id: 'requests', namespace: 'AWS/ApplicationELB', metric: 'RequestCount', dimensions, stat: 'Sum' }
  const errors = { ...requests, id: 'errors', metric: 'HTTPCode_Target_5XX_Count' }
  const rate = (max: number, windowSeconds: number, periodSeconds: number) => ({
    label: `errors on ${sides.next}`,
    queries: [requests, errors],
    expression: 'FILL(errors, 0) / requests * 100',
    bound: { max },
    unit: '%',
    periodSeconds,
    windowSeconds,
    minimum: { query: 'requests', count: requestsMin },
  })
  const latency = (max: number, windowSeconds: number, periodSeconds: number) => ({
    label: `p95 on ${sides.next}`,
    queries: [requests, { ...requests, id: 'p95', metric: 'TargetResponseTime', stat: 'p95' }],
    expression: 'p95',
    bound: { max },
    unit: 's',
    periodSeconds,
    windowSeconds,
    minimum: { query: 'requests', count: requestsMin },
  })
  const goalWindow = Math.max(300, Math.min(plan.bake, 86_400))
  const goalPeriod = goalWindow >= 3600 ? 3600 : 300
  const metric = (name: string, tripwire: Json, goal: Json | undefined, requirement: string) => {
    checks.push({ ...watch(name, 'cloudwatch-metric', tripwire, 'the plan watches it'), moves, requirement })
    if (goal === undefined) return
    checks.push({
      ...watch(`${name}, goal`, 'cloudwatch-metric', goal, 'the plan names it as a goal'),
      when: ['bake'],
      onFail: 'goal',
      requirement,
    })
  }
  const wanted = plan.watch ?? {}
  const errorRate = wanted['error-rate']
  if (errorRate !== undefined) {
    const goal = errorRate.goal === undefined ? undefined : rate(errorRate.goal, goalWindow, goalPeriod)
    metric('error rate', rate(errorRate.tripwire, 300, 300), goal, 'error-rate')
  }
  const p95 = wanted['latency-p95']
  if (p95 !== undefined) {
    const goal = p95.goal === undefined ? undefined : latency(p95.goal, goalWindow, goalPeriod)
    metric('p95 latency', latency(p95.tripwire, 300, 300), goal, 'latency-p95')
  }
  if (former?.loadBalancer !== undefined && former.targetGroup !== undefined) {
    const count = ({ loadBalancer, targetGroup }: { loadBalancer?: string; targetGroup?: string }) => ({
      namespace: 'AWS/ApplicationELB',
      metric: 'RequestCount',
      dimensions: { LoadBalancer: loadBalancer ?? '', TargetGroup: targetGroup ?? '' },
      stat: 'Sum',
    })
    const ask = { sides: { [sides.live]: count(former), [sides.next]: count(target) }, tolerance: 20 }
    checks.push({
      ...watch('traffic asked is traffic seen', 'traffic-share', ask, `${move.names} is moved by weight`),
      when: ['step'],
      moves,
      onFail: 'neighbour',
      requirement: 'traffic-arrives',
    })
  }
  return checks
}

const watch = (name: string, kind: string, ask: Json, why: string): PlannedCheck => ({
  name,
  kind,
  when: live,
  ask,
  severity: 'blocker',
  onFail: 'tripwire',
  why,
})
