import { describe, expect, it } from 'vitest'
import { loaded, resolved, resolvedEdited } from './files.ts'

const digests = () => loaded().manifest.artifacts as Readonly<Record<string, string>>
const former = (part: string) => ({ [part]: `sha256:${'f'.repeat(64)}` })

describe('sides', () => {
  it('follow what is live: users on green go to blue, and so does everything that is about sides', async () => {
    const plan = await resolved({ side: 'green' })
    expect(plan.sides).toMatchObject({ live: 'green', next: 'blue' })
    expect(plan.deploy.find((one) => one.name === 'backend')?.target).toMatchObject({ service: 'backend-blue' })
    expect(plan.cutover[1]?.target).toMatchObject({ from: 'green', to: 'blue' })
    expect(plan.verify[0]?.target).toMatchObject({
      command: expect.arrayContaining(['blue', 'alb-blue.eu-west-1.elb.example']),
    })
    expect(plan.checks.filter((check) => check.name.endsWith('on blue')).length).toBeGreaterThan(0)
    expect(plan.checks.find((check) => check.kind === 'side-answers')?.name).toBe('green answers')
  })
  it('begin at the page at the first launch', async () => {
    const plan = await resolved({ side: 'page' }, 'serveml-launch', '1.0.0')
    expect(plan.firstLaunch).toBe(true)
    expect(plan.sides).toMatchObject({ live: 'page', next: 'blue' })
    expect(plan.notes[0]).toBe('First launch: there is nothing to go back to but the maintenance page.')
    expect(plan.checks.find((check) => check.kind === 'side-answers')?.ask).toMatchObject({ expect: { status: 503 } })
    expect(plan.checks.filter((check) => check.kind === 'ecs-former')).toEqual([])
  })
  it('lower the TTL of records that have a longer one, and no other', async () => {
    const launch = await resolved({ side: 'page' }, 'serveml-launch', '1.0.0')
    expect(launch.ttl).toMatchObject([{ kind: 'dns-ttl', target: { ttl: 60 } }])
    expect(launch.oldTtlSeconds).toBe(300)
    const alias = await resolved({ side: 'blue' })
    expect([alias.ttl, alias.oldTtlSeconds]).toEqual([[], 0])
  })
})

describe('an unchanged digest', () => {
  it('makes its part and its move unchanged, and nothing else', async () => {
    const { web } = digests()
    const plan = await resolved({ side: 'blue', digests: { web: web!, ...former('backend') } })
    expect(plan.deploy.filter((one) => one.unchanged).map((one) => one.name)).toEqual(['web'])
    expect(plan.cutover.filter((one) => one.unchanged).map((one) => one.name)).toEqual(['web pointer'])
  })
  it('of everything on a side leaves users where they are, and what is watched is where they are', async () => {
    const plan = await resolved({ side: 'blue', digests: { backend: digests().backend! } })
    expect(plan.cutover.find((one) => one.kind === 'route53-record')?.unchanged).toBe(
      'nothing on a side is new: backend',
    )
    expect(plan.sides.next).toBe('blue')
    const errors = plan.checks.find((check) => check.name === 'error rate')!
    expect(JSON.stringify(errors.ask)).toContain('app/alb-blue/')
    expect(errors.moves).toBeUndefined()
    expect(plan.checks.some((check) => check.kind === 'traffic-share')).toBe(false)
  })
  it('is meant by a manifest that does not list an artifact: a partial release is a small manifest', async () => {
    const plan = await resolved({ side: 'blue', digests: { backend: digests().backend! } }, 'serveml', '2.4.1')
    expect(plan.deploy.filter((one) => one.unchanged === undefined).map((one) => one.name)).toEqual(['web'])
  })
  it('of the side puts no load on users, and still runs the smoke test', async () => {
    const plan = await resolved({ side: 'blue', digests: { backend: digests().backend! } }, 'serveml', '2.4.1')
    expect(plan.verify.map(({ name, unchanged }) => [name, unchanged])).toEqual([
      ['smoke', undefined],
      ['load', 'users stay on blue: no load is put on them'],
    ])
    expect(plan.verify[0]?.target).toMatchObject({ digest: digests().backend })
  })
  it('of everything is said', async () => {
    const plan = await resolved({ side: 'blue', digests: digests() })
    expect(plan.notes).toEqual(['Nothing is new: every digest of this manifest is live already.'])
  })
  it('that nobody tells refuses, where it is needed', async () => {
    await expect(resolved({ side: 'blue' }, 'serveml', '2.4.1')).rejects.toThrow(
      'manifest: it does not list "backend", and what runs on blue does not tell its digest; nothing was changed; list it',
    )
  })
})

describe('a service in place', () => {
  const inPlace = {
    plan: [
      ['backend: {ecs-service: "${side.service}"', 'backend: {ecs-service: backend-blue, strategy: rolling'],
      [
        '  - {names: api.serveml.example, to: "${side.target}", steps: [5, 25, 100], watch: 10m}',
        '  - {ecs-service: backend-blue, strategy: rolling}',
      ],
    ],
  } as const
  it('is a move of the cutover and no part that nobody notices, which the plan says', async () => {
    const plan = await resolvedEdited({ side: 'former' }, inPlace)
    expect(plan.deploy.map((one) => one.name)).toEqual(['model-serving', 'web'])
    expect(plan.deploy.find((one) => one.name === 'web')?.after).toEqual([])
    const move = plan.cutover.find((one) => one.kind === 'ecs-service')!
    expect(move).toMatchObject({
      name: 'backend-blue',
      phase: 'cutover',
      target: { exposes: true, strategy: 'rolling' },
    })
    expect(plan.notes[0]).toMatch(/^backend-blue is updated in place: users meet the new version as it comes up/)
  })
  it('is unchanged when it runs that digest already', async () => {
    const plan = await resolvedEdited({ side: 'former', digests: { backend: digests().backend! } }, inPlace)
    expect(plan.cutover.find((one) => one.kind === 'ecs-service')?.unchanged).toContain('is live already')
  })
})

describe('what follows from the plan', () => {
  it('puts parts in the order of what they come after', async () => {
    const names = (await resolved({ side: 'blue' })).deploy.map((one) => one.name)
    expect(names.indexOf('web')).toBeGreaterThan(names.indexOf('backend'))
  })
  it('names every check once, and why it applies', async () => {
    const { checks } = await resolved({ side: 'blue' })
    expect(checks.length).toBeGreaterThan(20)
    for (const check of checks) expect(check.why, check.name).not.toBe('')
    expect(new Set(checks.map((check) => check.name)).size).toBe(checks.length)
  })
  it('asks journeys at the address of the new side only where their host is moved', async () => {
    const plan = await resolvedEdited(
      { side: 'blue' },
      { environment: [['https://api.serveml.example/v1/me', 'https://app.serveml.example/me']] },
    )
    const [first, second] = plan.checks.filter((check) => check.name.startsWith('journey register'))
    expect(first?.ask).toMatchObject({ address: 'alb-green.eu-west-1.elb.example' })
    expect(second?.ask).not.toHaveProperty('address')
  })
})
