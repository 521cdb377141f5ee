import { describe, expect, it } from 'vitest'
import { beside, median } from './statistics.ts'

describe('the median', () => {
  it('is the middle, whatever one slow run says', () => {
    expect(median([30, 900, 10])).toBe(30)
    expect(median([4, 1, 3, 2])).toBe(2.5)
  })

  it('is nothing that could be made up', () => {
    expect(() => median([])).toThrow(/at least once/)
  })
})

describe('a handler beside an empty one', () => {
  it('is told as milliseconds over it, and as its multiple', () => {
    const turns = [
      { empty: 40, handler: 60 },
      { empty: 40, handler: 60 },
    ]
    expect(beside(turns)).toEqual({ overMs: 20, leastOverMs: 20, ratio: 1.5 })
  })

  it('is compared within a turn, so that an hour in which all is slow says nothing', () => {
    const turns = [
      { empty: 40, handler: 60 },
      { empty: 80, handler: 101 },
      { empty: 200, handler: 222 },
    ]
    expect(beside(turns)).toMatchObject({ overMs: 21, leastOverMs: 20 })
  })
})
