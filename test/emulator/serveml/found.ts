import { GetKeyCommand } from '@aws-sdk/client-cloudfront-keyvaluestore'
import { DescribeServicesCommand, DescribeTaskDefinitionCommand } from '@aws-sdk/client-ecs'
import { GetAliasCommand } from '@aws-sdk/client-lambda'
import { ListHostedZonesCommand, ListResourceRecordSetsCommand } from '@aws-sdk/client-route-53'
import type { Clients } from '../clients.ts'
import { digestOf, imageManifest, versions } from './account.ts'
import { store } from './names.ts'

/** What users meet, read from the emulator itself: versions as far as they can be told, weights, the pointer. */
export async function found(aws: Clients) {
  const alias = await aws.lambda.send(new GetAliasCommand({ FunctionName: 'model-serving-wrapper', Name: 'live' }))
  const pointer = await aws.pointers.send(new GetKeyCommand({ KvsARN: store, Key: 'live' }))
  const [blue, green] = [await service(aws, 'backend-blue'), await service(aws, 'backend-green')]
  return { alias: alias.FunctionVersion, blue, green, weights: await weights(aws), pointer: pointer.Value }
}

async function service({ ecs }: Clients, name: string) {
  const { services } = await ecs.send(new DescribeServicesCommand({ cluster: 'serveml-prod', services: [name] }))
  const { taskDefinition, desiredCount } = services![0]!
  const described = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }))
  const image = described.taskDefinition!.containerDefinitions![0]!.image!
  const version = versions.find((one) => image.endsWith(digestOf(imageManifest(one))))
  return `${desiredCount} of ${version}`
}

async function weights({ route53 }: Clients): Promise<Record<string, number>> {
  const { HostedZones = [] } = await route53.send(new ListHostedZonesCommand({}))
  const HostedZoneId = HostedZones.find(({ Name }) => Name === 'serveml.example.')!.Id!
  const { ResourceRecordSets = [] } = await route53.send(new ListResourceRecordSetsCommand({ HostedZoneId }))
  const weighted = ResourceRecordSets.filter(({ SetIdentifier }) => SetIdentifier !== undefined)
  return Object.fromEntries(weighted.map(({ SetIdentifier, Weight }) => [SetIdentifier!, Weight!]))
}

/** 2.3.1 on blue, as account.yaml begins. */
export const before = {
  alias: '1',
  blue: '2 of 2.3.1',
  green: '0 of 2.2.9',
  weights: { blue: 100, green: 0, page: 0 },
  pointer: 'releases/13d3f40ac3d2/',
}
export const after = {
  alias: '2',
  blue: '2 of 2.3.1',
  green: '2 of 2.4.0',
  weights: { blue: 0, green: 100, page: 0 },
  pointer: 'releases/f09fceddc57d/',
}
