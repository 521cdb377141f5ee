import type * as Sdk from '@aws-sdk/client-ecs'

/** One deployment of a service. */
export interface Rollout {
  readonly id: string
  readonly taskDefinition: string
  status: 'PRIMARY' | 'ACTIVE'
  state: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED'
  reason: string
  running: number
  failedTasks: number
  readonly createdAt: number
  updatedAt: number
}

/** What ECS calls a service deployment: the record of a rollout, kept when the rollout is over. */
export interface ServiceDeployment {
  readonly arn: string
  readonly createdAt: number
  readonly target: string
  readonly source: string
  status: Sdk.ServiceDeploymentStatus
  stage: Sdk.ServiceDeploymentLifecycleStage | undefined
  reason: string | undefined
  rollback: { reason: string; startedAt: number; revision: string } | undefined
  finishedAt: number | undefined
}

export interface ServiceState {
  readonly name: string
  readonly arn: string
  readonly targetGroup: string | undefined
  readonly createdAt: number
  taskDefinition: string
  desired: number
  running: number
  configuration: Sdk.DeploymentConfiguration
  /** Newest first, as ECS tells them. */
  rollouts: Rollout[]
  /** Newest first. */
  deployments: ServiceDeployment[]
  /** Revision that users meet. */
  serving: string
  /** Last revision that was steady: where a circuit breaker goes back to. */
  steady: string
  readonly everSteady: Set<string>
  /** Rises with each deployment: what was scheduled for an earlier one does nothing any more. */
  epoch: number
  readonly events: Sdk.ServiceEvent[]
}

export function tellService(service: ServiceState, cluster: string): Sdk.Service {
  const [primary] = service.rollouts
  return {
    serviceArn: service.arn,
    serviceName: service.name,
    clusterArn: cluster,
    status: 'ACTIVE',
    desiredCount: service.desired,
    runningCount: service.running,
    pendingCount: primary?.state === 'IN_PROGRESS' ? Math.max(0, service.desired - primary.running) : 0,
    launchType: 'FARGATE',
    taskDefinition: service.taskDefinition,
    deploymentConfiguration: { ...service.configuration },
    deploymentController: { type: 'ECS' },
    schedulingStrategy: 'REPLICA',
    loadBalancers:
      service.targetGroup === undefined ? [] : [{ targetGroupArn: service.targetGroup, containerPort: 8080 }],
    createdAt: new Date(service.createdAt),
    events: service.events.slice(-20).reverse(),
    deployments: service.rollouts.map((rollout) => ({
      id: rollout.id,
      status: rollout.status,
      taskDefinition: rollout.taskDefinition,
      desiredCount: rollout.status === 'PRIMARY' ? service.desired : 0,
      runningCount: rollout.running,
      pendingCount:
        rollout.status === 'PRIMARY' && rollout.state === 'IN_PROGRESS' ? service.desired - rollout.running : 0,
      failedTasks: rollout.failedTasks,
      rolloutState: rollout.state,
      rolloutStateReason: rollout.reason,
      createdAt: new Date(rollout.createdAt),
      updatedAt: new Date(rollout.updatedAt),
      launchType: 'FARGATE' as const,
    })),
  }
}

export const tellDeployment = (
  one: ServiceDeployment,
  service: ServiceState,
  cluster: string,
): Sdk.ServiceDeployment => ({
  serviceDeploymentArn: one.arn,
  serviceArn: service.arn,
  clusterArn: cluster,
  createdAt: new Date(one.createdAt),
  startedAt: new Date(one.createdAt),
  ...(one.finishedAt !== undefined && { finishedAt: new Date(one.finishedAt) }),
  status: one.status,
  ...(one.reason !== undefined && { statusReason: one.reason }),
  ...(one.stage !== undefined && { lifecycleStage: one.stage }),
  targetServiceRevision: { arn: one.target, requestedTaskCount: service.desired },
  sourceServiceRevisions: [{ arn: one.source }],
  deploymentConfiguration: { ...service.configuration },
  ...(one.rollback !== undefined && {
    rollback: {
      reason: one.rollback.reason,
      startedAt: new Date(one.rollback.startedAt),
      serviceRevisionArn: one.rollback.revision,
    },
  }),
})
