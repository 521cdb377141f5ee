import { describe, expect, it } from 'vitest'
import { lasting } from '../../../cli/plan/lasting.ts'
import { planText } from '../../../cli/plan-text.ts'
import { openScene } from '../../../cli/scene.ts'
import { loaded, resolved } from './files.ts'

const textOf = async (plan: string, version: string) => {
  const { resolved, images } = await openScene(plan, { version })
  return planText(resolved, images)
}

describe('what a plan says beforehand', () => {
  it('is told top to bottom, in the order of the night', async () => {
    const text = await textOf('serveml', '2.4.0')
    const titles = [
      'Preflight:',
      'Gate "go"',
      'Back up',
      'Deploy: nobody notices',
      'Verify: tasks',
      'Verify: checks of green',
      'Gate "cutover"',
      'Cut over: users notice',
      'Watched at each step',
      'Watched while it bakes for 24 h',
      'The way back',
      'Forecast:',
    ]
    const places = titles.map((title) => text.indexOf(`\n  ${title}`))
    expect(places.filter((place) => place < 0)).toEqual([])
    expect(places).toEqual([...places].sort((a, b) => a - b))
  })
  it('says what an undo goes back to, as it is now', async () => {
    const text = await textOf('serveml', '2.4.0')
    expect(text).toContain('back: api.serveml.example A to blue 100 %, green 0 %, page 0 %, in about 2 min')
    expect(text).toContain('back: model-serving-wrapper:live to version 41, in about 5 s')
    expect(text).toContain('back: https://app.serveml.example/ to "releases/13d3f40ac3d2/", in about 30 s')
  })
  it('begins with having nothing to go back to, at a first launch', async () => {
    const [first] = (await textOf('serveml-launch', '1.0.0')).split('\n')
    expect(first).toBe('! First launch: there is nothing to go back to but the maintenance page.')
  })
  it('says of a partial release that users stay where they are', async () => {
    const text = await textOf('serveml', '2.4.1')
    expect(text).toContain('users are on blue and stay there')
    expect(text).toContain('= backend: unchanged (it is not in the manifest, so it did not change)')
    expect(text).toContain('exposure: web pointer · about 30 s')
  })
  it('shows no digest in full: --json does', async () => {
    expect(await textOf('serveml', '2.4.0')).not.toMatch(/[0-9a-f]{64}/)
  })
})

describe('the way back', () => {
  it('takes the longest of each stage, and the stages one after the other', async () => {
    const text = await planText(await resolved({ side: 'blue' }))
    expect(text).toContain('users back: about 2 min (promised 5 min)')
    expect(text).toContain('if the release itself dies: up to 3 min, for that is noticed within 1 min')
    expect(text).toContain('everything back: about 5 min (promised 30 min)')
  })
  it('is told truly when it takes longer than the plan promises', async () => {
    const plan = await resolved({ side: 'blue' })
    const hasty = await planText({ ...plan, back: { ...plan.back, fastSeconds: 60, fullSeconds: 120 } })
    expect(hasty).toContain(
      'users back: about 2 min (TOO LONG: the plan promises 1 min; make it shorter, or promise less)',
    )
    expect(hasty).toContain(
      'if the release itself dies: up to 3 min, for that is noticed within 1 min: MORE THAN PROMISED',
    )
    expect(hasty).toContain(
      'everything back: about 5 min (TOO LONG: the plan promises 2 min; make it shorter, or promise less)',
    )
  })
  it('counts nothing that is unchanged', async () => {
    const { backend } = loaded().manifest.artifacts
    const plan = await resolved({ side: 'blue', digests: { backend: backend! } })
    const text = await planText({ ...plan, cutover: plan.cutover.filter((one) => one.kind !== 'site-pointer') })
    expect(text).toContain('users back: about 5 s')
  })
})

describe('a duration', () => {
  it.each([
    [0, '0 s'],
    [59.6, '1 min'],
    [95, '1 min 35 s'],
    [3600, '1 h'],
    [86_400, '24 h'],
    [604_800, '7 d'],
  ])('of %d seconds is "%s"', (seconds, words) => expect(lasting(seconds)).toBe(words))
})
