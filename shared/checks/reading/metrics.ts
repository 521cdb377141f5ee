import { CloudWatchClient, GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import * as z from 'zod/mini'
import type { World } from '../../world.ts'
import type { Moment } from '../port.ts'
import { CannotTell, read } from './tell.ts'

export const Metric = z.strictObject({
  namespace: z.string(),
  metric: z.string(),
  dimensions: z._default(z.record(z.string(), z.string()), {}),
  stat: z._default(z.string(), 'Sum'),
})
export type Metric = z.infer<typeof Metric>

/** CloudWatch asks for 60 s or a multiple of it. */
export const Period = z.int().check(z.minimum(60), z.multipleOf(60))

/** Standard metrics land one to three minutes late: what is younger is not judged. */
const lateMs = 180_000

export interface Window {
  readonly from: number
  readonly to: number
}

/**
 * The whole periods that may be judged now: old enough, inside the asked window, and none from before the watch began.
 * In preflight nothing has begun yet, so only the window counts.
 */
export function judgeable(now: number, moment: Moment, periodSeconds: number, windowSeconds: number): Window {
  const periodMs = periodSeconds * 1000
  const to = Math.floor((now - lateMs) / periodMs) * periodMs
  const earliest = to - Math.max(1, Math.floor(windowSeconds / periodSeconds)) * periodMs
  const since = moment.when === 'preflight' ? earliest : Math.ceil(moment.since / periodMs) * periodMs
  const from = Math.max(earliest, since)
  if (from < to) return { from, to }
  const inSeconds = Math.ceil((from + periodMs + lateMs - now) / 1000)
  throw new CannotTell(
    `no whole period of ${periodSeconds} s since the watch began is old enough to be judged (metrics land up to 3 minutes late)`,
    `ask again in ${inSeconds} s`,
  )
}

export const metricQuery = (id: string, metric: Metric, periodSeconds: number): MetricDataQuery => ({
  Id: id,
  MetricStat: {
    Metric: {
      Namespace: metric.namespace,
      MetricName: metric.metric,
      Dimensions: Object.entries(metric.dimensions).map(([Name, Value]) => ({ Name, Value })),
    },
    Period: periodSeconds,
    Stat: metric.stat,
  },
  ReturnData: true,
})

/** Points by query id: time in ms → value. What CloudWatch does not call complete cannot be told. */
export async function points(
  world: World,
  queries: readonly MetricDataQuery[],
  window: Window,
  region: string | undefined,
): Promise<Map<string, Map<number, number>>> {
  const found = new Map<string, Map<number, number>>(queries.map(({ Id }) => [Id ?? '', new Map()]))
  const last = new Map<string, string>()
  let next: string | undefined
  do {
    const page = await read(
      world,
      { permission: 'cloudwatch:GetMetricData', ...(region === undefined ? {} : { region }) },
      CloudWatchClient,
      new GetMetricDataCommand({
        MetricDataQueries: [...queries],
        StartTime: new Date(window.from),
        EndTime: new Date(window.to),
        ScanBy: 'TimestampAscending',
        ...(next === undefined ? {} : { NextToken: next }),
      }),
    )
    for (const result of page.MetricDataResults ?? []) {
      const id = result.Id ?? ''
      const said = result.Messages?.map(({ Value }) => Value).join(', ')
      last.set(id, `${result.StatusCode}${said ? ` (${said})` : ''}`)
      result.Timestamps?.forEach((at, n) => {
        const value = result.Values?.[n]
        if (value !== undefined) found.get(id)?.set(at.getTime(), value)
      })
    }
    next = page.NextToken
  } while (next !== undefined)
  for (const id of found.keys()) {
    const status = last.get(id) ?? 'no result'
    if (/^Complete\b/.test(status)) continue
    throw new CannotTell(
      `CloudWatch calls the data of "${id}" ${status}`,
      'ask again; if it stays, try the query in the CloudWatch console',
    )
  }
  return found
}

export const total = (series: ReadonlyMap<number, number> | undefined): number => {
  let sum = 0
  for (const value of series?.values() ?? []) sum += value
  return sum
}
