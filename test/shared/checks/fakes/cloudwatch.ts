import type { Operations } from './account.ts'
import { evaluate } from './metric-math.ts'

export interface FakeAlarm {
  state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'
  composite?: boolean
  actionsEnabled?: boolean
  actions: string[]
  configuredAt: number
  /** Transitions, oldest first. */
  history: { at: number; from: string; to: string }[]
}
export interface CloudWatchState {
  alarms: Record<string, FakeAlarm>
  /** `<namespace> <metric> <dimension=value,…>` → value by minute. */
  metrics: Record<string, Map<number, number>>
  /** What GetMetricData says of each result. */
  metricStatus: 'Complete' | 'PartialData' | 'InternalError'
  topics: Record<string, string[]>
}

type Dimension = { Name: string; Value: string }
type Query = {
  Id: string
  Expression?: string
  MetricStat?: {
    Metric: { Namespace: string; MetricName: string; Dimensions: Dimension[] }
    Period: number
    Stat: string
  }
}
type Points = Map<number, number>

/** Answers as CloudWatch and SNS do: pages of one, metric alarms only unless asked for both types, Forbidden never. */
export function cloudwatch(state: CloudWatchState): Operations {
  return {
    'CloudWatch.DescribeAlarms': ({ AlarmNames, AlarmTypes = ['MetricAlarm'], NextToken }) => {
      const found = (AlarmNames as string[]).filter((name) => state.alarms[name] !== undefined).sort()
      const first = Number(NextToken ?? 0)
      const name = found[first]
      const shown = name === undefined ? [] : [described(name, state.alarms[name] as FakeAlarm)]
      const composite = name !== undefined && state.alarms[name]?.composite === true
      return {
        MetricAlarms: composite || !AlarmTypes.includes('MetricAlarm') ? [] : shown,
        CompositeAlarms: composite && AlarmTypes.includes('CompositeAlarm') ? shown : [],
        ...(first + 1 < found.length ? { NextToken: String(first + 1) } : {}),
      }
    },
    'CloudWatch.DescribeAlarmHistory': ({ AlarmName, StartDate, EndDate, AlarmTypes = ['MetricAlarm'], NextToken }) => {
      const alarm = state.alarms[AlarmName]
      const asked = AlarmTypes.includes(alarm?.composite ? 'CompositeAlarm' : 'MetricAlarm')
      const items = (asked ? (alarm?.history ?? []) : []).filter(
        ({ at }) => at >= StartDate.getTime() && at <= EndDate.getTime(),
      )
      const first = Number(NextToken ?? 0)
      return {
        AlarmHistoryItems: [...items]
          .reverse()
          .slice(first, first + 1)
          .map(({ at, from, to }) => ({
            AlarmName,
            Timestamp: new Date(at),
            HistoryItemType: 'StateUpdate',
            HistorySummary: `Alarm updated from ${from} to ${to}`,
            HistoryData: JSON.stringify({
              version: '1.0',
              oldState: { stateValue: from },
              newState: { stateValue: to },
            }),
          })),
        ...(first + 1 < items.length ? { NextToken: String(first + 1) } : {}),
      }
    },
    'CloudWatch.GetMetricData': ({ MetricDataQueries, StartTime, EndTime }) => {
      const queries = MetricDataQueries as Query[]
      const period = queries.find(({ MetricStat }) => MetricStat)?.MetricStat?.Period ?? 60
      const times: number[] = []
      for (let at = StartTime.getTime(); at < EndTime.getTime(); at += period * 1000) times.push(at)
      const series = new Map(
        queries.map((query) => [query.Id, query.MetricStat ? aggregated(state, query.MetricStat, times) : new Map()]),
      )
      for (const { Id, Expression } of queries) {
        if (Expression !== undefined) series.set(Id, evaluate(Expression, series as Map<string, Points>, times))
      }
      return {
        MetricDataResults: queries.map(({ Id }) => ({
          Id,
          StatusCode: state.metricStatus,
          Timestamps: [...(series.get(Id)?.keys() ?? [])].map((at) => new Date(at)),
          Values: [...(series.get(Id)?.values() ?? [])],
        })),
      }
    },
    'SNS.ListSubscriptionsByTopic': ({ TopicArn }) => {
      const subscriptions = state.topics[TopicArn]
      if (subscriptions === undefined)
        throw Object.assign(new Error('Topic does not exist'), { name: 'NotFoundException' })
      return {
        Subscriptions: subscriptions.map((SubscriptionArn) => ({ TopicArn, SubscriptionArn, Protocol: 'email' })),
      }
    },
  }
}

function described(name: string, alarm: FakeAlarm) {
  return {
    AlarmName: name,
    StateValue: alarm.state,
    StateReason: `Threshold Crossed: ${alarm.state}`,
    ActionsEnabled: alarm.actionsEnabled ?? true,
    AlarmActions: alarm.actions,
    AlarmConfigurationUpdatedTimestamp: new Date(alarm.configuredAt),
  }
}

export const metricKey = (namespace: string, metric: string, dimensions: Record<string, string>): string =>
  `${namespace} ${metric} ${Object.entries(dimensions)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join()}`

function aggregated(
  state: CloudWatchState,
  { Metric, Period, Stat }: NonNullable<Query['MetricStat']>,
  times: number[],
): Points {
  const dimensions = Object.fromEntries(Metric.Dimensions.map(({ Name, Value }) => [Name, Value]))
  const minutes = state.metrics[metricKey(Metric.Namespace, Metric.MetricName, dimensions)] ?? new Map<number, number>()
  const points: Points = new Map()
  for (const from of times) {
    const values = [...minutes].filter(([at]) => at >= from && at < from + Period * 1000).map(([, value]) => value)
    const sum = values.reduce((a, b) => a + b, 0)
    if (values.length > 0)
      points.set(from, Stat === 'Sum' ? sum : Stat === 'Average' ? sum / values.length : Math.max(...values))
  }
  return points
}
