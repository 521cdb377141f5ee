import {
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
  type ServiceDeployment,
  StopServiceDeploymentCommand,
} from '@aws-sdk/client-ecs'
import type { World } from '../../world.ts'
import type { Target } from './target.ts'

/** ECS's own deployment of a service, with the revision it goes to. */
export interface Native {
  readonly arn: string
  readonly status: string
  readonly reason: string
  readonly stage: string
  readonly taskDefinition: string
}

export async function newestDeployment({ cluster, service }: Target, world: World): Promise<Native | undefined> {
  const listed = await world.send(ECSClient, new ListServiceDeploymentsCommand({ cluster, service, maxResults: 10 }))
  const [brief] = [...(listed.serviceDeployments ?? [])].sort(
    (a, b) => (b.createdAt?.getTime() ?? 0) - (a.createdAt?.getTime() ?? 0),
  )
  return brief?.serviceDeploymentArn === undefined ? undefined : readDeployment(brief.serviceDeploymentArn, world)
}

export async function readDeployment(arn: string, world: World): Promise<Native | undefined> {
  const input = { serviceDeploymentArns: [arn] }
  const found = (await world.send(ECSClient, new DescribeServiceDeploymentsCommand(input))).serviceDeployments?.[0]
  if (found === undefined) return undefined
  return {
    arn,
    status: found.status ?? 'PENDING',
    reason: found.rollback?.reason ?? found.statusReason ?? 'no reason given',
    stage: found.lifecycleStage ?? 'no stage',
    taskDefinition: await taskDefinitionOf(found, world),
  }
}

async function taskDefinitionOf({ targetServiceRevision }: ServiceDeployment, world: World): Promise<string> {
  const arn = targetServiceRevision?.arn
  if (arn === undefined) return ''
  const answer = await world.send(ECSClient, new DescribeServiceRevisionsCommand({ serviceRevisionArns: [arn] }))
  return answer.serviceRevisions?.[0]?.taskDefinition ?? ''
}

export const isUnderWay = ({ status }: Native): boolean => status === 'PENDING' || status === 'IN_PROGRESS'
export const isGoingBack = ({ status }: Native): boolean =>
  /^(STOP_REQUESTED|ROLLBACK_REQUESTED|ROLLBACK_IN_PROGRESS)$/.test(status)

/** ROLLBACK works whether or not the deployment was configured to roll back. */
export async function rollBack(deployment: Native, world: World): Promise<void> {
  const input = { serviceDeploymentArn: deployment.arn, stopType: 'ROLLBACK' as const }
  await world.send(ECSClient, new StopServiceDeploymentCommand(input))
}
