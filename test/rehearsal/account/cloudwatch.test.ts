import type { DescribeAlarmHistoryCommandOutput, GetMetricDataCommandOutput } from '@aws-sdk/client-cloudwatch'
import { describe, expect, it } from 'vitest'
import { evaluate } from '../../../rehearsal/account/cloudwatch/math.ts'
import { type Stage, stage, startAt } from './stage.ts'

const balancer = (name: string) => [{ Name: 'LoadBalancer', Value: name }]
const blue = balancer('app/alb-blue/50dc6c495c0c9188')

function metric(s: Stage, MetricName: string, from: number, to: number, Dimensions = blue): Map<number, number> {
  const Metric = { Namespace: 'AWS/ApplicationELB', MetricName, Dimensions }
  const [result] = s.call<GetMetricDataCommandOutput>('CloudWatch', 'GetMetricData', {
    MetricDataQueries: [{ Id: 'm', MetricStat: { Metric, Period: 60, Stat: 'Sum' } }],
    StartTime: new Date(from),
    EndTime: new Date(to),
    ScanBy: 'TimestampAscending',
  }).MetricDataResults!
  return new Map(result!.Timestamps!.map((at, n) => [at.getTime(), result!.Values![n]!]))
}
const state = (s: Stage) => s.account.cloudwatch.alarm('serveml-5xx')!.value

describe('an alarm', () => {
  it('goes off some minutes after users see errors, once, with an event and a line in its history', async () => {
    const s = stage()
    s.account.traffic.setErrorRate({ side: 'blue' }, 20)
    await s.pass(120)
    expect(state(s)).toBe('OK')
    await s.pass(240)
    expect(state(s)).toBe('ALARM')
    const sent = s.account.events.sent as { detail: { alarmName?: string; state?: { value: string } } }[]
    expect(sent.filter(({ detail }) => detail.alarmName === 'serveml-5xx')).toHaveLength(1)
    const { AlarmHistoryItems } = s.call<DescribeAlarmHistoryCommandOutput>('CloudWatch', 'DescribeAlarmHistory', {
      AlarmName: 'serveml-5xx',
      HistoryItemType: 'StateUpdate',
    })
    expect(AlarmHistoryItems!.map(({ HistorySummary }) => HistorySummary)).toEqual(['Alarm updated from OK to ALARM'])
  })

  it('recovers by itself when users see none any more', async () => {
    const s = stage()
    s.account.traffic.setErrorRate({ side: 'blue' }, 20)
    await s.pass(600)
    s.account.traffic.setErrorRate({ side: 'blue' }, 0)
    await s.pass(600)
    expect(state(s)).toBe('OK')
  })

  it('stays quiet when a side is ill that no user is on', async () => {
    const s = stage()
    s.account.traffic.setErrorRate({ side: 'green' }, 100)
    await s.pass(3600)
    expect(state(s)).toBe('OK')
  })

  it('goes off for the version that is bad, wherever it runs', async () => {
    const s = stage()
    s.account.traffic.setErrorRate({ version: '2.3.1' }, 20)
    await s.pass(600)
    expect(state(s)).toBe('ALARM')
  })

  it('stays as somebody forces it, until it is given back', async () => {
    const s = stage()
    s.account.cloudwatch.forceAlarm('serveml-5xx', 'ALARM', 'a rehearsal says so')
    await s.pass(3600)
    expect(state(s)).toBe('ALARM')
    s.account.cloudwatch.forceAlarm('serveml-5xx', 'OK', 'recovered')
    await s.pass(3600)
    expect(state(s)).toBe('OK')
  })

  it('costs nothing while nothing changes: a quiet day has nothing to run', async () => {
    const s = stage()
    let ran = 0
    const after = s.clock.after.bind(s.clock)
    s.clock.after = (ms, run, idle) =>
      after(
        ms,
        () => {
          ran += 1
          run()
        },
        idle,
      )
    await s.pass(86_400)
    expect(ran).toBe(1)
  })
})

describe('a metric', () => {
  it('lands one to two minutes after its minute', async () => {
    const s = stage()
    expect(metric(s, 'RequestCount', startAt - 60_000, startAt + 60_000).size).toBe(0)
    await s.pass(61)
    expect([...metric(s, 'RequestCount', startAt, startAt + 60_000).keys()]).toEqual([])
    await s.pass(119)
    expect([...metric(s, 'RequestCount', startAt, startAt + 60_000).keys()]).toEqual([startAt])
  })

  it('is about the number of users, and the same whenever it is asked', async () => {
    const s = stage()
    const window = [startAt - 900_000, startAt - 300_000] as const
    const once = metric(s, 'RequestCount', ...window)
    expect(once.size).toBe(10)
    for (const value of once.values()) expect(Math.abs(value - 1200)).toBeLessThan(30)
    await s.pass(3600)
    expect(metric(s, 'RequestCount', ...window)).toEqual(once)
  })

  it('has no point where nothing is counted: missing is not zero', () => {
    const s = stage()
    const window = [startAt - 900_000, startAt - 300_000] as const
    expect(metric(s, 'HTTPCode_Target_5XX_Count', ...window).size).toBe(0)
    expect(metric(s, 'RequestCount', ...window, balancer('app/alb-green/61ed7d596d1da299')).size).toBe(0)
    expect(metric(s, 'RequestCount', ...window, balancer('app/none/1')).size).toBe(0)
  })

  it('counts a part of a minute as a part', async () => {
    const s = stage()
    await s.pass(30)
    s.account.traffic.setErrorRate({ side: 'blue' }, 50)
    await s.pass(600)
    const errors = metric(s, 'HTTPCode_Target_5XX_Count', startAt, startAt + 120_000)
    expect(Math.abs(errors.get(startAt)! - 300)).toBeLessThan(10)
    expect(Math.abs(errors.get(startAt + 60_000)! - 600)).toBeLessThan(15)
  })
})

describe('metric math', () => {
  const a = new Map([
    [1, 2],
    [2, 4],
  ])
  const b = new Map([[1, 8]])
  const named = new Map([
    ['a', a],
    ['b', b],
    ['none', new Map<number, number>()],
  ])
  const math = (text: string) => {
    const value = evaluate(text, named, [1, 2])
    return typeof value === 'number' ? value : Object.fromEntries(value)
  }

  it.each([
    ['a/b*100', { 1: 25 }],
    ['100 * FILL(b, 0) / a', { 1: 400, 2: 0 }],
    ['SUM([a, b])', { 1: 10, 2: 4 }],
    ['IF(a > 3, a, 0)', { 1: 0, 2: 4 }],
    ['1 + 2 * 3 - -1', 8],
    ['FILL(none, 7)', { 1: 7, 2: 7 }],
    ['a / (a - a)', {}],
    ['MAX(a)', 4],
  ])('%s is as CloudWatch has it', (text, value) => {
    expect(math(text)).toEqual(value)
  })

  it('refuses what it does not know, instead of guessing', () => {
    expect(() => math('RATE(a)')).toThrow(/RATE is not simulated/)
    expect(() => math('a +')).toThrow(/not understood/)
    expect(() => math('c')).toThrow(/"c", which is no query/)
  })
})
