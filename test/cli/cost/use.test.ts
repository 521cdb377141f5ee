import { describe, expect, it } from 'vitest'
import { useOf } from '../../../cli/cost/use.ts'

type Call = Parameters<typeof useOf>[0]['calls'][number]
const call = (what: string, input: unknown = {}, output?: unknown): Call => ({
  n: 1,
  at: 0,
  by: 'bake',
  invocation: 1,
  what,
  input,
  ok: true,
  output,
})
const using = (...calls: Call[]) => useOf({ executions: [], invocations: [], logs: [], calls })
const item = (bytes: number) => ({ pk: 'R', sk: 'S', text: 'x'.repeat(bytes) })

describe('what a release used', () => {
  it('reads the ledger in steps of 4 KB, one for an item that is not there', () => {
    expect(using(call('ledger:GetItem', { get: {} }), call('ledger:Query', {}, [item(5000)])).readUnits).toBe(3)
  })

  it('writes in steps of 1 KB of the item as it became', () => {
    expect(using(call('ledger:PutItem', { write: [{ put: item(1500) }] })).writeUnits).toBe(2)
    const told = call('ledger:UpdateItem', { write: [{ set: {}, to: {} }] }, { ok: true, now: item(3000) })
    expect(using(told).writeUnits).toBe(3)
  })

  it('pays a transaction twice', () => {
    const write = [{ put: item(10) }, { check: {}, if: 'absent' }]
    expect(using(call('ledger:TransactWriteItems', { write })).writeUnits).toBe(4)
  })

  it('reads each metric that is asked for, and no expression over them', () => {
    const MetricDataQueries = [{ MetricStat: {} }, { MetricStat: {} }, { Expression: 'm1 / m2' }]
    expect(using(call('CloudWatch.GetMetricData', { MetricDataQueries })).metricsRead).toBe(2)
  })

  it('counts a message of the queue as sent, received and deleted', () => {
    expect(using(call('SQS.SendMessage')).queueRequests).toBe(3)
  })
})
