import { secondsMax } from '../limits.ts'
import { arrayAt, checkFields, objectAt, type Report, type Source } from './report.ts'
import type { Checks } from './scope.ts'
import { checkData } from './state.ts'

const retrierFields = [
  'ErrorEquals',
  'IntervalSeconds',
  'MaxAttempts',
  'BackoffRate',
  'MaxDelaySeconds',
  'JitterStrategy',
  'Comment',
]
const catcherFields = ['ErrorEquals', 'Next', 'Output', 'Assign', 'Comment']
const maxDelaySeconds = 31_622_400

/** Checks the retriers and catchers of a state. */
export function checkRecovery(checks: Checks, state: Source, at: string): void {
  const { report } = checks
  for (const [entry, where, last] of entries(report, state.Retry, `${at}/Retry`)) {
    checkFields(report, where, entry, retrierFields, ['ErrorEquals'])
    checkErrors(report, entry.ErrorEquals, `${where}/ErrorEquals`, last)
    checkRetrier(report, entry, where)
  }
  for (const [entry, where, last] of entries(report, state.Catch, `${at}/Catch`)) {
    checkFields(report, where, entry, catcherFields, ['ErrorEquals', 'Next'])
    checkErrors(report, entry.ErrorEquals, `${where}/ErrorEquals`, last)
    checkData(checks, entry, where, { errorOutput: true, task: state.Type === 'Task' })
  }
}

function* entries(report: Report, list: unknown, at: string): Generator<[Source, string, boolean]> {
  if (list === undefined) return
  if (!Array.isArray(list)) {
    report.schema(at, 'Expected value of type [ARRAY]')
    return
  }
  for (const [index, each] of list.entries()) {
    const entry = objectAt(report, `${at}[${index}]`, each)
    if (entry !== undefined) yield [entry, `${at}[${index}]`, index === list.length - 1]
  }
}

function checkErrors(report: Report, errors: unknown, at: string, last: boolean): void {
  if (errors === undefined) return
  const names = arrayAt(report, at, errors)
  for (const [index, name] of names.entries()) {
    if (typeof name !== 'string') report.schema(`${at}[${index}]`, 'Expected value of type [STRING]')
  }
  if (names.includes('States.ALL') && (names.length > 1 || !last)) {
    report.schema(at, 'States.ALL must appear alone and at end of list')
  }
}

function checkRetrier(report: Report, retrier: Source, at: string): void {
  const whole = (field: string, min: number, max: number): void => {
    const value = retrier[field]
    if (value === undefined) return
    if (!Number.isInteger(value) || (value as number) < min || (value as number) > max) {
      report.schema(`${at}/${field}`, `${field} should be a whole number between ${min} and ${max}`)
    }
  }
  whole('IntervalSeconds', 1, secondsMax)
  whole('MaxAttempts', 0, secondsMax)
  whole('MaxDelaySeconds', 1, maxDelaySeconds)
  const { BackoffRate: rate, JitterStrategy: jitter, MaxDelaySeconds: max, IntervalSeconds: interval = 1 } = retrier
  if (rate !== undefined && !(typeof rate === 'number' && rate >= 1)) {
    report.schema(`${at}/BackoffRate`, 'BackoffRate should be a number, at least 1')
  }
  if (jitter !== undefined && jitter !== 'FULL' && jitter !== 'NONE') {
    report.schema(`${at}/JitterStrategy`, 'Value should be one of the following: [FULL, NONE]')
  }
  if (typeof max === 'number' && typeof interval === 'number' && max <= interval) {
    report.schema(`${at}/MaxDelaySeconds`, 'MaxDelaySeconds must be greater than IntervalSeconds')
  }
}
