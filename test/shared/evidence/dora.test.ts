import { describe, expect, it } from 'vitest'
import { doraOf } from '../../../shared/evidence/dora.ts'
import type { Evidence } from '../../../shared/evidence/evidence.ts'

const day = 86_400_000
const from = Date.UTC(2026, 10, 1)
const one = (dayNo: number, outcome: Evidence['outcome'], restore?: number) =>
  ({
    outcome,
    moments: { opened: new Date(from + dayNo * day).toISOString() },
    delivery: { changeFailed: outcome === 'rolled-back' || outcome === 'stuck' },
    ...(restore !== undefined && { back: { exposed: true, traffic: { seconds: restore } } }),
  }) as unknown as Evidence

describe('the four keys', () => {
  const nights = [
    one(0, 'released'),
    one(2, 'rolled-back', 120),
    one(5, 'refused'),
    one(7, 'released'),
    one(9, 'stuck', 300),
    one(13, 'open'),
    one(20, 'released'),
  ]

  it('count what ended within the time; a refused release is no change', () => {
    expect(doraOf(nights, from, from + 14 * day)).toEqual({
      releases: 5,
      released: 2,
      perWeek: 1,
      changeFailureShare: 0.5,
      restoreSeconds: 210,
      leadTime: 'unknown',
    })
  })

  it('say nothing of what never happened', () => {
    expect(doraOf([one(1, 'refused')], from, from + 7 * day)).toEqual({
      releases: 1,
      released: 0,
      perWeek: 0,
      leadTime: 'unknown',
    })
  })
})
