import {
  CloudFrontClient,
  CreateInvalidationCommand,
  type DistributionConfig,
  GetDistributionCommand,
  GetDistributionConfigCommand,
  GetInvalidationCommand,
  UpdateDistributionCommand,
} from '@aws-sdk/client-cloudfront'
import { ChangeFailed } from '../../errors.ts'
import type { World } from '../../world.ts'
import { isCalled } from '../aws-errors.ts'
import { globally } from './target.ts'

interface Origin {
  readonly distribution: string
  readonly originId: string
}
export interface Configured {
  readonly path: string
  readonly eTag: string
  readonly config: DistributionConfig
}

export async function readOrigin({ distribution, originId }: Origin, world: World): Promise<Configured> {
  const answer = await world.send(CloudFrontClient, new GetDistributionConfigCommand({ Id: distribution }), globally)
  const config = answer.DistributionConfig
  const origin = config?.Origins?.Items?.find(({ Id }) => Id === originId)
  if (config === undefined || origin === undefined)
    throw new ChangeFailed(distribution, `it has no origin "${originId}"`)
  return { path: origin.OriginPath ?? '', eTag: answer.ETag ?? '', config }
}

/** An origin path begins with a slash and does not end in one. */
export const asOriginPath = (prefix: string): string => `/${prefix.replaceAll(/^\/+|\/+$/g, '')}`

/** The whole configuration is replaced, if it is still the one that was read. @returns whether it was */
export async function putOrigin(
  { distribution, originId }: Origin,
  path: string,
  { config, eTag }: Configured,
  world: World,
): Promise<boolean> {
  const items = config.Origins?.Items?.map((one) => (one.Id === originId ? { ...one, OriginPath: path } : one)) ?? []
  const DistributionConfig = { ...config, Origins: { Quantity: items.length, Items: items } }
  const input = { Id: distribution, IfMatch: eTag, DistributionConfig }
  try {
    await world.send(CloudFrontClient, new UpdateDistributionCommand(input), globally)
    return true
  } catch (error) {
    if (!isCalled(error, 'PreconditionFailed', 'InvalidIfMatchVersion')) throw error
    return false
  }
}

/** The same reference with the same paths is answered with the earlier invalidation. */
export async function invalidate(distribution: string, reference: string, world: World): Promise<string | null> {
  const InvalidationBatch = { CallerReference: reference, Paths: { Quantity: 1, Items: ['/*'] } }
  const input = { DistributionId: distribution, InvalidationBatch }
  return (await world.send(CloudFrontClient, new CreateInvalidationCommand(input), globally)).Invalidation?.Id ?? null
}

/** @returns what is still under way */
export async function underWay(
  distribution: string,
  invalidation: string | null,
  world: World,
): Promise<string | undefined> {
  const found = await world.send(CloudFrontClient, new GetDistributionCommand({ Id: distribution }), globally)
  const status = found.Distribution?.Status
  if (status !== 'Deployed') return `distribution ${distribution} is ${status}`
  if (invalidation === null) return undefined
  const input = { DistributionId: distribution, Id: invalidation }
  const done = await world.send(CloudFrontClient, new GetInvalidationCommand(input), globally)
  return done.Invalidation?.Status === 'Completed'
    ? undefined
    : `invalidation ${invalidation} is ${done.Invalidation?.Status}`
}
