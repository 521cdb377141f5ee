import { DescribeTasksCommand, ECSClient, ListTasksCommand, type Task } from '@aws-sdk/client-ecs'
import type { World } from '../../world.ts'

/** What well-known exit codes mean. 137 has two causes, which only the reason beside it tells apart. */
const meanings: Readonly<Record<number, string>> = {
  126: 'the command cannot be executed',
  127: 'the command was not found',
  134: 'it aborted',
  137: 'killed: out of memory, or it took longer than its stop time-out',
  139: 'segmentation fault',
  143: 'stopped by SIGTERM',
}

/** Why a task stopped, in one line: exit code, what that means, and ECS's own reason. */
export function whyStopped(task: Task, container: string): string {
  const one = task.containers?.find(({ name }) => name === container)
  const meaning = one?.exitCode === undefined ? undefined : meanings[one.exitCode]
  const code =
    one?.exitCode === undefined ? `no exit code` : `exit code ${one.exitCode}${meaning ? ` (${meaning})` : ''}`
  const reasons = [one?.reason, task.stoppedReason].filter((reason) => reason !== undefined && reason !== '')
  return [task.stopCode ?? 'stopped', code, ...reasons].join(', ')
}

/** Reasons that no further attempt of ECS makes better. */
const hopeless = /CannotPull|ResourceInitializationError|CannotCreateVolumeError|exec format error/

export const isHopeless = (reason: string): boolean => hopeless.test(reason)

/** Tasks of a service or a family that ended lately; ECS keeps them for an hour or so. */
export async function stoppedTasks(
  where: { cluster: string; serviceName: string } | { cluster: string; family: string },
  world: World,
): Promise<Task[]> {
  const listed = await world.send(ECSClient, new ListTasksCommand({ ...where, desiredStatus: 'STOPPED' }))
  return readTasks(where.cluster, listed.taskArns ?? [], world)
}

export async function readTasks(cluster: string, tasks: string[], world: World): Promise<Task[]> {
  if (tasks.length === 0) return []
  return (await world.send(ECSClient, new DescribeTasksCommand({ cluster, tasks }))).tasks ?? []
}

export const newest = (tasks: readonly Task[]): Task | undefined =>
  [...tasks].sort((a, b) => (b.stoppedAt?.getTime() ?? 0) - (a.stoppedAt?.getTime() ?? 0))[0]
