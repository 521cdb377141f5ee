import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { planText } from '../../../cli/plan-text.ts'
import { editorSchemas } from '../../../cli/schema.ts'
import { loaded, resolved } from './files.ts'

describe('sides', () => {
  it('follow what is live: users on green go to blue', async () => {
    const plan = await resolved({ side: 'green' })
    expect(plan.sides).toMatchObject({ live: 'green', next: 'blue' })
    expect(plan.deploy.find((one) => one.name === 'backend')?.target).toMatchObject({ service: 'backend-blue' })
    expect(plan.cutover[1]?.target).toMatchObject({ from: 'green', to: 'blue' })
  })
  it('begin at the page at the first launch, which says so first', async () => {
    const plan = await resolved({ side: 'page' }, 'serveml-launch', '1.0.0')
    expect(plan.firstLaunch).toBe(true)
    expect(plan.sides).toMatchObject({ live: 'page', next: 'blue' })
    expect(plan.ttl).toMatchObject([{ kind: 'dns-ttl', target: { ttl: 60 } }])
    expect(plan.oldTtlSeconds).toBe(300)
    expect((await planText(plan)).split('\n')[3]).toContain('nothing to go back to but the maintenance page')
  })
})

describe('an unchanged digest', () => {
  it('makes its action and its move unchanged, and nothing else', async () => {
    const { web, ...rest } = loaded().manifest.artifacts
    const plan = await resolved({ side: 'blue', digests: { web: web!, backend: `${rest.backend}x` } })
    expect(plan.deploy.filter((one) => one.unchanged).map((one) => one.name)).toEqual(['web'])
    expect(plan.cutover.filter((one) => one.unchanged).map((one) => one.name)).toEqual(['web pointer'])
  })
  it('of everything on a side leaves the names where they are', async () => {
    const plan = await resolved({ side: 'blue', digests: { backend: loaded().manifest.artifacts.backend! } })
    expect(plan.cutover.find((one) => one.kind === 'route53-record')?.unchanged).toContain(
      'nothing on a side has changed',
    )
  })
  it('is meant by a manifest that does not name an artifact: a partial release is a small manifest', async () => {
    const plan = await resolved({ side: 'blue' }, 'serveml', '2.4.1')
    expect(plan.deploy.filter((one) => one.unchanged === undefined).map((one) => one.name)).toEqual(['web'])
  })
})

describe('what a plan says beforehand', () => {
  it('puts parts in the order of what they come after', async () => {
    const names = (await resolved({ side: 'blue' })).deploy.map((one) => one.name)
    expect(names.indexOf('web')).toBeGreaterThan(names.indexOf('backend'))
  })
  it('adds up the way back and compares it with the promise', async () => {
    const plan = await resolved({ side: 'blue' })
    expect(await planText(plan)).toMatch(/users back: about .* \(promised 5 min\)/)
    const hasty = { ...plan, back: { ...plan.back, fastSeconds: 20 } }
    expect(await planText(hasty)).toMatch(/users back: about .* \(TOO LONG: the plan promises 20 s/)
  })
  it('names why every check applies', async () => {
    const { checks } = await resolved({ side: 'blue' })
    expect(checks.length).toBeGreaterThan(20)
    for (const check of checks) expect(check.why, check.name).not.toBe('')
    expect(new Set(checks.map((check) => check.name)).size).toBe(checks.length)
  })
  it('is completed by editors from the very schemas that read it', () => {
    for (const { file, text } of editorSchemas()) expect(readFileSync(file, 'utf8'), file).toBe(text)
  })
})
