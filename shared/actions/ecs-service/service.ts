import { DescribeServicesCommand, ECSClient, type Service } from '@aws-sdk/client-ecs'
import { ChangeFailed } from '../../errors.ts'
import type { World } from '../../world.ts'
import { containerImage, type Revision, readRevision, releaseTag, tagged } from '../ecs/revision.ts'
import type { Change } from '../port.ts'
import { isNative, readRollout } from './rollout.ts'
import type { Image, Target } from './target.ts'

/** @throws {ChangeFailed} when it is not there: ECS answers that with 200 and `failures` */
export async function readService({ cluster, service }: Target, world: World): Promise<Service> {
  const answer = await world.send(ECSClient, new DescribeServicesCommand({ cluster, services: [service] }))
  const found = answer.services?.[0]
  if (found?.status === 'ACTIVE') return found
  const why = found?.status ?? answer.failures?.[0]?.reason ?? 'MISSING'
  throw new ChangeFailed(`${cluster}/${service}`, `the service is ${why}; create it first, then release again`)
}

export async function captureService(target: Target, world: World): Promise<Image> {
  const service = await readService(target, world)
  const revision = await readRevision(service.taskDefinition ?? '', world)
  return {
    taskDefinition: service.taskDefinition ?? null,
    image: containerImage(revision, target.container),
    count: service.desiredCount ?? 0,
    rollout: isNative(target) ? readRollout(service.deploymentConfiguration) : null,
  }
}

/** Found before this release, or registered by it: at another step, forward while going back. */
export function isOurRevision(revision: Revision | undefined, arn: string, change: Change<Image>): boolean {
  if (change.ours.some((one) => one.taskDefinition === arn)) return true
  return revision !== undefined && tagged(revision, releaseTag, change.release)
}
