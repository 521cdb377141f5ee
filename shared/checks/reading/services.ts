import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  type Service,
  type TaskDefinition,
} from '@aws-sdk/client-ecs'
import type { World } from '../../world.ts'
import { read, readIfThere } from './tell.ts'

/** The service, or undefined when service or cluster is not there: ECS answers 200 with `failures`. */
export async function serviceIn(world: World, cluster: string, service: string): Promise<Service | undefined> {
  const page = await readIfThere(
    world,
    { permission: 'ecs:DescribeServices', absent: ['ClusterNotFoundException', 'ServiceNotFoundException'] },
    ECSClient,
    new DescribeServicesCommand({ cluster, services: [service] }),
  )
  const found = page?.services?.[0]
  return found?.status === 'INACTIVE' ? undefined : found
}

export async function taskDefinition(world: World, arn: string): Promise<TaskDefinition> {
  const answer = await read(
    world,
    { permission: 'ecs:DescribeTaskDefinition' },
    ECSClient,
    new DescribeTaskDefinitionCommand({ taskDefinition: arn }),
  )
  return answer.taskDefinition ?? {}
}

export const noService = (cluster: string, service: string) => ({
  seen: `there is no service ${service} in cluster ${cluster}`,
  whatToDo: `create service ${service}, or correct cluster and service in the plan`,
})
