import type * as Sdk from '@aws-sdk/client-cloudwatch'
import type { Account } from '../account.ts'
import type { Answer } from '../answer.ts'
import { AwsError, type Service } from '../port.ts'
import type { QueryState } from '../state.ts'
import { type Alarm, Alarms } from './alarms.ts'
import { evaluate, type Series } from './math.ts'
import { type Measured, measured, minuteMs } from './measures.ts'

const queriesMax = 500
/** An alarm that was there before the rehearsal has not been touched for a month. */
const oldMs = 30 * 86_400_000

/** Metrics as functions of time, and the alarms that watch them. */
export class CloudWatch implements Service {
  readonly client = 'CloudWatch'
  readonly latency = { GetMetricData: [40, 160], '*': [20, 90] } as const
  readonly #account: Account
  readonly #alarms = new Map<string, Alarm>()
  readonly #watching: Alarms
  readonly #fixed: { readonly query: QueryState; value: number }[]

  constructor(account: Account) {
    this.#account = account
    this.#fixed = account.state.metrics.map(({ value, ...query }) => ({ query, value }))
    const since = account.clock.now() - oldMs
    for (const [name, config] of Object.entries(account.state.alarms)) {
      const metrics = Object.entries(config.metrics).map(([id, query]): [string, Measured] => [
        id,
        this.#measured(query),
      ])
      this.#alarms.set(name, {
        name,
        arn: account.arn('cloudwatch', `alarm:${name}`),
        config,
        metrics: new Map(metrics),
        value: config.state,
        reason: 'Threshold not crossed',
        changedAt: since,
        configuredAt: since,
        forced: false,
        history: [],
        timer: undefined,
      })
    }
    this.#watching = new Alarms(account, [...this.#alarms.values()])
  }

  /** Users, or how they are served, have changed. */
  look(): void {
    this.#watching.look()
  }

  /** An alarm is in this state whatever its metrics say; OK gives it back to them. */
  forceAlarm(name: string, state: Sdk.StateValue, reason: string): void {
    const alarm = this.#alarms.get(name)
    if (alarm === undefined) {
      throw new Error(`alarm "${name}" cannot go off: account.yaml has only ${[...this.#alarms.keys()].join(', ')}`)
    }
    this.#watching.force(alarm, state, reason)
  }

  /** Somebody edits an alarm by hand. */
  editAlarm(name: string): void {
    const alarm = this.#alarms.get(name)
    if (alarm !== undefined) alarm.configuredAt = this.#account.clock.now()
  }

  /** A metric that no users feed has this value from now on. */
  setMetric(query: QueryState, value: number): void {
    const known = this.#fixed.find((one) => sameMetric(one.query, query))
    if (known === undefined) this.#fixed.push({ query, value })
    else known.value = value
    this.look()
  }

  alarm(name: string): { readonly value: Sdk.StateValue; readonly reason: string } | undefined {
    return this.#alarms.get(name)
  }

  readonly operations = {
    GetMetricData: (input: Sdk.GetMetricDataCommandInput): Answer<Sdk.GetMetricDataCommandOutput> => {
      const { MetricDataQueries: queries = [], StartTime, EndTime } = input
      if (queries.length === 0 || queries.length > queriesMax || StartTime === undefined || EndTime === undefined) {
        throw new AwsError('ValidationError', `1 to ${queriesMax} queries with StartTime and EndTime are taken`)
      }
      if (StartTime >= EndTime)
        throw new AwsError('ValidationError', 'The parameter StartTime must be less than the parameter EndTime.')
      const period = queries.find(({ MetricStat }) => MetricStat !== undefined)?.MetricStat?.Period ?? 60
      const times = this.#times(StartTime.getTime(), EndTime.getTime(), period)
      const series = new Map<string, Series>()
      for (const { Id = '', MetricStat } of queries) {
        if (MetricStat !== undefined) series.set(Id, this.#series(MetricStat, times, period))
      }
      for (const { Id = '', Expression } of queries) {
        if (Expression === undefined) continue
        const value = evaluate(Expression, series, times)
        series.set(Id, typeof value === 'number' ? new Map(times.map((at) => [at, value])) : value)
      }
      const newestFirst = input.ScanBy !== 'TimestampAscending'
      return {
        MetricDataResults: queries
          .filter(({ ReturnData = true }) => ReturnData)
          .map(({ Id = '', Label }) => {
            const points = [...(series.get(Id) ?? [])].sort(([a], [b]) => (newestFirst ? b - a : a - b))
            return {
              Id,
              Label: Label ?? Id,
              Timestamps: points.map(([at]) => new Date(at)),
              Values: points.map(([, value]) => value),
              StatusCode: 'Complete' as const,
            }
          }),
        Messages: [],
      }
    },
    DescribeAlarms: (input: Sdk.DescribeAlarmsCommandInput): Answer<Sdk.DescribeAlarmsCommandOutput> => {
      const { AlarmNames, AlarmNamePrefix = '', StateValue, AlarmTypes = ['MetricAlarm'] } = input
      const found = [...this.#alarms.values()].filter(
        ({ name, value }) =>
          (AlarmNames === undefined || AlarmNames.includes(name)) &&
          name.startsWith(AlarmNamePrefix) &&
          (StateValue === undefined || value === StateValue),
      )
      return { MetricAlarms: AlarmTypes.includes('MetricAlarm') ? found.map(tell) : [], CompositeAlarms: [] }
    },
    DescribeAlarmHistory: (
      input: Sdk.DescribeAlarmHistoryCommandInput,
    ): Answer<Sdk.DescribeAlarmHistoryCommandOutput> => {
      const { AlarmName, HistoryItemType, StartDate, EndDate, ScanBy = 'TimestampDescending' } = input
      const items = [...this.#alarms.values()]
        .filter(({ name }) => AlarmName === undefined || name === AlarmName)
        .flatMap(({ history }) => history)
        .filter(
          ({ Timestamp = new Date(0), HistoryItemType: type }) =>
            (HistoryItemType === undefined || type === HistoryItemType) &&
            (StartDate === undefined || Timestamp >= StartDate) &&
            (EndDate === undefined || Timestamp <= EndDate),
        )
        .sort((a, b) => (a.Timestamp?.getTime() ?? 0) - (b.Timestamp?.getTime() ?? 0))
      if (ScanBy === 'TimestampDescending') items.reverse()
      return { AlarmHistoryItems: items.map((item) => ({ ...item })) }
    },
  }

  #measured(query: QueryState): Measured {
    return measured(this.#account, query, (one) => this.#fixed.find((known) => sameMetric(known.query, one))?.value)
  }

  #times(from: number, to: number, periodSeconds: number): number[] {
    const periodMs = periodSeconds * 1000
    const times: number[] = []
    for (let at = Math.floor(from / periodMs) * periodMs; at < to; at += periodMs) times.push(at)
    return times
  }

  #series({ Metric = {}, Stat = 'Sum' }: Sdk.MetricStat, times: readonly number[], periodSeconds: number): Series {
    const dimensions = Object.fromEntries((Metric.Dimensions ?? []).map(({ Name = '', Value = '' }) => [Name, Value]))
    const query = { namespace: Metric.Namespace ?? '', metric: Metric.MetricName ?? '', dimensions, stat: Stat }
    const { value, landedAt } = this.#measured(query)
    const now = this.#account.clock.now()
    const series = new Map<number, number>()
    for (const at of times) {
      const seen: number[] = []
      const first = Math.floor(at / minuteMs)
      for (let minute = first; minute < first + periodSeconds / 60; minute++) {
        const one = landedAt(minute) <= now ? value(minute) : undefined
        if (one !== undefined) seen.push(one)
      }
      if (seen.length > 0) series.set(at, fold(Stat, seen))
    }
    return series
  }
}

function fold(stat: string, values: readonly number[]): number {
  const sum = values.reduce((total, one) => total + one, 0)
  if (stat === 'Sum' || stat === 'SampleCount') return sum
  if (stat === 'Average') return sum / values.length
  // Percentiles of minutes cannot be added up; the worst minute is on the safe side.
  return stat === 'Minimum' ? Math.min(...values) : Math.max(...values)
}

function sameMetric(a: QueryState, b: QueryState): boolean {
  if (a.namespace !== b.namespace || a.metric !== b.metric) return false
  const names = new Set([...Object.keys(a.dimensions), ...Object.keys(b.dimensions)])
  return [...names].every((name) => a.dimensions[name] === b.dimensions[name])
}

const tell = ({ name, arn, config, value, reason, changedAt, configuredAt }: Alarm): Sdk.MetricAlarm => ({
  AlarmName: name,
  AlarmArn: arn,
  ...(config.description !== undefined && { AlarmDescription: config.description }),
  AlarmConfigurationUpdatedTimestamp: new Date(configuredAt),
  ActionsEnabled: config.actionsEnabled,
  AlarmActions: [...config.actions],
  OKActions: [],
  StateValue: value,
  StateReason: reason,
  StateUpdatedTimestamp: new Date(changedAt),
  StateTransitionedTimestamp: new Date(changedAt),
  EvaluationPeriods: config.periods,
  DatapointsToAlarm: config.datapoints ?? config.periods,
  Threshold: config.threshold,
  ComparisonOperator: config.compare,
  TreatMissingData: config.missing,
})
