import {
  CloudWatchClient,
  type CompositeAlarm,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch'
import type { World } from '../../world.ts'
import { read } from './tell.ts'

export interface Alarm {
  readonly name: string
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'
  readonly because: string
  readonly actionsEnabled: boolean
  readonly actions: readonly string[]
  readonly configuredAt: number
  /** Set when CloudWatch could not evaluate it wholly. */
  readonly evaluation?: string
}

const inRegion = (region: string | undefined) => (region === undefined ? {} : { region })
const types = ['MetricAlarm', 'CompositeAlarm'] as const
/** DescribeAlarms takes so many names at once. */
const namesMax = 100

/** The alarms of these names, of either type; those that do not exist are not in the map. */
export async function alarmsByName(
  world: World,
  names: readonly string[],
  region?: string,
): Promise<Map<string, Alarm>> {
  const found = new Map<string, Alarm>()
  for (let first = 0; first < names.length; first += namesMax) {
    let next: string | undefined
    do {
      const page = await read(
        world,
        { permission: 'cloudwatch:DescribeAlarms', ...inRegion(region) },
        CloudWatchClient,
        // Without the types only metric alarms are told.
        new DescribeAlarmsCommand({
          AlarmNames: names.slice(first, first + namesMax),
          AlarmTypes: [...types],
          ...(next === undefined ? {} : { NextToken: next }),
        }),
      )
      for (const alarm of [...(page.MetricAlarms ?? []), ...(page.CompositeAlarms ?? [])]) {
        found.set(alarm.AlarmName ?? '', toAlarm(alarm))
      }
      next = page.NextToken
    } while (next !== undefined)
  }
  return found
}

function toAlarm(alarm: MetricAlarm & CompositeAlarm): Alarm {
  const evaluation = 'EvaluationState' in alarm ? alarm.EvaluationState : undefined
  return {
    name: alarm.AlarmName ?? '',
    state: alarm.StateValue ?? 'INSUFFICIENT_DATA',
    because: alarm.StateReason ?? '',
    actionsEnabled: alarm.ActionsEnabled ?? true,
    actions: alarm.AlarmActions ?? [],
    configuredAt: alarm.AlarmConfigurationUpdatedTimestamp?.getTime() ?? 0,
    ...(evaluation === undefined ? {} : { evaluation }),
  }
}

/** When the alarm was in ALARM between two moments, as far as its history says: the first time, or undefined. */
export async function wentOffAt(
  world: World,
  name: string,
  from: number,
  to: number,
  region?: string,
): Promise<number | undefined> {
  let first: number | undefined
  let next: string | undefined
  do {
    const page = await read(
      world,
      { permission: 'cloudwatch:DescribeAlarmHistory', ...inRegion(region) },
      CloudWatchClient,
      new DescribeAlarmHistoryCommand({
        AlarmName: name,
        AlarmTypes: [...types],
        HistoryItemType: 'StateUpdate',
        StartDate: new Date(from),
        EndDate: new Date(to),
        ScanBy: 'TimestampDescending',
        ...(next === undefined ? {} : { NextToken: next }),
      }),
    )
    for (const item of page.AlarmHistoryItems ?? []) {
      const at = item.Timestamp?.getTime() ?? from
      const { before, after } = states(item.HistoryData, item.HistorySummary)
      if (after === 'ALARM') first = Math.min(first ?? at, at)
      // It came back, so it was off when the watch began.
      else if (before === 'ALARM') first = from
    }
    next = page.NextToken
  } while (next !== undefined)
  return first
}

function states(
  data: string | undefined,
  summary: string | undefined,
): { before?: string | undefined; after?: string | undefined } {
  try {
    const { oldState, newState } = JSON.parse(data ?? '') as Record<string, { stateValue?: string }>
    return { before: oldState?.stateValue, after: newState?.stateValue }
  } catch {
    const match = /from (\w+) to (\w+)/.exec(summary ?? '')
    return { before: match?.[1], after: match?.[2] }
  }
}
