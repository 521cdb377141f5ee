import { describe, expect, it } from 'vitest'
import { doraOf } from '../../../shared/evidence/dora.ts'
import type { Evidence } from '../../../shared/evidence/evidence.ts'
import { fold } from '../../../shared/evidence/fold.ts'
import { canonical, digestOf } from '../../../shared/plan/digest.ts'
import type { Published } from '../../../shared/plan/publish.ts'
import { Manifest } from '../../../shared/plan/schema/manifest.ts'
import { scripted, serveml, story } from '../../stories/stage.ts'

const day = 86_400_000
const from = Date.UTC(2026, 10, 1)
const one = (dayNo: number, outcome: Evidence['outcome'], restore?: number, leadTime: number | 'unknown' = 'unknown') =>
  ({
    outcome,
    moments: { opened: new Date(from + dayNo * day).toISOString() },
    delivery: { changeFailed: outcome === 'rolled-back' || outcome === 'stuck', leadTime },
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

  it('know a lead time from those manifests that say when their first commit was made', () => {
    const said = [one(0, 'released', undefined, 7200), one(1, 'released'), one(2, 'released', undefined, 3600)]
    expect(doraOf(said, from, from + 7 * day).leadTime).toBe(5400)
  })
})

describe('the evidence of a release', () => {
  /** serveml as it would be published with a manifest that says when its first commit was made. */
  const told = async (committed: string) => {
    const scene = await serveml()
    const document = JSON.parse(scene.published) as Published
    const manifest = Manifest.parse({ ...document.manifest, committed })
    return { ...scene, published: canonical({ ...document, manifest, manifestDigest: digestOf(manifest) }) }
  }

  it('counts lead time from the first commit to all users being on it, the bake not included', async () => {
    const startAt = Date.UTC(2026, 10, 2, 10)
    const { everything } = await story(await told('2026-11-01T12:00:00+02:00'), [], { startAt })
    const { delivery, moments } = fold(everything!)
    expect(delivery.leadTime).toBeCloseTo(86_400 + (Date.parse(moments.moved!) - startAt) / 1000, 0)
    expect(Date.parse(moments.kept!)).toBeGreaterThan(Date.parse(moments.moved!))
  })

  it('knows none of a release that went back', async () => {
    const { faults } = scripted('alarm-in-the-bake.yaml')
    const { everything } = await story(await told('2026-11-01T10:00:00Z'), faults)
    expect(fold(everything!).delivery.leadTime).toBe('unknown')
  })
})
