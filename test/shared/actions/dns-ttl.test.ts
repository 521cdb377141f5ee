import { describe, expect, it } from 'vitest'
import { dnsTtl } from '../../../shared/actions/dns-ttl.ts'
import { begun } from './begun.ts'
import { ttlStage, ttlTarget } from './stages/names.ts'

describe('the TTL of a name', () => {
  it('is all that changes, though weights were moved in between', async () => {
    const stage = ttlStage()
    const { go, goBack } = await begun(dnsTtl, ttlTarget, stage.world)
    await go()
    stage.route53.records = stage.route53.records.map((one) =>
      one.SetIdentifier === 'green' ? { ...one, Weight: 100 } : one,
    )
    await goBack()
    const group = stage.route53.records.filter(({ SetIdentifier }) => SetIdentifier !== undefined)
    expect(group.map(({ TTL }) => TTL)).toEqual([300, 300, 300])
    expect(group.find(({ SetIdentifier }) => SetIdentifier === 'green')!.Weight).toBe(100)
  })

  it('is lowered for every member in one batch', async () => {
    const { world, aws, route53 } = ttlStage()
    const { go } = await begun(dnsTtl, ttlTarget, world)
    await go()
    expect(aws.writes()).toEqual(['Route53.ChangeResourceRecordSets'])
    expect(route53.records.filter(({ SetIdentifier }) => SetIdentifier).map(({ TTL }) => TTL)).toEqual([60, 60, 60])
  })

  it('is never raised by lowering it', async () => {
    const { world } = ttlStage()
    const { before, aim } = await begun(dnsTtl, { ...ttlTarget, ttl: 900 }, world)
    expect(aim).toEqual(before)
  })

  it('does not exist for an alias, and the message says so', async () => {
    const { world, route53 } = ttlStage()
    const AliasTarget = { HostedZoneId: 'Z0LOADBALANCER', DNSName: 'alb-blue.example.', EvaluateTargetHealth: true }
    route53.records = [{ Name: 'api.serveml.example.', Type: 'A', AliasTarget }]
    await expect(begun(dnsTtl, ttlTarget, world)).rejects.toThrow('is an alias')
  })

  it('is known to be everywhere when the servers tell it, should Route 53 have forgotten the change', async () => {
    const { world, route53 } = ttlStage()
    const { go, look } = await begun(dnsTtl, ttlTarget, world)
    await go()
    expect(await look({ changeId: '/change/forgotten' })).toEqual({ notYet: 'ns-1.example does not tell 60 s yet' })
    route53.settle()
    expect(await look({ changeId: '/change/forgotten' })).toBe('there')
  })

  it('is undone last of all', () => {
    expect(dnsTtl.stage).toBe('ttl')
    expect(dnsTtl.exposes(dnsTtl.target.parse(ttlTarget))).toBe(false)
  })
})
