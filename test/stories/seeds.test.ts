import { describe, expect, it } from 'vitest'
import { drawnFor } from '../../rehearsal/faults/drawn.ts'
import { firstBroken } from '../../rehearsal/properties/index.ts'
import { rehearse } from '../../rehearsal/rehearse.ts'
import { serveml } from './stage.ts'

/** A taste of the two hundred that .ci/run goes through by the command line, on all cores. */
const nights = 40

describe('nights with faults drawn from a seed', () => {
  it('all end in a named outcome with every property true', async () => {
    const scene = await serveml()
    const outcomes = new Map<string, number>()
    for (let seed = 1; seed <= nights; seed += 1) {
      const faults = await drawnFor(scene, seed)
      const run = await rehearse(scene, { seed, faults, requester: 'fay' })
      const again = `tidegate rehearse serveml --seeds ${seed}..${seed}\n${JSON.stringify(faults)}\n${run.outcome}: ${run.because}`
      const broken = firstBroken(run)
      expect(broken, `${broken?.property}: ${broken?.because}\n${again}`).toBeUndefined()
      outcomes.set(run.outcome!, (outcomes.get(run.outcome!) ?? 0) + 1)
    }
    // Faults that never change an outcome would prove nothing.
    expect(outcomes.get('released')).toBeGreaterThan(5)
    expect(outcomes.get('rolled-back')).toBeGreaterThan(5)
    expect(outcomes.get('refused')).toBeGreaterThan(0)
  }, 300_000)
})
