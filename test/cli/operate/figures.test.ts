import { afterEach, describe, expect, it } from 'vitest'
import { figures } from '../../../cli/operate/figures.ts'
import type { Evidence } from '../../../shared/evidence/evidence.ts'
import { type Night, night } from './night.ts'

let open: Night | undefined
afterEach(() => open?.end())

const day = 86_400_000

async function nightWith(
  reports: Readonly<Record<string, Partial<Evidence['back']> | Evidence['outcome']>>,
): Promise<Night> {
  open = await night()
  const { bench } = open
  for (const [release, how] of Object.entries(reports)) {
    const restored = typeof how === 'object'
    const evidence = {
      outcome: restored ? 'rolled-back' : how,
      moments: { opened: new Date(bench.scheduler.now() - day).toISOString() },
      delivery: { changeFailed: restored || how === 'stuck' },
      ...(restored && { back: how }),
    }
    bench.account.s3.seed(bench.home.bucket, `evidence/serveml/production/${release}.json`, JSON.stringify(evidence))
  }
  return open
}
const back = (seconds: number) => ({ exposed: true, traffic: { limitSeconds: 300, seconds, late: false } })
const wish = { environment: 'production', days: 14 }

describe('tidegate figures', () => {
  it('counts each release once, by its newest report', async () => {
    const one = await nightWith({ 'a-1': 'released', 'b-1': 'stuck', 'b-1-again-1': back(240), 'c-1': 'refused' })
    const said = await one.as('ana', (tidegate, out) => figures(tidegate, 'serveml', wish, out), { json: true })
    expect(JSON.parse(said.text)).toMatchObject({
      releases: 3,
      released: 1,
      perWeek: 0.5,
      changeFailureShare: 0.5,
      restoreSeconds: 240,
    })
  })

  it('says the same in words', async () => {
    const one = await nightWith({ 'a-1': 'released', 'b-1': back(130) })
    const { text } = await one.as('ana', (tidegate, out) => figures(tidegate, 'serveml', wish, out))
    expect(text).toContain('serveml in production, the last 14 days')
    expect(text).toContain('change failure rate  50 %')
    expect(text).toContain('time to restore      2 min 10 s (median)')
  })

  it('tells that a system has left no evidence', async () => {
    const one = await nightWith({})
    const said = await one.as('ana', (tidegate, out) => figures(tidegate, 'servml', wish, out))
    expect(said.code).toBe(2)
    expect(said.text).toMatch(/^servml: no release to production has left evidence/)
  })
})
