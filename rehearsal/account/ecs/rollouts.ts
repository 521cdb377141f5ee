import type { ServiceDeploymentLifecycleStage } from '@aws-sdk/client-ecs'
import type { Account } from '../account.ts'
import type { Rollout, ServiceDeployment, ServiceState } from './service-state.ts'
import type { Tasks } from './tasks.ts'

/** Fargate pulls, starts and passes two health checks of 30 s, then the former tasks drain: minutes, not seconds. */
const rolloutSeconds = [60, 180] as const
/** Nothing to start and nothing to drain. */
const emptySeconds = [8, 20] as const
/** Former tasks are still there, or are started from a cached image. */
const backSeconds = [30, 75] as const
const scaleSeconds = { up: [25, 60], down: [10, 35] } as const
/** From the start of a task that is bound to fail to its end. */
const failingSeconds = [12, 25] as const

/** Why the next new revision of a service will not come up. */
export interface Spoilt {
  readonly reason: string
  /** Its tasks neither start nor stop, so that no breaker counts them. */
  readonly silent: boolean
}

/** Moves services from one revision to another, as long as it takes, with the breaker and ECS's own strategies. */
export class Rollouts {
  readonly #account: Account
  readonly #tasks: Tasks
  readonly #spoils: (service: ServiceState, taskDefinition: string) => Spoilt | undefined

  constructor(
    account: Account,
    tasks: Tasks,
    spoils: (service: ServiceState, taskDefinition: string) => Spoilt | undefined,
  ) {
    this.#account = account
    this.#tasks = tasks
    this.#spoils = spoils
  }

  start(service: ServiceState, taskDefinition: string): void {
    const deployment = this.#record(service, taskDefinition)
    const rollout = this.#begin(service, taskDefinition, 'ECS deployment in progress.')
    const spoilt = service.everSteady.has(taskDefinition) ? undefined : this.#spoils(service, taskDefinition)
    if (spoilt !== undefined) {
      if (!spoilt.silent) this.#failTask(service, rollout, deployment, spoilt.reason)
      return
    }
    const strategy = service.configuration.strategy ?? 'ROLLING'
    if (strategy === 'ROLLING')
      this.#roll(service, rollout, deployment, service.desired === 0 ? emptySeconds : rolloutSeconds)
    else this.#shift(service, rollout, deployment)
  }

  scale(service: ServiceState, desired: number): void {
    const up = desired > service.desired
    service.desired = desired
    if (service.rollouts[0]?.state === 'IN_PROGRESS') return
    const epoch = service.epoch
    this.#action(service, 'SERVICE_DESIRED_COUNT_UPDATED')
    this.#after(service, this.#account.between('ecs', up ? scaleSeconds.up : scaleSeconds.down), () => {
      if (service.epoch !== epoch || service.desired !== desired) return
      service.running = desired
      const [primary] = service.rollouts
      if (primary !== undefined) primary.running = desired
      this.#steadyNow(service)
    })
  }

  /** StopServiceDeployment with ROLLBACK: back to the source revision, whose tasks may still run. */
  stop(service: ServiceState, deployment: ServiceDeployment, source: string): void {
    deployment.status = 'ROLLBACK_REQUESTED'
    deployment.reason = 'Service deployment rollback was requested.'
    this.#goBack(service, deployment, source, 'Service deployment rollback was requested.')
  }

  #record(service: ServiceState, taskDefinition: string): ServiceDeployment {
    const now = this.#account.clock.now()
    const [latest] = service.deployments
    // A second update during a deployment replaces the first.
    if (latest !== undefined && latest.finishedAt === undefined) {
      latest.status = 'STOPPED'
      latest.reason = 'Service deployment replaced by a newer one.'
      latest.finishedAt = now
    }
    const id = this.#account.idOf('ecs ids', 22, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789')
    const deployment: ServiceDeployment = {
      arn: service.arn.replace(':service/', ':service-deployment/').concat(`/${id}`),
      createdAt: now,
      target: revisionArn(service, taskDefinition),
      source: revisionArn(service, service.serving),
      status: 'IN_PROGRESS',
      stage: undefined,
      reason: undefined,
      rollback: undefined,
      finishedAt: undefined,
    }
    service.deployments.unshift(deployment)
    return deployment
  }

  #begin(service: ServiceState, taskDefinition: string, reason: string): Rollout {
    const now = this.#account.clock.now()
    service.epoch += 1
    service.taskDefinition = taskDefinition
    for (const former of service.rollouts) former.status = 'ACTIVE'
    const rollout: Rollout = {
      id: `ecs-svc/${this.#account.idOf('ecs ids', 19, '123456789')}`,
      taskDefinition,
      status: 'PRIMARY',
      state: 'IN_PROGRESS',
      reason,
      running: 0,
      failedTasks: 0,
      createdAt: now,
      updatedAt: now,
    }
    service.rollouts.unshift(rollout)
    this.#deploymentEvent(service, rollout, 'SERVICE_DEPLOYMENT_IN_PROGRESS', reason)
    return rollout
  }

  #roll(
    service: ServiceState,
    rollout: Rollout,
    deployment: ServiceDeployment,
    seconds: readonly [number, number],
    ended: ServiceDeployment['status'] = 'SUCCESSFUL',
  ): void {
    const ms = this.#account.between('ecs', seconds)
    this.#after(service, Math.round(ms * 0.55), () => this.#running(service, rollout))
    this.#after(service, ms, () => this.#complete(service, rollout, deployment, ended))
  }

  /** ECS's own blue/green and canary: stage by stage, with the bake times of the service. */
  #shift(service: ServiceState, rollout: Rollout, deployment: ServiceDeployment): void {
    const {
      strategy,
      bakeTimeInMinutes = 0,
      canaryConfiguration: canary,
      linearConfiguration: linear,
    } = service.configuration
    const up = this.#account.between('ecs', [60, 120])
    const steps =
      strategy === 'CANARY'
        ? (canary?.canaryBakeTimeInMinutes ?? 10)
        : strategy === 'LINEAR'
          ? (linear?.stepBakeTimeInMinutes ?? 6) * Math.ceil(100 / (linear?.stepPercent ?? 10))
          : 0
    const stages: [ServiceDeploymentLifecycleStage, number][] = [
      ['SCALE_UP', 0],
      ['PRODUCTION_TRAFFIC_SHIFT', up],
      ['BAKE_TIME', up + 10_000 + steps * 60_000],
      ['CLEAN_UP', up + 10_000 + (steps + bakeTimeInMinutes) * 60_000],
    ]
    for (const [stage, ms] of stages) {
      this.#after(service, ms, () => {
        deployment.stage = stage
        if (stage === 'PRODUCTION_TRAFFIC_SHIFT') this.#running(service, rollout)
        if (stage === 'BAKE_TIME') this.#serve(service, rollout.taskDefinition)
      })
    }
    this.#after(service, (stages.at(-1)?.[1] ?? 0) + 20_000, () =>
      this.#complete(service, rollout, deployment, 'SUCCESSFUL'),
    )
  }

  #failTask(service: ServiceState, rollout: Rollout, deployment: ServiceDeployment, reason: string): void {
    // Half of the desired tasks, and never less than 3 nor more than 200.
    const threshold = Math.min(200, Math.max(3, Math.ceil(service.desired / 2)))
    this.#after(service, this.#account.between('ecs', failingSeconds), () => {
      rollout.failedTasks += 1
      rollout.updatedAt = this.#account.clock.now()
      this.#tasks.addFailed(service, rollout, reason)
      const { deploymentCircuitBreaker: breaker, strategy = 'ROLLING' } = service.configuration
      const breaks = strategy === 'ROLLING' && breaker?.enable === true
      if (rollout.failedTasks < threshold) this.#failTask(service, rollout, deployment, reason)
      else if (breaks) this.#break(service, rollout, deployment, breaker.rollback === true)
      // Without a breaker it never fails: ECS tries for ever, and one more failure changes nothing.
    })
  }

  #break(service: ServiceState, rollout: Rollout, deployment: ServiceDeployment, rollback: boolean): void {
    rollout.state = 'FAILED'
    rollout.reason = 'ECS deployment circuit breaker: tasks failed to start.'
    this.#deploymentEvent(service, rollout, 'SERVICE_DEPLOYMENT_FAILED', rollout.reason)
    const back = service.steady
    if (!rollback || back === rollout.taskDefinition) {
      deployment.status = 'STOPPED'
      deployment.reason = rollout.reason
      deployment.finishedAt = this.#account.clock.now()
      return
    }
    this.#goBack(service, deployment, back, rollout.reason)
  }

  #goBack(service: ServiceState, deployment: ServiceDeployment, to: string, reason: string): void {
    const former = service.rollouts.find(({ taskDefinition }) => taskDefinition === to)?.id ?? 'the former one'
    deployment.rollback = { reason, startedAt: this.#account.clock.now(), revision: revisionArn(service, to) }
    deployment.status = 'ROLLBACK_IN_PROGRESS'
    const back = this.#begin(service, to, `ECS deployment circuit breaker: rolling back to deploymentId ${former}.`)
    const seconds = service.desired === 0 ? emptySeconds : backSeconds
    this.#roll(service, back, deployment, seconds, 'ROLLBACK_SUCCESSFUL')
  }

  #running(service: ServiceState, rollout: Rollout): void {
    const alone = service.running === 0
    rollout.running = service.desired
    service.running = Math.max(service.running, service.desired)
    if (alone) this.#serve(service, rollout.taskDefinition)
  }

  #complete(
    service: ServiceState,
    rollout: Rollout,
    deployment: ServiceDeployment,
    ended: ServiceDeployment['status'],
  ): void {
    const now = this.#account.clock.now()
    rollout.state = 'COMPLETED'
    rollout.reason = `ECS deployment ${rollout.id} completed.`
    rollout.updatedAt = now
    rollout.running = service.desired
    service.running = service.desired
    service.rollouts = [rollout]
    service.steady = rollout.taskDefinition
    service.everSteady.add(rollout.taskDefinition)
    deployment.status = ended
    deployment.stage = undefined
    deployment.finishedAt = now
    this.#deploymentEvent(service, rollout, 'SERVICE_DEPLOYMENT_COMPLETED', rollout.reason)
    service.serving = rollout.taskDefinition
    this.#steadyNow(service)
  }

  #serve(service: ServiceState, taskDefinition: string): void {
    service.serving = taskDefinition
    this.#account.traffic.servicesChanged()
  }

  #steadyNow(service: ServiceState): void {
    this.#action(service, 'SERVICE_STEADY_STATE')
    this.#account.traffic.servicesChanged()
  }

  /** What a newer deployment has overtaken does not happen. */
  #after(service: ServiceState, ms: number, run: () => void): void {
    const { epoch } = service
    this.#account.clock.after(ms, () => {
      if (service.epoch === epoch) run()
    })
  }

  #deploymentEvent(service: ServiceState, { id }: Rollout, eventName: string, reason: string): void {
    this.#account.emit({
      source: 'aws.ecs',
      'detail-type': 'ECS Deployment State Change',
      resources: [service.arn],
      detail: {
        eventType: eventName === 'SERVICE_DEPLOYMENT_FAILED' ? 'ERROR' : 'INFO',
        eventName,
        deploymentId: id,
        updatedAt: new Date(this.#account.clock.now()).toISOString(),
        reason,
      },
    })
  }

  #action(service: ServiceState, eventName: string): void {
    const createdAt = new Date(this.#account.clock.now())
    const message = `(service ${service.name}) ${eventName === 'SERVICE_STEADY_STATE' ? 'has reached a steady state.' : `${eventName}.`}`
    service.events.push({ id: this.#account.uuid('ecs events'), createdAt, message })
    this.#account.emit({
      source: 'aws.ecs',
      'detail-type': 'ECS Service Action',
      resources: [service.arn],
      detail: {
        eventType: 'INFO',
        eventName,
        clusterArn: service.arn.replace(/:service\/([^/]+)\/.*/, ':cluster/$1'),
        createdAt: createdAt.toISOString(),
      },
    })
  }
}

/** One service revision per revision of the task definition is enough for what a release asks. */
export const revisionArn = (service: ServiceState, taskDefinition: string): string =>
  `${service.arn.replace(':service/', ':service-revision/')}/${taskDefinition.split('/').at(-1)?.replace(':', '-')}`
