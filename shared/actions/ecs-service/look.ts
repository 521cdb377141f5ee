import type { Deployment, Service, Task } from '@aws-sdk/client-ecs'
import type { World } from '../../world.ts'
import { findPinned, readRevision } from '../ecs/revision.ts'
import { isHopeless, newest, stoppedTasks, whyStopped } from '../ecs/stopped.ts'
import type { Change, Look } from '../port.ts'
import { mayBeStale } from '../stale.ts'
import { isGoingBack, isUnderWay, newestDeployment, readDeployment } from './native.ts'
import { isNative } from './rollout.ts'
import { isOurRevision, readService } from './service.ts'
import type { Image, Mark, Target } from './target.ts'

export async function lookAtService(
  target: Target,
  to: Image,
  mark: Mark | undefined,
  world: World,
  change: Change<Image>,
): Promise<Look> {
  const service = await readService(target, world)
  const wanted = to.taskDefinition ?? mark?.taskDefinition ?? (await findPinned(target, change.token, world))
  if (wanted === undefined) return { notYet: 'no revision was registered yet' }
  if (mark?.stopped != null) {
    const rolledBack = await lookAtRollback(mark.stopped, world)
    if (rolledBack !== 'there') return rolledBack
  }
  const primary = service.deployments?.find((one) => one.status === 'PRIMARY')
  if (primary?.taskDefinition !== wanted || service.taskDefinition !== wanted) {
    return notOurs(target, service, primary, wanted, mark, world, change)
  }
  if (primary.rolloutState === 'FAILED') return rolloutFailed(target, primary, world)
  if (isNative(target) && change.direction === 'forward') {
    const native = await lookAtNative(target, wanted, world)
    if (native !== 'there') return native
  }
  return lookAtTasks(target, to, service, primary, world)
}

async function lookAtRollback(deployment: string, world: World): Promise<Look> {
  const found = await readDeployment(deployment, world)
  if (found === undefined || /^(ROLLBACK_SUCCESSFUL|STOPPED)$/.test(found.status)) return 'there'
  if (found.status !== 'ROLLBACK_FAILED') return { notYet: `ECS's own way back is ${found.status}` }
  return {
    failed: `ECS could not roll back: ${found.reason}`,
    whatToDo: 'update the service to the former revision by hand',
  }
}

/** Steady on another revision is what a circuit breaker leaves behind; it looks like success and is none. */
async function notOurs(
  target: Target,
  service: Service,
  primary: Deployment | undefined,
  wanted: string,
  mark: Mark | undefined,
  world: World,
  change: Change<Image>,
): Promise<Look> {
  const found = primary?.taskDefinition ?? service.taskDefinition ?? 'none'
  const seen = `${target.service} is at ${found}, not at ${wanted}`
  if (!isOurRevision(await readRevision(found, world), found, change)) return { elsewhere: seen }
  const failed = service.deployments?.find((one) => one.taskDefinition === wanted && one.rolloutState === 'FAILED')
  if (failed !== undefined) return rolloutFailed(target, failed, world)
  if (mark === undefined || mayBeStale(mark.at, world)) return { notYet: seen }
  // The service itself says the wanted one while its first deployment still shows the former: it is being created.
  if (service.taskDefinition === wanted) return { notYet: seen }
  return rolloutFailed(target, { taskDefinition: wanted, rolloutStateReason: `${seen}: ECS rolled it back` }, world)
}

async function lookAtNative(target: Target, wanted: string, world: World): Promise<Look> {
  const native = await newestDeployment(target, world)
  // A service that never had a deployment of this sort tells its state by the rollout alone.
  if (native === undefined || native.taskDefinition !== wanted || native.status === 'SUCCESSFUL') return 'there'
  if (isUnderWay(native)) return { notYet: `ECS's deployment is ${native.status} at ${native.stage}` }
  if (isGoingBack(native) || native.status !== 'SUCCESSFUL') {
    return { failed: `ECS's deployment is ${native.status}: ${native.reason}` }
  }
  return 'there'
}

async function lookAtTasks(
  target: Target,
  to: Image,
  service: Service,
  primary: Deployment,
  world: World,
): Promise<Look> {
  const { desiredCount = 0, runningCount = 0, deployments = [] } = service
  if (primary.rolloutState !== 'COMPLETED') {
    // Asked only when ECS counts failures: each look would otherwise cost two calls more.
    if ((primary.failedTasks ?? 0) > 0) {
      const task = await newestFailed(target, primary.taskDefinition ?? '', world)
      const why = task === undefined ? '' : whyStopped(task, target.container)
      if (isHopeless(why))
        return { failed: why, whatToDo: 'no further attempt of ECS can succeed; mend the image or its rights' }
    }
    return { notYet: `${primary.rolloutState ?? 'rolling out'}, ${runningCount} of ${desiredCount} tasks run` }
  }
  if (deployments.length > 1) return { notYet: `${deployments.length - 1} former deployment still drains` }
  if (runningCount !== desiredCount) return { notYet: `${runningCount} of ${desiredCount} tasks run` }
  const enough = Math.min(to.count, target.minCount ?? to.count)
  if (desiredCount < enough) return { notYet: `only ${desiredCount} tasks are wanted, ${enough} are needed` }
  return 'there'
}

async function rolloutFailed(
  target: Target,
  { taskDefinition = '', rolloutStateReason = 'the rollout failed' }: Deployment,
  world: World,
): Promise<Look> {
  const task = await newestFailed(target, taskDefinition, world)
  const why = task === undefined ? '' : `; its newest task: ${whyStopped(task, target.container)}`
  return { failed: `${rolloutStateReason}${why}`, whatToDo: `read the log of container "${target.container}"` }
}

async function newestFailed(
  { cluster, service }: Target,
  taskDefinition: string,
  world: World,
): Promise<Task | undefined> {
  const tasks = await stoppedTasks({ cluster, serviceName: service }, world)
  return newest(tasks.filter((task) => task.taskDefinitionArn === taskDefinition))
}
