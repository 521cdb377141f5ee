import { describe, expect, it } from 'vitest'
import { route53Record } from '../../../shared/actions/route53-record.ts'
import type { DnsQuestion } from '../../../shared/world.ts'
import { begun } from './begun.ts'
import { recordStage, recordTarget, simpleStage, simpleTarget } from './stages/names.ts'

async function going(
  percent = 25,
  more: object = {},
  prepare: (stage: ReturnType<typeof recordStage>) => void = () => {},
) {
  const stage = recordStage()
  prepare(stage)
  const change = await begun(route53Record, { ...recordTarget, ...more }, stage.world, percent)
  return { ...stage, ...change }
}
const weights = ({ route53 }: Pick<ReturnType<typeof recordStage>, 'route53'>) =>
  Object.fromEntries(route53.records.filter((one) => one.SetIdentifier).map((one) => [one.SetIdentifier, one.Weight]))

describe('a name that is moved by weight', () => {
  it.each([
    [5, { blue: 95, green: 5, page: 0 }],
    [100, { blue: 0, green: 100, page: 0 }],
  ])('has %d %% on the next side, as shares of a hundred', async (percent, shares) => {
    const stage = await going(percent)
    await stage.go()
    expect(weights(stage)).toEqual(shares)
  })

  it('changes all in one batch, in the region of Route 53 itself, without overwriting', async () => {
    const { go, aws } = await going()
    await go()
    const batches = aws.sent.filter(({ name }) => name === 'Route53.ChangeResourceRecordSets')
    expect(batches).toHaveLength(1)
    expect(JSON.stringify(batches[0]!.input)).not.toContain('UPSERT')
    expect(aws.sent.every(({ region }) => region === 'us-east-1')).toBe(true)
  })

  it('goes straight back to the weights it found, whatever their sum', async () => {
    const stage = await going()
    await stage.go()
    await stage.goBack()
    expect(weights(stage)).toEqual({ blue: 255, green: 0, page: 0 })
  })

  it('takes over a simple record in one batch, so that the name is never without an answer', async () => {
    const { aws, ...stage } = simpleStage()
    const { go, aim } = await begun(route53Record, simpleTarget, stage.world, 5)
    await go()
    expect(stage.route53.records.map(({ SetIdentifier }) => SetIdentifier).sort()).toEqual(['blue', 'green'])
    expect(aim.records.map(({ ttl }) => ttl)).toEqual([60, 60])
    expect(aws.writes()).toHaveLength(1)
  })

  it('leaves a TTL alone that was lowered before', async () => {
    const { aim } = await going(25, { ttl: 300 })
    expect(aim.records.map(({ ttl }) => ttl)).toEqual([60, 60, 60])
  })

  it('keeps a record of another side that has no weight', async () => {
    const { blue, green } = recordTarget.members
    const stage = await going(100, { members: { blue, green } })
    await stage.go()
    expect(weights(stage)).toEqual({ blue: 0, green: 100, page: 0 })
  })

  it.each([
    [
      'is not there',
      (s: ReturnType<typeof recordStage>) => {
        s.route53.records = []
      },
      'no such record',
    ],
    [
      'has a record of no side',
      (s: ReturnType<typeof recordStage>) =>
        void s.route53.records.push({ ...s.route53.records[0]!, SetIdentifier: 'purple', Weight: 1 }),
      'belongs to no side of the move and has a weight of 1',
    ],
    [
      'points somewhere else',
      (s: ReturnType<typeof recordStage>) => {
        s.route53.records[0]!.ResourceRecords = [{ Value: '192.0.2.77' }]
      },
      'points at 192.0.2.77, not at 192.0.2.1',
    ],
    [
      'has all weights zero',
      (s: ReturnType<typeof recordStage>) => {
        s.route53.records[0]!.Weight = 0
      },
      'equal traffic',
    ],
    [
      'is routed by another rule',
      (s: ReturnType<typeof recordStage>) => {
        s.route53.records[0]!.Failover = 'PRIMARY'
      },
      'routed by Failover',
    ],
  ])('is not moved when it %s', async (_what, prepare, why) => {
    await expect(going(25, {}, prepare)).rejects.toThrow(why)
  })

  it('is conflicted when the batch finds other values than were read', async () => {
    const stage = await going()
    const batch = stage.route53.operations.ChangeResourceRecordSets!
    Object.assign(stage.route53.operations, {
      ChangeResourceRecordSets: (input: object, now: number) => {
        stage.foreign!()
        return batch(input, now)
      },
    })
    await expect(stage.go()).rejects.toMatchObject({ name: 'Conflicted' })
    expect(weights(stage).green).toBe(17)
  })
})

describe('health checks of a name', () => {
  const checked = {
    members: {
      ...recordTarget.members,
      blue: { ...recordTarget.members.blue, healthCheck: 'check-blue' },
      green: { ...recordTarget.members.green, healthCheck: 'check-green' },
    },
  }
  const ok = 'Success: HTTP Status Code 200, OK'
  const withChecks =
    (green: { disabled: boolean; statuses: string[] } | undefined) => (stage: ReturnType<typeof recordStage>) => {
      stage.route53.healthChecks['check-blue'] = { disabled: false, statuses: [ok] }
      if (green !== undefined) stage.route53.healthChecks['check-green'] = green
    }

  it('are healthy on both sides and attached by the move', async () => {
    const stage = await going(25, checked, withChecks({ disabled: false, statuses: [ok, ok, 'Failure: timeout'] }))
    await stage.go()
    expect(
      stage.route53.records
        .map(({ HealthCheckId }) => HealthCheckId)
        .filter(Boolean)
        .sort(),
    ).toEqual(['check-blue', 'check-green'])
  })

  it.each([
    ['missing', undefined, 'does not exist'],
    ['disabled', { disabled: true, statuses: [ok] }, 'is disabled'],
    ['unseen', { disabled: false, statuses: [] }, 'has no observations yet'],
    [
      'ill',
      { disabled: false, statuses: [ok, ...Array(9).fill('Failure: timeout')] },
      'is healthy for 1 of 10 checkers',
    ],
  ])('stop the move before it begins when one is %s', async (_what, green, why) => {
    const stage = await going(25, checked, withChecks(green))
    await expect(stage.go()).rejects.toThrow(why)
    expect(stage.aws.writes()).toEqual([])
  })

  it('do not stop the way back', async () => {
    const stage = await going(25, checked, withChecks({ disabled: false, statuses: [ok] }))
    await stage.go()
    stage.route53.healthChecks['check-green']!.statuses = ['Failure: timeout']
    await stage.goBack()
    expect(weights(stage).blue).toBe(255)
  })
})

describe('a name has arrived', () => {
  it('only when Route 53 says so, going forward', async () => {
    const { go, look, route53 } = await going()
    const mark = await go()
    route53.known = structuredClone(route53.records)
    expect(await look(mark)).toEqual({ notYet: 'Route 53 has the change PENDING' })
    route53.settle()
    expect(await look(mark)).toBe('there')
  })

  it('going back, when every authoritative server is seen to have it', async () => {
    const { go, goBack, lookBack, route53 } = await going(100)
    await go()
    route53.settle()
    const mark = await goBack()
    expect(await lookBack(mark)).toEqual({ notYet: 'ns-1.example still answers 192.0.2.2' })
    route53.known = structuredClone(route53.records)
    expect(await lookBack(mark)).toBe('there')
  })

  it('is seen without the change id when its answer was lost', async () => {
    const { go, look, route53 } = await going(100)
    await go()
    expect(await look()).toEqual({ notYet: 'ns-1.example still answers 192.0.2.1' })
    route53.settle()
    expect(await look()).toBe('there')
    expect(await look({ changeId: '/change/forgotten' })).toBe('there')
  })

  it('not while one of the four servers answers the former side', async () => {
    const { go, look, route53, aws } = await going(100)
    const mark = await go()
    route53.settle()
    const answer = aws.dns
    aws.dns = (question) =>
      question.server === 'ns-4.example' ? { answers: [{ value: '192.0.2.1', ttl: 60 }] } : answer(question)
    expect(await look(mark)).toEqual({ notYet: 'ns-4.example still answers 192.0.2.1' })
  })

  it('whichever side a server draws, as long as that has a weight', async () => {
    const { go, look, route53, aws } = await going(25)
    const mark = await go()
    route53.settle()
    let drawn = 0
    aws.dns = () => ({ answers: [{ value: ++drawn % 2 ? '192.0.2.1' : '192.0.2.2', ttl: 60 }] })
    expect(await look(mark)).toBe('there')
    aws.dns = () => ({ answers: [{ value: '192.0.2.3', ttl: 60 }] })
    expect(await look(mark)).toHaveProperty('notYet')
  })

  it('not while a server tells another TTL', async () => {
    const { go, look, route53, aws } = await going(25)
    const mark = await go()
    route53.settle()
    aws.dns = () => ({ answers: [{ value: '192.0.2.1', ttl: 300 }] })
    expect(await look(mark)).toEqual({ notYet: 'ns-1.example answers a TTL of 300 s instead of 60 s' })
  })

  it('when public resolvers follow; one that ignores the TTL is told, and not waited for', async () => {
    const { go, look, route53, aws } = await going(100)
    const mark = await go()
    route53.settle()
    const answer = aws.dns
    const stale = (question: DnsQuestion) => question.server === '198.51.100.2'
    aws.dns = (question) => (stale(question) ? { answers: [{ value: '192.0.2.1', ttl: 7 }] } : answer(question))
    expect(await look(mark)).toEqual({ notYet: '198.51.100.2 still answers 192.0.2.1' })
    aws.pass(121)
    expect(await look(mark)).toBe('there')
    expect(aws.logged).toEqual(['resolvers do not follow within the TTL'])
  })

  it('keeps the next stage of the way back waiting for the TTL', async () => {
    const { target, before } = await going()
    expect(route53Record.followSeconds!(target, before)).toBe(60)
  })
})

describe('a name with aliases', () => {
  const alias = (side: string) => ({ zone: 'Z0LOADBALANCER', dnsName: `alb-${side}.eu-west-1.elb.example` })
  const target = {
    ...recordTarget,
    members: { blue: { setId: 'blue', alias: alias('blue') }, green: { setId: 'green', alias: alias('green') } },
  }
  async function goingByAlias() {
    const stage = recordStage()
    const record = (setId: string, Weight: number) => ({
      Name: 'api.serveml.example.',
      Type: 'A' as const,
      SetIdentifier: setId,
      Weight,
      AliasTarget: { HostedZoneId: alias(setId).zone, DNSName: `${alias(setId).dnsName}.`, EvaluateTargetHealth: true },
    })
    const addresses = (side: string, Value: string) => ({
      Name: alias(side).dnsName,
      Type: 'A' as const,
      TTL: 60,
      ResourceRecords: [{ Value }],
    })
    stage.route53.records = [
      record('blue', 100),
      record('green', 0),
      addresses('blue', '203.0.113.1'),
      addresses('green', '203.0.113.2'),
    ]
    stage.route53.settle()
    return { ...stage, ...(await begun(route53Record, target, stage.world, 100)) }
  }

  it('has no TTL of its own, and follows within that of its load balancer', async () => {
    const { aim, target: parsed } = await goingByAlias()
    expect(aim.records.map(({ ttl }) => ttl)).toEqual([null, null])
    expect(route53Record.followSeconds!(parsed, aim)).toBe(60)
  })

  it('has arrived when no server answers the former load balancer any more, addresses that change included', async () => {
    const { go, look, route53, aws } = await goingByAlias()
    const mark = await go()
    expect(await look({ changeId: null })).toEqual({ notYet: 'ns-1.example still answers 203.0.113.1' })
    route53.settle()
    expect(await look(mark)).toBe('there')
    const answer = aws.dns
    aws.dns = (question) => (question.server ? { answers: [{ value: '203.0.113.99', ttl: 60 }] } : answer(question))
    expect(await look(mark)).toBe('there')
  })
})
