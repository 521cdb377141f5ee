import type { DeploymentConfiguration, TaskDefinition } from '@aws-sdk/client-ecs'
import { awsError, type FakeService } from './world.ts'

const arn = (what: string): string => `arn:aws:ecs:eu-west-1:111122223333:${what}`

export interface FakeServiceState {
  serviceArn: string
  status: string
  taskDefinition: string
  desiredCount: number
  runningCount: number
  deploymentConfiguration: DeploymentConfiguration
  deployments: {
    status: string
    taskDefinition: string
    rolloutState: string
    rolloutStateReason?: string
    failedTasks?: number
  }[]
}
interface FakeTask {
  taskArn: string
  taskDefinitionArn: string
  clientToken: string
  startedBy: string
  group: string
  lastStatus: string
  desiredStatus: string
  createdAt: Date
  stoppedAt?: Date
  stopCode?: string
  stoppedReason?: string
  containers: { name: string; exitCode?: number; reason?: string }[]
  command: string[]
}
interface FakeDeployment {
  serviceDeploymentArn: string
  createdAt: Date
  status: string
  lifecycleStage: string
  taskDefinition: string
  from: string
}

/** Services that roll out when time passes, and tasks that end as they are told to. */
export class FakeEcs implements FakeService {
  readonly client = 'ECS'
  readonly revisions: { definition: TaskDefinition; tags: { key: string; value: string }[] }[] = []
  readonly services: Record<string, FakeServiceState> = {}
  readonly tasks: FakeTask[] = []
  readonly deployments: FakeDeployment[] = []
  /** How the next tasks end. */
  exit: { exitCode?: number; stopCode: string; stoppedReason?: string } = {
    exitCode: 0,
    stopCode: 'EssentialContainerExited',
  }
  /** 200 with failures, as long as it is set. */
  noCapacity: string | undefined

  register(
    family: string,
    image: string,
    tags: { key: string; value: string }[] = [],
    more: Partial<TaskDefinition> = {},
  ): string {
    const revision = this.revisions.filter(({ definition }) => definition.family === family).length + 1
    const taskDefinitionArn = arn(`task-definition/${family}:${revision}`)
    const definition: TaskDefinition = {
      containerDefinitions: [{ name: 'backend', image }],
      cpu: '256',
      ...more,
      family,
      revision,
      status: 'ACTIVE',
      taskDefinitionArn,
    }
    this.revisions.push({ definition, tags })
    return taskDefinitionArn
  }

  serve(name: string, taskDefinition: string, count: number): FakeServiceState {
    this.services[name] = {
      serviceArn: arn(`service/serveml-prod/${name}`),
      status: 'ACTIVE',
      taskDefinition,
      desiredCount: count,
      runningCount: count,
      deploymentConfiguration: {
        strategy: 'ROLLING',
        maximumPercent: 200,
        minimumHealthyPercent: 100,
        deploymentCircuitBreaker: { enable: false, rollback: false },
      },
      deployments: [{ status: 'PRIMARY', taskDefinition, rolloutState: 'COMPLETED' }],
    }
    return this.services[name]
  }

  settle(now = 0): void {
    for (const service of Object.values(this.services)) {
      service.runningCount = service.desiredCount
      service.deployments = [{ status: 'PRIMARY', taskDefinition: service.taskDefinition, rolloutState: 'COMPLETED' }]
    }
    for (const one of this.deployments) {
      if (one.status === 'IN_PROGRESS') one.status = 'SUCCESSFUL'
      if (one.status === 'ROLLBACK_IN_PROGRESS') one.status = 'ROLLBACK_SUCCESSFUL'
    }
    for (const task of this.tasks) {
      if (task.lastStatus === 'STOPPED') continue
      const { exitCode, ...how } =
        task.desiredStatus === 'STOPPED' ? { exitCode: 143, stopCode: 'UserInitiated' } : this.exit
      const container = { name: 'backend', ...(exitCode !== undefined && { exitCode }) }
      Object.assign(task, how, {
        lastStatus: 'STOPPED',
        desiredStatus: 'STOPPED',
        stoppedAt: new Date(now),
        containers: [container],
      })
    }
  }

  readonly operations: FakeService['operations'] = {
    DescribeServices: ({ services: [name] }) => {
      const found = this.services[name]
      return found === undefined ? { services: [], failures: [{ reason: 'MISSING' }] } : { services: [found] }
    },
    UpdateService: ({ service, taskDefinition, desiredCount, deploymentConfiguration }, now) => {
      const found = this.services[service]!
      if (deploymentConfiguration) found.deploymentConfiguration = deploymentConfiguration
      if (desiredCount !== undefined) found.desiredCount = desiredCount
      if (taskDefinition !== undefined && taskDefinition !== found.taskDefinition) {
        if (this.#revision(taskDefinition).definition.status !== 'ACTIVE') throw awsError('ClientException', 'inactive')
        this.deployments.push({
          serviceDeploymentArn: arn(`service-deployment/serveml-prod/${service}/${this.deployments.length + 1}`),
          createdAt: new Date(now + this.deployments.length),
          status: 'IN_PROGRESS',
          lifecycleStage: 'SCALE_UP',
          taskDefinition,
          from: found.taskDefinition,
        })
        found.taskDefinition = taskDefinition
        const former = found.deployments.map((one) => ({ ...one, status: 'ACTIVE' }))
        found.deployments = [{ status: 'PRIMARY', taskDefinition, rolloutState: 'IN_PROGRESS' }, ...former]
      }
      return { service: found }
    },
    DescribeTaskDefinition: ({ taskDefinition }) => {
      const { definition, tags } = this.#revision(taskDefinition)
      return { taskDefinition: definition, tags }
    },
    ListTaskDefinitions: ({ familyPrefix, maxResults }) => {
      const active = this.revisions.filter(
        ({ definition: one }) => one.family === familyPrefix && one.status === 'ACTIVE',
      )
      return {
        taskDefinitionArns: active
          .map(({ definition }) => definition.taskDefinitionArn)
          .reverse()
          .slice(0, maxResults),
      }
    },
    RegisterTaskDefinition: ({ family, tags, ...definition }) => {
      const made = this.register(family, '', tags, definition)
      return { taskDefinition: this.#revision(made).definition }
    },
    ListServiceDeployments: () => ({ serviceDeployments: this.deployments }),
    DescribeServiceDeployments: ({ serviceDeploymentArns: [wanted] }) => ({
      serviceDeployments: this.deployments
        .filter((one) => one.serviceDeploymentArn === wanted)
        .map((one) => ({ ...one, targetServiceRevision: { arn: `revision of ${one.taskDefinition}` } })),
    }),
    DescribeServiceRevisions: ({ serviceRevisionArns: [wanted] }: { serviceRevisionArns: string[] }) => ({
      serviceRevisions: [{ taskDefinition: wanted?.replace('revision of ', '') }],
    }),
    StopServiceDeployment: ({ serviceDeploymentArn }: { serviceDeploymentArn: string }) => {
      const found = this.deployments.find((one) => one.serviceDeploymentArn === serviceDeploymentArn)!
      const service = this.services[serviceDeploymentArn.split('/').at(-2)!]!
      found.status = 'ROLLBACK_IN_PROGRESS'
      service.taskDefinition = found.from
      service.deployments = [{ status: 'PRIMARY', taskDefinition: found.from, rolloutState: 'IN_PROGRESS' }]
      return {}
    },
    RunTask: ({ clientToken, startedBy, taskDefinition, overrides }, now) => {
      const again = this.tasks.find((one) => one.clientToken === clientToken)
      if (again !== undefined && again.taskDefinitionArn !== taskDefinition) {
        throw Object.assign(awsError('ConflictException'), { resourceIds: [again.taskArn] })
      }
      if (again !== undefined) return { tasks: [again] }
      if (this.noCapacity !== undefined) return { tasks: [], failures: [{ reason: this.noCapacity }] }
      this.tasks.push({
        taskArn: arn(`task/serveml-prod/${this.tasks.length + 1}`),
        taskDefinitionArn: taskDefinition,
        clientToken,
        startedBy,
        group: `family:${this.#revision(taskDefinition).definition.family}`,
        lastStatus: 'PROVISIONING',
        desiredStatus: 'RUNNING',
        createdAt: new Date(now),
        containers: [{ name: 'backend' }],
        command: overrides.containerOverrides[0].command,
      })
      return { tasks: [this.tasks.at(-1)] }
    },
    StopTask: ({ task }) => {
      this.tasks.find(({ taskArn }) => taskArn === task)!.desiredStatus = 'STOPPED'
      return {}
    },
    ListTasks: ({ startedBy, family, serviceName, desiredStatus = 'RUNNING' }) => ({
      taskArns: this.tasks
        .filter((one) => one.desiredStatus === desiredStatus)
        .filter((one) => startedBy === undefined || one.startedBy === startedBy)
        .filter((one) => family === undefined || one.group === `family:${family}`)
        .filter((one) => serviceName === undefined || one.group === `service:${serviceName}`)
        .map(({ taskArn }) => taskArn),
    }),
    DescribeTasks: ({ tasks }) => ({ tasks: this.tasks.filter(({ taskArn }) => tasks.includes(taskArn)) }),
  }

  #revision(nameOrArn: string) {
    const newest = this.revisions
      .filter(({ definition: one }) => one.family === nameOrArn && one.status === 'ACTIVE')
      .at(-1)
    const found = newest ?? this.revisions.find(({ definition }) => definition.taskDefinitionArn === nameOrArn)
    if (found === undefined) throw awsError('ClientException', 'Unable to describe task definition.')
    return found
  }
}
