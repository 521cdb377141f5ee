import { ECSClient, ListTasksCommand, RunTaskCommand, StopTaskCommand, type Task } from '@aws-sdk/client-ecs'
import { changeToken } from '../../changes/token.ts'
import { AwsUnavailable, ChangeFailed } from '../../errors.ts'
import type { World } from '../../world.ts'
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
  if (found !== undefined) return markOf(found)
  const taskDefinition =
    (await findPinned(target, change.token, world)) ?? (await registerPinned(target, change, world))
  const answer = await world.send(
    ECSClient,
    new RunTaskCommand({
      cluster: target.cluster,
      taskDefinition,
      count: 1,
      launchType: 'FARGATE',
      clientToken: change.token,
      startedBy: startedBy(change.token),
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: [...target.subnets],
          securityGroups: [...target.securityGroups],
          assignPublicIp: 'DISABLED',
        },
      },
      overrides: { containerOverrides: [{ name: target.container, command: [...command] }] },
    }),
  )
  const task = answer.tasks?.[0]
  if (task !== undefined) return markOf(task)
  throw notStarted(change.action, answer.failures?.[0]?.reason ?? 'no reason given')
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

const markOf = ({ taskArn, taskDefinitionArn }: Task): Mark => ({
  task: taskArn ?? null,
  taskDefinition: taskDefinitionArn ?? null,
})
