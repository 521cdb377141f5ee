import type { Run } from '../../rehearsal/rehearse.ts'
import { assumed } from './assumed.ts'
import type { Use } from './prices.ts'
import { transitions } from './transitions.ts'

type Used = Pick<Run, 'executions' | 'calls' | 'invocations' | 'logs'>

/** What one rehearsed release would have used of AWS, Tidegate's own part: not the tasks and deployments it starts. */
export function useOf({ executions, calls, invocations, logs }: Used): Use {
  const started = invocations.filter(({ phase }) => phase === 'started').length
  const events = executions.reduce((sum, { history }) => sum + history.length, 0)
  const called = (...names: string[]) => calls.filter(({ what }) => names.includes(what)).length
  const publishes = called('SNS.Publish')
  const logBytes =
    logs.reduce((sum, line) => sum + bytesOf(line), 0) +
    started * assumed.logBytesPerInvocation +
    events * assumed.logBytesPerHistoryEvent
  return {
    transitions: executions.reduce((sum, { history }) => sum + transitions(history), 0),
    invocations: started,
    gigabyteSeconds: started * assumed.workSeconds * assumed.memoryGigabytes,
    ...ledgerUnits(calls),
    queueRequests: called('SQS.SendMessage') * assumed.requestsPerMessage,
    publishes,
    mails: publishes,
    objectReads: called('S3.GetObject', 'S3.HeadObject'),
    objectWrites: called('S3.PutObject', 'S3.ListObjectsV2'),
    metricsRead: calls.reduce((sum, call) => sum + metricsIn(call), 0),
    alarmRequests: called('CloudWatch.DescribeAlarms', 'CloudWatch.DescribeAlarmHistory'),
    logGigabytes: logBytes / 1e9,
    traces: started,
    keyRequests: called('KMS.GenerateMac', 'KMS.VerifyMac'),
  }
}

type Call = Used['calls'][number]

/**
 * Strong reads in steps of 4 KB, writes in steps of 1 KB, twice as much in a transaction.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */
function ledgerUnits(calls: readonly Call[]): { readonly readUnits: number; readonly writeUnits: number } {
  let readUnits = 0
  let writeUnits = 0
  for (const { what, input, output } of calls) {
    if (what === 'ledger:GetItem' || what === 'ledger:Query') readUnits += steps(output ?? '', 4096)
    if (!what.startsWith('ledger:') || !isWriting(input)) continue
    const each = input.write.map((one) => steps((output as Told | undefined)?.now ?? one, 1024))
    writeUnits += each.reduce((sum, units) => sum + units, 0) * (each.length > 1 ? 2 : 1)
  }
  return { readUnits, writeUnits }
}

interface Told {
  readonly now?: unknown
}
const isWriting = (input: unknown): input is { write: unknown[] } =>
  Array.isArray((input as { write?: unknown } | null)?.write)
const steps = (value: unknown, bytes: number): number => Math.max(1, Math.ceil(bytesOf(value) / bytes))
const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value) ?? '')

/** Every metric asked for is billed; an expression over others is none. */
function metricsIn({ what, input }: Call): number {
  if (what !== 'CloudWatch.GetMetricData') return 0
  const { MetricDataQueries = [] } = input as { MetricDataQueries?: readonly { MetricStat?: unknown }[] }
  return MetricDataQueries.filter(({ MetricStat }) => MetricStat !== undefined).length
}
