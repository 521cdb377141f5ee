import { describe, expect, it } from 'vitest'
import { bill, billBeyondFree, totalCents } from '../../../cli/cost/bill.ts'

describe('a bill', () => {
  it('prices what was used, dearest first', () => {
    expect(bill({ transitions: 40, invocations: 1_000_000 })).toEqual([
      { what: 'invocations', units: 1_000_000, cents: 20 },
      { what: 'transitions', units: 40, cents: 0.1 },
    ])
  })

  it('adds up to what AWS would ask', () => {
    expect(totalCents(bill({ writeUnits: 2_000_000, readUnits: 2_000_000 }))).toBe(150)
    expect(totalCents([])).toBe(0)
  })

  it('asks nothing for what is free each month, and all for what lies beyond', () => {
    expect(totalCents(billBeyondFree({ transitions: 4000, dashboards: 1 }))).toBe(0)
    expect(totalCents(billBeyondFree({ transitions: 5000, dashboards: 1 }))).toBe(2.5)
  })

  it('knows no free tier for what has none', () => {
    expect(totalCents(billBeyondFree({ readUnits: 2_000_000 }))).toBe(25)
  })
})
