import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonical, digestOf } from '../../../shared/plan/digest.ts'
import { loadPlan } from '../../../shared/plan/load.ts'
import { parsePublished, publishedPlan } from '../../../shared/plan/publish.ts'
import { loaded, sources } from './files.ts'

const shuffled = (value: unknown, random: () => number): unknown => {
  if (Array.isArray(value)) return value.map((one) => shuffled(one, random))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, one]) => [name, shuffled(one, random), random()] as const)
  return Object.fromEntries(entries.sort((a, b) => a[2] - b[2]).map(([name, one]) => [name, one]))
}

describe('the digest', () => {
  it('does not see the order of keys, and sees every change of a value', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.jsonValue(),
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (a, b, stream) => {
          expect(digestOf(shuffled(a, () => stream.next().value as number))).toBe(digestOf(a))
          expect(digestOf(a) === digestOf(b)).toBe(canonical(a) === canonical(b))
        },
      ),
    )
  })
  it('of a plan does not see comments, blanks or its rehearsal, and sees a changed share', () => {
    const digest = (edit: (text: string) => string) => {
      const all = sources()
      const result = loadPlan({ ...all, plan: { ...all.plan, text: edit(all.plan.text) } })
      if (!result.ok) throw new Error('the edit broke the plan')
      return parsePublished(publishedPlan(result.loaded)).planDigest
    }
    const now = digest((text) => text)
    expect(digest((text) => text.replaceAll(/#.*$/gm, '').replace('bake: 24h', 'bake:   "24h"'))).toBe(now)
    expect(digest((text) => text.replace('after: 12m', 'after: 99m'))).toBe(now)
    expect(digest((text) => text.replace('tripwire: 1%', 'tripwire: 2%'))).not.toBe(now)
  })
  it('proves that what is published was not changed', () => {
    const text = publishedPlan(loaded())
    expect(() => parsePublished(text.replace('"bake":86400', '"bake":60'))).toThrow('does not match its own digests')
    expect(() => parsePublished('{}')).toThrow('no plan that this Tidegate can read')
    expect(publishedPlan(loaded())).toBe(text)
  })
})
