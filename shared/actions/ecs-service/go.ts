import { ECSClient, type Service, UpdateServiceCommand } from '@aws-sdk/client-ecs'
import { ChangeFailed, Conflicted } from '../../errors.ts'
import type { World } from '../../world.ts'
import { isCalled } from '../aws-errors.ts'
import { findPinned, readRevision, registerPinned } from '../ecs/revision.ts'
import type { Change } from '../port.ts'
import { resourceKey } from '../resource-key.ts'
import { isGoingBack, isUnderWay, newestDeployment, rollBack } from './native.ts'
import { asConfiguration, isNative } from './rollout.ts'
import { isOurRevision, readService } from './service.ts'
import type { Image, Mark, Target } from './target.ts'

export const keyOf = ({ cluster, service }: Target): string => resourceKey('ecs-service', cluster, service)

export async function startService(target: Target, to: Image, world: World, change: Change<Image>): Promise<Mark> {
  const service = await readService(target, world)
  const found = service.taskDefinition ?? ''
  const known = to.taskDefinition ?? (await findPinned(target, change.token, world))
  if (found !== known && !isOurRevision(await readRevision(found, world), found, change)) {
    throw new Conflicted(keyOf(target), `task definition ${found}`)
  }
  if (change.direction === 'back' && found !== known) {
    const stopped = await stopUnderWay(target, to, service, world)
    if (stopped !== undefined) return stopped
  }
  const wanted = known ?? (await registerPinned(target, change, world))
  const count = countFor(target, to, service.desiredCount ?? 0, change)
  const moves = found !== wanted
  if (moves) await mustBeActive(wanted, world, change)
  if (moves || count !== service.desiredCount) await update(target, to, wanted, count, world)
  return { taskDefinition: wanted, service: service.serviceArn ?? '', stopped: null, at: world.now() }
}

/**
 * Auto scaling may have moved the count since, which is not drift: then the larger is kept, because users are on it.
 * What is at a count of ours goes exactly where the image says, and what was at zero goes back to zero.
 */
function countFor({ exposes }: Target, to: Image, now: number, change: Change<Image>): number {
  if (change.direction === 'forward') return Math.max(to.count, now)
  const scaled = !change.ours.some((one) => one.count === now)
  return scaled && (exposes || to.count > 0) ? Math.max(to.count, now) : to.count
}

async function update(target: Target, to: Image, taskDefinition: string, desiredCount: number, world: World) {
  await world.send(
    ECSClient,
    new UpdateServiceCommand({
      cluster: target.cluster,
      service: target.service,
      taskDefinition,
      desiredCount,
      ...(to.rollout !== null && { deploymentConfiguration: asConfiguration(to.rollout) }),
    }),
  )
}

async function mustBeActive(arn: string, world: World, change: Change<Image>): Promise<void> {
  const revision = await readRevision(arn, world)
  if (revision?.active) return
  throw new ChangeFailed(
    change.action,
    `${arn} is ${revision?.definition.status ?? 'gone'}: ECS takes no service back to a revision that was deregistered; ` +
      'register a copy of it, update the service to that by hand, and stop the job that deregisters live revisions',
  )
}

/** While ECS is still rolling out ours, its own way back is the quickest: the former tasks still run. */
async function stopUnderWay(target: Target, to: Image, service: Service, world: World): Promise<Mark | undefined> {
  if (!isNative(target) || to.taskDefinition === null) return undefined
  const deployment = await newestDeployment(target, world)
  if (deployment === undefined || deployment.taskDefinition !== service.taskDefinition) return undefined
  if (!isUnderWay(deployment) && !isGoingBack(deployment)) return undefined
  if (isUnderWay(deployment)) await rollBack(deployment, world)
  await restoreSettings(target, to, world)
  return {
    taskDefinition: to.taskDefinition,
    service: service.serviceArn ?? '',
    stopped: deployment.arn,
    at: world.now(),
  }
}

/** Starts no deployment. Whether ECS takes it during a rollback is not documented, and users matter more. */
async function restoreSettings(target: Target, to: Image, world: World): Promise<void> {
  if (to.rollout === null) return
  const { cluster, service } = target
  const input = { cluster, service, deploymentConfiguration: asConfiguration(to.rollout) }
  try {
    await world.send(ECSClient, new UpdateServiceCommand(input))
  } catch (error) {
    if (!isCalled(error, 'InvalidParameterException', 'ClientException', 'ConflictException')) throw error
    world.log('warn', 'the deployment settings stay as this release set them; put them back by hand', { service })
  }
}
