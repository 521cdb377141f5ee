import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bakeOf, gateOf, nights } from '../../../cli/cost/nights.ts'
import { costPage } from '../../../cli/cost/page.ts'
import { useOf } from '../../../cli/cost/use.ts'

const lived = await nights()

describe('the cost of serveml', () => {
  it('is what docs/reference/cost.md says: npm run cost writes it anew', () => {
    const written = readFileSync(join(import.meta.dirname, '../../../docs/reference/cost.md'), 'utf8')
    expect(costPage(lived)).toBe(written)
  })

  it('is at most sixty transitions, the way back included', () => {
    expect(lived.released.outcome).toBe('released')
    expect(lived.rolledBack.outcome).toBe('rolled-back')
    expect(useOf(lived.released).transitions).toBeLessThanOrEqual(60)
    expect(useOf(lived.rolledBack).transitions).toBeLessThanOrEqual(60)
  })

  it('is no transition and under fifty events for a day of bake and for a week at a gate', () => {
    expect(lived.weekOfWaiting.outcome).toBe('released')
    for (const wait of [bakeOf(lived), gateOf(lived)]) {
      expect(wait.seconds).toBeGreaterThanOrEqual(86_400)
      expect(wait.transitions).toBe(0)
      expect(wait.events).toBeLessThan(50)
    }
  })

  it('holds every look of the bake, also those that a rehearsal skips', () => {
    const looks = lived.released.invocations.filter((one) => one.function === 'bake' && one.phase === 'started')
    expect(looks.length).toBeGreaterThan(1400)
  })
})
