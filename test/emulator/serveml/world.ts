import { GetKeyCommand } from '@aws-sdk/client-cloudfront-keyvaluestore'
import { DescribeServicesCommand } from '@aws-sdk/client-ecs'
import { GetHostedZoneCommand, ListHostedZonesCommand, ListResourceRecordSetsCommand } from '@aws-sdk/client-route-53'
import { GetObjectCommand } from '@aws-sdk/client-s3'
import type { Clients } from '../clients.ts'
import type { Answer, Answering } from '../internet/internet.ts'
import { account } from './account.ts'
import { store } from './names.ts'

const site = Object.values(account.cloudfront)[0]!
const page: Answer = { status: 503, body: 'back soon', headers: { 'retry-after': '60' } }

/** Everybody whom serveml's functions may ask: they are found, or named for the certificate. */
export const hosts = [
  ...Object.values(account.elb).flatMap(({ dns, addresses }) => [dns, ...addresses]),
  ...site.addresses,
]
export const names = ['api.serveml.example', ...site.aliases]

/**
 * What the internet says about serveml: names are as the emulator's zone has them, sides are as well as the emulator's
 * services, the site is what the emulator's pointer and bucket have.
 *
 * @param unwell load balancers whose journeys fail, as the story says
 */
export function serveml(aws: Clients, unwell: () => readonly string[]): Answering {
  return {
    resolve: (name, type) => resolve(aws, name, type),
    async answer(address, { method, path }) {
      if (site.addresses.includes(address)) return siteAnswer(aws, path)
      const [at, side] = Object.entries(account.elb).find(
        ([, { dns, addresses }]) => dns === address || addresses.includes(address),
      )!
      if (side.page || !(await runs(aws, at.replace('alb-', 'backend-')))) return page
      if (path === '/health') return { status: 200, body: 'ok' }
      const known = account.answers.find((one) => one.path === path && (one.method ?? 'GET') === method)
      if (unwell().includes(at) || known === undefined) return { status: 500, body: 'no' }
      return known
    },
  }
}

async function runs({ ecs }: Clients, service: string): Promise<boolean> {
  const { services = [] } = await ecs.send(
    new DescribeServicesCommand({ cluster: account.ecs.cluster, services: [service] }),
  )
  return (services[0]?.runningCount ?? 0) > 0
}

async function siteAnswer({ pointers, s3 }: Clients, path: string): Promise<Answer> {
  const { Value } = await pointers.send(new GetKeyCommand({ KvsARN: store, Key: 'live' }))
  const Key = `${Value}${path === '/' ? 'index.html' : path.slice(1)}`
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: site.bucket, Key }))
  return { status: 200, body: await Body!.transformToString() }
}

async function resolve(aws: Clients, name: string, type: string): Promise<readonly string[]> {
  const { route53 } = aws
  const { HostedZones = [] } = await route53.send(new ListHostedZonesCommand({}))
  const Id = HostedZones.find((zone) => zone.Name === 'serveml.example.')!.Id!
  if (type === 'NS') return (await route53.send(new GetHostedZoneCommand({ Id }))).DelegationSet?.NameServers ?? []
  const known = [...Object.values(account.elb), { dns: site.domain, addresses: site.addresses }]
  const addresses = known.find(({ dns }) => dns === name)?.addresses
  if (addresses !== undefined) return addresses
  const { ResourceRecordSets = [] } = await route53.send(new ListResourceRecordSetsCommand({ HostedZoneId: Id }))
  const set = ResourceRecordSets.filter((one) => one.Name === `${name}.` && one.Type === type)
  const alias = drawn(set.map((one) => [one.AliasTarget?.DNSName?.replace(/\.$/, ''), one.Weight ?? 1]))
  return alias === undefined ? [] : resolve(aws, alias, type)
}

/** As Route 53 draws: by weight. */
function drawn<Value>(weighted: readonly (readonly [Value, number])[]): Value | undefined {
  let left = Math.random() * weighted.reduce((sum, [, weight]) => sum + weight, 0)
  return weighted.find(([, weight]) => {
    left -= weight
    return left < 0
  })?.[0]
}
