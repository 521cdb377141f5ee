import type { ResourceRecordSet } from '@aws-sdk/client-route-53'
import { describe, expect, it } from 'vitest'
import { errorOf, type Stage, stage } from './stage.ts'

const zone = 'Z0SERVEML'
const name = 'api.serveml.example'
const group = (s: Stage): ResourceRecordSet[] =>
  s
    .call<{ ResourceRecordSets: ResourceRecordSet[] }>('Route53', 'ListResourceRecordSets', { HostedZoneId: zone })
    .ResourceRecordSets.filter((set) => set.Name === `${name}.`)
const change = (s: Stage, Changes: object[]) =>
  s.call<{ ChangeInfo: { Id: string } }>('Route53', 'ChangeResourceRecordSets', {
    HostedZoneId: zone,
    ChangeBatch: { Changes },
  }).ChangeInfo.Id
const status = (s: Stage, Id: string) =>
  s.call<{ ChangeInfo: { Status: string } }>('Route53', 'GetChange', { Id }).ChangeInfo.Status

/** Green takes so many of 100. */
function weigh(s: Stage, green: number): string {
  const found = group(s).filter(({ SetIdentifier }) => SetIdentifier !== 'page')
  const wanted = found.map((set) => ({ ...set, Weight: set.SetIdentifier === 'green' ? green : 100 - green }))
  return change(s, [
    ...found.map((set) => ({ Action: 'DELETE', ResourceRecordSet: set })),
    ...wanted.map((set) => ({ Action: 'CREATE', ResourceRecordSet: set })),
  ])
}
async function greenUp(s: Stage) {
  s.call('ECS', 'UpdateService', { cluster: 'serveml-prod', service: 'backend-green', desiredCount: 2 })
  await s.pass(90)
}

describe('a change of records', () => {
  it('is PENDING at first and INSYNC within a minute', async () => {
    const s = stage()
    const id = weigh(s, 25)
    expect(status(s, id)).toBe('PENDING')
    await s.pass(61)
    expect(status(s, id)).toBe('INSYNC')
  })

  it('is refused whole when a value to be deleted is not the present one', () => {
    const s = stage()
    const [blue] = group(s)
    const create = {
      Action: 'CREATE',
      ResourceRecordSet: { Name: `x.${name}`, Type: 'TXT', TTL: 60, ResourceRecords: [{ Value: '"x"' }] },
    }
    const wrong = { Action: 'DELETE', ResourceRecordSet: { ...blue, Weight: 99 } }
    expect(errorOf(() => change(s, [create, wrong]))).toBe('InvalidChangeBatch')
    expect(s.account.route53.records(`x.${name}`)).toEqual([])
  })

  it('is refused when it creates what exists, and when the TTLs of a group would differ', () => {
    const s = stage({ system: 'serveml-launch' })
    const [blue] = group(s)
    expect(errorOf(() => change(s, [{ Action: 'CREATE', ResourceRecordSet: blue }]))).toBe('InvalidChangeBatch')
    expect(errorOf(() => change(s, [{ Action: 'UPSERT', ResourceRecordSet: { ...blue, TTL: 60 } }]))).toBe(
      'InvalidChangeBatch',
    )
  })

  it('is throttled with all other calls beyond five a second', async () => {
    const s = stage()
    const ask = () => s.call('Route53', 'GetHostedZone', { Id: zone })
    for (let n = 0; n < 5; n++) ask()
    expect(errorOf(ask)).toBe('Throttling')
    await s.pass(1.001)
    expect(errorOf(ask)).toBe('none')
  })
})

describe('users of a weighted name', () => {
  it('follow a weight evenly over the TTL, once the change is INSYNC', async () => {
    const s = stage()
    await greenUp(s)
    weigh(s, 25)
    await s.pass(19)
    expect(s.account.traffic.shareSeen()['green'] ?? 0).toBe(0)
    await s.pass(41 + 60)
    expect(s.account.traffic.share()).toMatchObject({ blue: 0.75, green: 0.25 })
    expect(s.account.traffic.shareSeen()['green']).toBeCloseTo(0.25, 6)
  })

  it('are in between while resolvers still keep the old answer', async () => {
    const s = stage()
    await greenUp(s)
    const id = weigh(s, 100)
    while (status(s, id) === 'PENDING') await s.pass(1)
    await s.pass(30)
    const seen = s.account.traffic.shareSeen()['green'] ?? 0
    expect(seen).toBeGreaterThan(0.4)
    expect(seen).toBeLessThan(0.6)
  })

  it('are not sent to a side whose health check fails, whatever its weight', async () => {
    const s = stage()
    weigh(s, 100)
    await s.pass(130)
    expect(s.account.ecs.running('backend-green')).toBe(0)
    expect(s.account.traffic.share()['green'] ?? 0).toBe(0)
  })

  it('meet what somebody changed by hand', async () => {
    const s = stage()
    await greenUp(s)
    s.account.route53.drift(name)
    await s.pass(130)
    expect(s.account.traffic.share()['green']).toBeCloseTo(7 / 107, 6)
  })
})

describe('name servers', () => {
  const ask = (s: Stage, server: string) => s.account.probes.dns({ name, type: 'A', server, timeoutMs: 1000 }).answers

  it('answer anew where they are authoritative, and from their cache where they are resolvers', async () => {
    const s = stage()
    await greenUp(s)
    expect(ask(s, '1.1.1.1')[0]).toEqual({ value: '192.0.2.11', ttl: 60 })
    const id = weigh(s, 100)
    while (status(s, id) === 'PENDING') {
      await s.pass(1)
      expect(ask(s, 'ns-1.awsdns.example')[0]?.value).toBe(status(s, id) === 'PENDING' ? '192.0.2.11' : '198.51.100.21')
      await s.pass(1)
      ask(s, '8.8.8.8')
    }
    const cached = ask(s, '8.8.8.8')[0]!
    expect(cached.ttl).toBeLessThanOrEqual(60)
    await s.pass(61)
    expect(ask(s, '8.8.8.8')[0]?.value).toBe('198.51.100.21')
  })

  it('draw weighted answers in about the asked share', async () => {
    const s = stage()
    await greenUp(s)
    weigh(s, 25)
    await s.pass(60)
    const green = Array.from({ length: 1000 }, () => ask(s, 'ns-2.awsdns.example')[0]!.value).filter((value) =>
      value.startsWith('198.51.100.'),
    ).length
    expect(green).toBeGreaterThan(200)
    expect(green).toBeLessThan(300)
  })

  it('say NXDOMAIN for what is in no zone, and the delegation at the parent', () => {
    const { probes } = stage().account
    expect(probes.dns({ name: 'none.test', type: 'A', timeoutMs: 1 }).failed).toBe('NXDOMAIN')
    const parent = probes.dns({ name: 'example', type: 'NS', timeoutMs: 1 }).answers[0]!.value
    const told = probes.dns({ name: 'serveml.example', type: 'NS', server: parent, timeoutMs: 1 })
    expect(told.answers.map(({ value }) => value)).toContain('ns-1.awsdns.example')
  })
})
