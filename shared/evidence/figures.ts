import type { Evidence } from './evidence.ts'

/** What one release says about Tidegate itself, for CloudWatch: the fewest names that answer "are we getting better?". */
export interface Figure {
  readonly name: string
  readonly unit: 'Seconds' | 'Count'
  /** At most 100, as one embedded metric may hold. */
  readonly values: readonly number[]
}

const valuesMax = 100

/** Figures of a release that is about to end; what did not happen is left out, and is not zero. */
export function figuresOf(evidence: Evidence): Figure[] {
  const { back, checks, durations, gates, delivery, outcome } = evidence
  const firstUndo = back?.stages.map((one) => one.from).find((from) => from !== undefined)
  const all: Figure[] = [
    ...outcomes.map((one) => ({ name: one.name, unit: 'Count', values: [Number(one.outcome === outcome)] }) as const),
    seconds('FirstUndo', firstUndo === undefined ? [] : [between(back!.since, firstUndo)]),
    seconds('UsersBack', back?.exposed && back.traffic.seconds !== undefined ? [back.traffic.seconds] : []),
    seconds('EverythingBack', back?.everything.seconds !== undefined ? [back.everything.seconds] : []),
    seconds('Change', delivery.changeSeconds === undefined ? [] : [delivery.changeSeconds]),
    seconds(
      'Settle',
      durations.flatMap((one) => (one.seconds === undefined ? [] : [one.seconds])),
    ),
    seconds(
      'GateWait',
      gates.flatMap((one) => (one.seconds === undefined ? [] : [one.seconds])),
    ),
    { name: 'CheckFailures', unit: 'Count', values: [checks.filter((one) => one.verdict === 'fail').length] },
  ]
  return all.filter((one) => one.values.length > 0)
}

const outcomes = [
  { outcome: 'released', name: 'Released' },
  { outcome: 'refused', name: 'Refused' },
  { outcome: 'rolled-back', name: 'RolledBack' },
  { outcome: 'stuck', name: 'Stuck' },
] as const

const seconds = (name: string, values: readonly number[]): Figure => ({
  name: `${name}Seconds`,
  unit: 'Seconds',
  values: values.slice(0, valuesMax),
})

const between = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 1000

/**
 * The same as one embedded metric, to be logged as facts of a line: CloudWatch takes the numbers out of it.
 *
 * @param ledger name of the table, which tells two stages of one account apart
 *
 * Source: CloudWatch embedded metric format specification.
 */
export function embeddedMetrics(evidence: Evidence, ledger: string, at: number): Record<string, unknown> {
  const { system, environment } = evidence
  const figures = figuresOf(evidence)
  return {
    _aws: {
      Timestamp: at,
      CloudWatchMetrics: [
        {
          Namespace: 'Tidegate',
          Dimensions: [['ledger'], ['ledger', 'system', 'environment']],
          Metrics: figures.map(({ name, unit }) => ({ Name: name, Unit: unit })),
        },
      ],
    },
    ledger,
    system,
    environment,
    ...Object.fromEntries(figures.map(({ name, values }) => [name, values.length === 1 ? values[0] : values])),
  }
}
