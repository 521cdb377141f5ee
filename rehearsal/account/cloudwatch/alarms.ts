import type * as Sdk from '@aws-sdk/client-cloudwatch'
import type { Timer } from '../../clock.ts'
import type { Account } from '../account.ts'
import { hash } from '../chance.ts'
import type { AlarmState } from '../state.ts'
import { evaluate, type Series } from './math.ts'
import { type Measured, minuteMs } from './measures.ts'

export interface Alarm {
  readonly name: string
  readonly arn: string
  readonly config: AlarmState
  readonly metrics: ReadonlyMap<string, Measured>
  value: Sdk.StateValue
  reason: string
  /** ms */
  changedAt: number
  configuredAt: number
  /** Held in its state by hand, whatever its metrics say. */
  forced: boolean
  readonly history: Sdk.AlarmHistoryItem[]
  timer: Timer | undefined
}

/** Newest minute that an evaluation sees: what ended so long before it. */
const evaluationLagMs = 90_000
/** After everything has come to rest, an alarm may still change while old points leave its window. */
const tailMinutes = 4

/**
 * Alarms are looked at only when something changes: users, or how they are served, are functions of time, so the
 * minute in which an alarm changes its state can be worked out, and nothing runs each minute.
 *
 * They see the metrics without their noise: an alarm that is quiet at a rate stays quiet at it for a day.
 */
export class Alarms {
  readonly #account: Account
  readonly #alarms: readonly Alarm[]

  constructor(account: Account, alarms: readonly Alarm[]) {
    this.#account = account
    this.#alarms = alarms
  }

  /** Something has changed: when does which alarm notice? */
  look(): void {
    for (const alarm of this.#alarms) this.#plan(alarm)
  }

  force(alarm: Alarm, state: Sdk.StateValue, reason: string): void {
    alarm.timer?.cancel()
    alarm.forced = state !== 'OK'
    this.#become(alarm, state, reason)
    this.#plan(alarm)
  }

  #plan(alarm: Alarm): void {
    alarm.timer?.cancel()
    alarm.timer = undefined
    if (alarm.forced) return
    const { clock, traffic } = this.#account
    const now = clock.now()
    const until = Math.max(now, traffic.settledAt()) + (alarm.config.periods + tailMinutes) * minuteMs
    // Each alarm has its own second of the minute.
    const offset = hash(alarm.name) % minuteMs
    let at = Math.floor(now / minuteMs) * minuteMs + offset
    if (at <= now) at += minuteMs
    const seen = new Map<number, number | undefined>()
    for (; at <= until; at += minuteMs) {
      const state = this.#judge(alarm, at, seen)
      if (state === undefined || state.value === alarm.value) continue
      alarm.timer = clock.after(at - now, () => {
        this.#become(alarm, state.value, state.reason)
        this.#plan(alarm)
      })
      return
    }
  }

  #judge(
    alarm: Alarm,
    at: number,
    seen: Map<number, number | undefined>,
  ): { value: Sdk.StateValue; reason: string } | undefined {
    const { periods, datapoints = periods, missing, threshold, compare } = alarm.config
    const newest = Math.floor((at - evaluationLagMs) / minuteMs) - 1
    let breaching = 0
    let known = 0
    let worst: number | undefined
    for (let minute = newest; minute > newest - periods; minute--) {
      if (!seen.has(minute)) seen.set(minute, this.#at(alarm, minute))
      const value = seen.get(minute)
      if (value !== undefined) known += 1
      const over = value === undefined ? missing === 'breaching' : compares[compare](value, threshold)
      if (!over) continue
      breaching += 1
      worst ??= value
    }
    if (known === 0 && missing === 'ignore') return undefined
    if (known === 0 && missing === 'missing') {
      return { value: 'INSUFFICIENT_DATA', reason: 'Insufficient Data: no data points were received' }
    }
    if (breaching >= datapoints) {
      const told = worst === undefined ? 'missing data' : Number(worst.toPrecision(5))
      return {
        value: 'ALARM',
        reason: `Threshold Crossed: ${breaching} out of the last ${periods} datapoints [${told}] was ${words[compare]} the threshold (${threshold}).`,
      }
    }
    return {
      value: 'OK',
      reason: `Threshold not crossed: the last ${periods} datapoints were not ${words[compare]} the threshold (${threshold}).`,
    }
  }

  #at({ metrics, config }: Alarm, minute: number): number | undefined {
    const series = new Map<string, Series>()
    for (const [id, { value }] of metrics) {
      const found = value(minute, true)
      series.set(id, new Map(found === undefined ? [] : [[minute, found]]))
    }
    const [first] = series.values()
    const result = config.expression === undefined ? (first as Series) : evaluate(config.expression, series, [minute])
    return typeof result === 'number' ? result : result.get(minute)
  }

  #become(alarm: Alarm, value: Sdk.StateValue, reason: string): void {
    if (alarm.value === value) return
    const now = this.#account.clock.now()
    const before = { value: alarm.value, reason: alarm.reason, timestamp: awsTime(alarm.changedAt) }
    alarm.history.push({
      AlarmName: alarm.name,
      AlarmType: 'MetricAlarm',
      Timestamp: new Date(now),
      HistoryItemType: 'StateUpdate',
      HistorySummary: `Alarm updated from ${alarm.value} to ${value}`,
      HistoryData: JSON.stringify({
        version: '1.0',
        oldState: { stateValue: alarm.value, stateReason: alarm.reason },
        newState: { stateValue: value, stateReason: reason },
      }),
    })
    alarm.value = value
    alarm.reason = reason
    alarm.changedAt = now
    this.#account.emit({
      source: 'aws.cloudwatch',
      'detail-type': 'CloudWatch Alarm State Change',
      resources: [alarm.arn],
      detail: {
        alarmName: alarm.name,
        state: { value, reason, timestamp: awsTime(now) },
        previousState: before,
        configuration: { metrics: [] },
      },
    })
  }
}

const awsTime = (at: number): string => new Date(at).toISOString().replace('Z', '+0000')

const compares: Readonly<Record<AlarmState['compare'], (value: number, threshold: number) => boolean>> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
}
const words: Readonly<Record<AlarmState['compare'], string>> = {
  GreaterThanThreshold: 'greater than',
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
}
