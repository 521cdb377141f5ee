import type { Metrics as PowertoolsMetrics } from '@aws-lambda-powertools/metrics'
import type { Evidence } from './evidence.ts'

/** What one release says about Tidegate itself, for CloudWatch: the fewest names that answer "are we getting better?". */
export interface Figure {
  readonly name: string
  readonly unit: 'Seconds' | 'Count'
  /** Fewer than 100: with as many, which is all that one embedded metric may hold, Powertools prints and forgets them. */
  readonly values: readonly number[]
}

const valuesMax = 99

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
 * @param Metrics Powertools', which only its caller loads; it knows the format, its units and its limits
 * @param ledger name of the table, which tells two stages of one account apart
 *
 * Source: CloudWatch embedded metric format specification.
 */
export const embeddedMetrics = (
  Metrics: typeof PowertoolsMetrics,
  evidence: Evidence,
  ledger: string,
  at: number,
): Record<string, unknown> => embedded(Metrics, evidence, figuresOf(evidence), ledger, at)

/** Of a release that ends stuck without a report: the alarm on it must ring all the same. */
export const stuckMetric = (
  Metrics: typeof PowertoolsMetrics,
  of: { readonly system: string; readonly environment: string },
  ledger: string,
  at: number,
): Record<string, unknown> => embedded(Metrics, of, [{ name: 'Stuck', unit: 'Count', values: [1] }], ledger, at)

function embedded(
  Metrics: typeof PowertoolsMetrics,
  { system, environment }: { readonly system: string; readonly environment: string },
  figures: readonly Figure[],
  ledger: string,
  at: number,
): Record<string, unknown> {
  const metrics = new Metrics({ namespace: 'Tidegate' })
  // It would put the function's name beside every dimension: a release is no function's.
  metrics.clearDefaultDimensions()
  metrics.setDefaultDimensions({ ledger })
  // By the ledger alone, and by system and environment besides.
  metrics.addDimensions({}).addDimensions({ system, environment })
  for (const { name, unit, values } of figures) {
    for (const value of values) metrics.addMetric(name, unit, value)
  }
  const made = metrics.serializeMetrics()
  // The World's time, which in a rehearsal is not the machine's.
  return { ...made, _aws: { ...made._aws, Timestamp: at } }
}
