import { describe, expect, it } from 'vitest'
import { alarmsReady } from '../../../shared/checks/alarms-ready.ts'
import { cloudwatchAlarm } from '../../../shared/checks/cloudwatch-alarm.ts'
import { cloudwatchMetric } from '../../../shared/checks/cloudwatch-metric.ts'
import { trafficShare } from '../../../shared/checks/traffic-share.ts'
import { checkContract } from '../../contracts/check.ts'
import { start } from './fakes/account.ts'
import type { FakeAlarm } from './fakes/cloudwatch.ts'
import {
  eachMinute,
  errorsOf,
  minutes,
  preflight,
  requestsOf,
  serveml,
  setMetric,
  topic,
  watching,
} from './fakes/serveml.ts'

const alarm =
  (change: Partial<FakeAlarm>, name = 'serveml-latency') =>
  () =>
    serveml((account) => Object.assign(account.alarms[name] as FakeAlarm, change))
const noAlarm = () => serveml((account) => delete account.alarms['serveml-latency'])
const wentOff = [
  { at: start - 8 * minutes, from: 'OK', to: 'ALARM' },
  { at: start - 5 * minutes, from: 'ALARM', to: 'OK' },
]
const alarms = { alarms: ['serveml-5xx', 'serveml-latency', 'serveml-all'] }

checkContract({
  check: cloudwatchAlarm,
  ask: alarms,
  moment: watching,
  good: serveml,
  bad: {
    'one is in ALARM': alarm({ state: 'ALARM' }),
    'one went off and recovered': alarm({ history: wentOff }),
    'a composite one went off and recovered': alarm({ history: wentOff }, 'serveml-all'),
    'one was off when the watch began': alarm({ history: wentOff.slice(1) }),
    'one is in ALARM and another is missing': () =>
      serveml((account) => {
        delete account.alarms['serveml-latency']
        Object.assign(account.alarms['serveml-5xx'] as FakeAlarm, { state: 'ALARM' })
      }),
  },
  blind: {
    'one has no data': alarm({ state: 'INSUFFICIENT_DATA' }),
    'one does not exist': noAlarm,
    'one was edited during the watch': alarm({ configuredAt: start - 1 * minutes }),
    'one has its actions switched off': alarm({ actionsEnabled: false }),
  },
})

describe('a watch of alarms', () => {
  const run = (world = serveml(), moment = watching, ask = {}) =>
    cloudwatchAlarm.run(cloudwatchAlarm.ask.parse({ ...alarms, ...ask }), world, moment)

  it('forgets what happened before it began', async () => {
    const before = wentOff.map((item) => ({ ...item, at: item.at - 10 * minutes }))
    expect(await run(alarm({ history: before })())).toMatchObject({ verdict: 'pass' })
  })

  it('looks back in preflight for as long as the plan wants quiet', async () => {
    const world = alarm({ history: wentOff })
    expect(await run(world(), preflight, { quietSeconds: 43_200 })).toMatchObject({ verdict: 'fail' })
    expect(await run(world(), preflight)).toMatchObject({ verdict: 'pass' })
  })

  it('wakes on each of its alarms', () => {
    expect(cloudwatchAlarm.wakes?.(cloudwatchAlarm.ask.parse(alarms))).toEqual([
      'alarm:serveml-5xx',
      'alarm:serveml-latency',
      'alarm:serveml-all',
    ])
  })
})

checkContract({
  check: alarmsReady,
  ask: alarms,
  moment: preflight,
  good: serveml,
  bad: {
    'one does not exist': noAlarm,
    'one is in ALARM': alarm({ state: 'ALARM' }),
    'one has its actions switched off': alarm({ actionsEnabled: false }),
    'one has no action': alarm({ actions: [] }),
    'nobody has confirmed a subscription': () =>
      serveml((account) => {
        account.topics[topic] = ['PendingConfirmation']
      }),
    'the topic is gone': () =>
      serveml((account) => {
        account.topics = {}
      }),
  },
  blind: { 'one has no data': alarm({ state: 'INSUFFICIENT_DATA' }) },
})

const errorRate = {
  label: 'error rate on green',
  queries: [
    { id: 'errors', ...errorsOf('green') },
    { id: 'requests', ...requestsOf('green') },
  ],
  expression: '100 * FILL(errors, 0) / requests',
  bound: { max: 1 },
  unit: '%',
  minimum: { query: 'requests', count: 500 },
}
const errors = (points: [number, number][]) => () =>
  serveml((account) => setMetric(account, errorsOf('green'), new Map(points)))

checkContract({
  check: cloudwatchMetric,
  ask: errorRate,
  moment: watching,
  good: serveml,
  bad: { 'one minute is above the bound': errors([[start - 6 * minutes, 3]]) },
  blind: {
    'CloudWatch has only part of the data': () =>
      serveml((account) => {
        account.metricStatus = 'PartialData'
      }),
    'there is too little traffic': () => serveml((account) => setMetric(account, requestsOf('green'), eachMinute(20))),
    'the metric does not exist': () =>
      serveml((account) => {
        account.metrics = {}
      }),
  },
})

describe('a metric check', () => {
  const run = (world: ReturnType<typeof serveml>, ask: object = {}, moment = watching) =>
    cloudwatchMetric.run(cloudwatchMetric.ask.parse({ ...errorRate, ...ask }), world, moment)

  it('takes missing errors for none, and missing requests for nothing known', async () => {
    expect(await run(errors([])())).toMatchObject({ verdict: 'pass', value: 0 })
    const noMinimum = { minimum: undefined }
    const silent = serveml((account) => setMetric(account, requestsOf('green'), new Map()))
    expect(await run(silent, noMinimum)).toMatchObject({ verdict: 'unknown' })
  })

  it('judges neither the newest three minutes nor what was before the watch', async () => {
    expect(
      await run(
        errors([
          [start - 2 * minutes, 99],
          [start - 3 * minutes, 99],
        ])(),
      ),
    ).toMatchObject({ verdict: 'pass' })
    const early = { ...watching, since: start - 5 * minutes }
    expect(await run(errors([[start - 6 * minutes, 99]])(), { minimum: undefined }, early)).toMatchObject({
      verdict: 'pass',
    })
    expect(await run(errors([[start - 6 * minutes, 99]])(), { minimum: undefined })).toMatchObject({ verdict: 'fail' })
  })

  it('cannot tell before the first whole minute is old enough, and says when to ask again', async () => {
    const now = { ...watching, since: start - 3 * minutes }
    expect(await run(serveml(), {}, now)).toMatchObject({ verdict: 'unknown', whatToDo: 'ask again in 60 s' })
  })

  it('judges no single thin minute', async () => {
    const world = serveml((account) => {
      account.metrics = {}
      const requests = eachMinute(250)
      requests.set(start - 6 * minutes, 3)
      setMetric(account, requestsOf('green'), requests)
      setMetric(account, errorsOf('green'), new Map([[start - 6 * minutes, 1]]))
    })
    expect(await run(world)).toMatchObject({ verdict: 'pass' })
    expect(await run(world, { minimum: undefined })).toMatchObject({ verdict: 'fail' })
  })

  it('fails below a lower bound', async () => {
    const atLeast = (min: number) => ({ expression: 'requests', bound: { min }, unit: 'requests' })
    expect(await run(serveml(), atLeast(250))).toMatchObject({ verdict: 'pass' })
    expect(await run(serveml(), atLeast(251))).toMatchObject({ verdict: 'fail', value: 250, limit: 251 })
  })
})

const share = { sides: { blue: requestsOf('blue'), green: requestsOf('green') }, tolerance: 5, minimum: 1_000 }
const seen = (blue: number, green: number) => () =>
  serveml((account) => {
    setMetric(account, requestsOf('blue'), eachMinute(blue))
    setMetric(account, requestsOf('green'), eachMinute(green))
  })

checkContract({
  check: trafficShare,
  ask: share,
  moment: watching,
  good: serveml,
  bad: { 'the new side sees twice its share': seen(500, 500), 'the new side sees next to nothing': seen(990, 10) },
  blind: { 'there is too little traffic': seen(75, 25) },
})

describe('the share of traffic', () => {
  const run = (world: ReturnType<typeof serveml>, moment: Partial<typeof watching>, ask = {}) =>
    trafficShare.run(trafficShare.ask.parse({ ...share, ...ask }), world, { ...watching, ...moment })
  const noneOnGreen = () =>
    serveml((account) => delete account.metrics[`AWS/ApplicationELB RequestCount LoadBalancer=app/alb-green/1`])

  it('is told with both sides and their requests', async () => {
    expect(await run(serveml(), {})).toMatchObject({
      value: 25,
      limit: 25,
      facts: { asked: 25, seen: 25, requests: 5_000, blue: 3_750, green: 1_250 },
    })
  })

  it('cannot be told from a side that counts nothing, even within the tolerance', async () => {
    expect(await run(noneOnGreen(), { share: 5 })).toMatchObject({ verdict: 'unknown' })
    expect(await run(noneOnGreen(), { share: 50 })).toMatchObject({ verdict: 'fail' })
    expect(await run(noneOnGreen(), { share: 0 })).toMatchObject({ verdict: 'pass' })
    const noneOnBlue = () =>
      serveml((account) => delete account.metrics[`AWS/ApplicationELB RequestCount LoadBalancer=app/alb-blue/1`])
    expect(await run(noneOnBlue(), { share: 96 })).toMatchObject({ verdict: 'unknown' })
    expect(await run(noneOnBlue(), { share: 100 })).toMatchObject({ verdict: 'pass' })
  })

  it('does not apply where there is no second side', async () => {
    const one = { sides: { green: requestsOf('green') } }
    expect(await run(serveml(), {}, one)).toMatchObject({ verdict: 'not-applicable' })
  })
})
