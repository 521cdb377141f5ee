import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { GetKeyCommand } from '@aws-sdk/client-cloudfront-keyvaluestore'
import { DescribeServicesCommand } from '@aws-sdk/client-ecs'
import { GetAliasCommand } from '@aws-sdk/client-lambda'
import { ListHostedZonesCommand, ListResourceRecordSetsCommand } from '@aws-sdk/client-route-53'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { clients } from './clients.ts'
import { openInternet } from './internet/internet.ts'
import { decide, mailbox } from './people.ts'
import { closed, start } from './releases.ts'
import { store } from './serveml/names.ts'
import { serveml } from './serveml/world.ts'

const aws = clients(inject('emulator'), inject('stepFunctions'))
const unwell = new Set<string>()
let close: () => void
let mail: Awaited<ReturnType<typeof mailbox>>
beforeAll(async () => {
  close = await openInternet(inject('internet'), serveml(aws, unwell))
  mail = await mailbox(aws)
})
afterAll(() => close())

/** As the console starts it; its image was never scanned on the emulator, which people are asked to waive. */
const input = {
  ...(JSON.parse(readFileSync(join(import.meta.dirname, '../../events/console/serveml-2.4.0.json'), 'utf8')) as object),
  waivers: ['image of backend is there and clean'],
}

async function sign(release: string, people: number): Promise<void> {
  for (let signed = 0; signed < people; signed += 1) {
    const { gate, approver } = await mail.next(release)
    await decide(aws, { say: 'sign', release, gate, person: approver, channel: 'cli' })
  }
}

/** What users and the next release would find. */
async function found() {
  const alias = await aws.lambda.send(new GetAliasCommand({ FunctionName: 'model-serving-wrapper', Name: 'live' }))
  const { services = [] } = await aws.ecs.send(
    new DescribeServicesCommand({ cluster: 'serveml-prod', services: ['backend-blue', 'backend-green'] }),
  )
  const { HostedZones = [] } = await aws.route53.send(new ListHostedZonesCommand({}))
  const HostedZoneId = HostedZones.find(({ Name }) => Name === 'serveml.example.')!.Id!
  const { ResourceRecordSets = [] } = await aws.route53.send(new ListResourceRecordSetsCommand({ HostedZoneId }))
  const weighted = ResourceRecordSets.filter(({ SetIdentifier }) => SetIdentifier !== undefined)
  const pointer = await aws.pointers.send(new GetKeyCommand({ KvsARN: store, Key: 'live' }))
  return {
    alias: alias.FunctionVersion,
    services: Object.fromEntries(
      services.map((one) => [one.serviceName, [one.taskDefinition!.split('/').at(-1), one.desiredCount]]),
    ),
    weights: Object.fromEntries(weighted.map((one) => [one.SetIdentifier, one.Weight])),
    pointer: pointer.Value,
  }
}

const before = {
  alias: '1',
  services: { 'backend-blue': ['serveml-backend-blue:7', 2], 'backend-green': ['serveml-backend-green:4', 0] },
  weights: { blue: 100, green: 0, page: 0 },
  pointer: 'releases/13d3f40ac3d2/',
}

describe('serveml on the emulator', () => {
  it('goes back when the new side fails a journey, before a user was sent there', async () => {
    unwell.add('alb-green')
    const release = 'serveml-2-4-0-unwell'
    const arn = await start(aws, release, input)
    await sign(release, 3)
    const ended = await closed(aws, arn)
    unwell.clear()
    expect([ended.status, ended.error]).toEqual(['FAILED', 'rolled-back'])
    expect(ended.cause).toContain('journey register')
    expect(await found()).toMatchObject({ alias: before.alias, weights: before.weights, pointer: before.pointer })
  })

  it('is released, part by part', async () => {
    const release = 'serveml-2-4-0-well'
    const arn = await start(aws, release, input)
    await sign(release, 5)
    const ended = await closed(aws, arn)
    expect([ended.status, ended.error, ended.cause]).toEqual(['SUCCEEDED', undefined, undefined])
    expect(await found()).toMatchObject({
      alias: '2',
      weights: { blue: 0, green: 100, page: 0 },
      pointer: 'releases/f09fceddc57d/',
    })
  })
})
