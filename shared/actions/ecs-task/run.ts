import {
  ECSClient,
  ListTasksCommand,
  RunTaskCommand,
  type RunTaskCommandOutput,
  StopTaskCommand,
  type Task,
} from '@aws-sdk/client-ecs'
import { changeToken } from '../../changes/token.ts'
import { AwsUnavailable, ChangeFailed } from '../../errors.ts'
import type { World } from '../../world.ts'
import { isCalled } from '../aws-errors.ts'
import { findPinned, registerPinned } from '../ecs/revision.ts'
import { readTasks, stoppedTasks } from '../ecs/stopped.ts'
import type { Change } from '../port.ts'
import type { Image, Mark, Target } from './target.ts'

/** What ECS keeps beside the client token, and what a task can be listed by when the token's answer was lost. */
export const startedBy = (token: string): string => `tidegate/${token}`

/** Starts the command, or finds the task that an earlier attempt of this change started. */
export async function runTask(
  target: Target,
  command: readonly string[],
  world: World,
  change: Change<Image>,
): Promise<Mark> {
  const found = await findTask(target, change.token, world)
  if (found !== undefined) return markOf(found, world)
  const taskDefinition =
    (await findPinned(target, change.token, world)) ?? (await registerPinned(target, change, world))
  const answer = await start(target, command, taskDefinition, world, change)
  if ('taskArn' in answer) return { task: answer.taskArn, taskDefinition: null, at: world.now() }
  const task = answer.tasks?.[0]
  if (task !== undefined) return markOf(task, world)
  throw notStarted(change.action, answer.failures?.[0]?.reason ?? 'no reason given')
}

async function start(
  target: Target,
  command: readonly string[],
  taskDefinition: string,
  world: World,
  change: Change<Image>,
): Promise<RunTaskCommandOutput | { taskArn: string }> {
  const { cluster, container, subnets, securityGroups } = target
  const network = { subnets: [...subnets], securityGroups: [...securityGroups], assignPublicIp: 'DISABLED' as const }
  const input = {
    cluster,
    taskDefinition,
    count: 1,
    launchType: 'FARGATE' as const,
    clientToken: change.token,
    startedBy: startedBy(change.token),
    networkConfiguration: { awsvpcConfiguration: network },
    overrides: { containerOverrides: [{ name: container, command: [...command] }] },
  }
  try {
    return await world.send(ECSClient, new RunTaskCommand(input))
  } catch (error) {
    // The token has started a task already, of a revision that a stale list did not show: that task is ours.
    const [taskArn] = (error as { resourceIds?: string[] }).resourceIds ?? []
    if (!isCalled(error, 'ConflictException') || taskArn === undefined) throw error
    return { taskArn }
  }
}

/** 200 with `failures` means that nothing was started; for want of room the same call is made again later. */
function notStarted(action: string, reason: string): Error {
  if (/^(RESOURCE|AGENT|ATTRIBUTE)|capacity/i.test(reason)) return new AwsUnavailable('ECS.RunTask', reason)
  return new ChangeFailed(action, `ECS started no task: ${reason}`)
}

/** Running ones can be listed by who started them; stopped ones only by family. */
export async function findTask(target: Target, token: string, world: World): Promise<Task | undefined> {
  const { cluster, family } = target
  const mine = startedBy(token)
  const running = await world.send(ECSClient, new ListTasksCommand({ cluster, startedBy: mine }))
  const [task] = await readTasks(cluster, running.taskArns ?? [], world)
  return task ?? (await stoppedTasks({ cluster, family }, world)).find((one) => one.startedBy === mine)
}

/**
 * Two migrations at once would spoil each other: what still runs is stopped, and the way back tries again once it is.
 *
 * @throws {AwsUnavailable} while it stops
 */
export async function stopForward(
  target: Target,
  resource: string,
  world: World,
  change: Change<Image>,
): Promise<void> {
  const task = await findTask(target, changeToken(change.release, resource, 100, 'forward'), world)
  if (task?.taskArn === undefined || task.lastStatus === 'STOPPED') return
  if (task.desiredStatus !== 'STOPPED') {
    const reason = `${change.release} goes back`
    await world.send(ECSClient, new StopTaskCommand({ cluster: target.cluster, task: task.taskArn, reason }))
  }
  throw new AwsUnavailable('ECS.RunTask', `${task.taskArn} is still stopping; its come-back command waits for that`)
}

const markOf = ({ taskArn, taskDefinitionArn }: Task, world: World): Mark => ({
  task: taskArn ?? null,
  taskDefinition: taskDefinitionArn ?? null,
  at: world.now(),
})
