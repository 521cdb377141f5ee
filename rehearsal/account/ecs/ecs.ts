import type * as Sdk from '@aws-sdk/client-ecs'
import type { Account } from '../account.ts'
import type { Answer } from '../answer.ts'
import { AwsError, type Service } from '../port.ts'
import type { ScriptState } from '../state.ts'
import { Definitions } from './definitions.ts'
import { Rollouts, type Spoilt } from './rollouts.ts'
import { type ServiceDeployment, type ServiceState, tellDeployment, tellService } from './service-state.ts'
import { Tasks } from './tasks.ts'

const servicesMax = 10

/** One cluster: services with their deployments, task definitions by revision, tasks. */
export class Ecs implements Service {
  readonly client = 'ECS'
  readonly definitions: Definitions
  readonly tasks: Tasks
  readonly #account: Account
  readonly #cluster: string
  readonly #services = new Map<string, ServiceState>()
  readonly #rollouts: Rollouts
  readonly #spoilt = new Map<string, Spoilt>()

  constructor(account: Account) {
    this.#account = account
    this.#cluster = account.arn('ecs', `cluster/${account.state.ecs.cluster}`)
    this.definitions = new Definitions(account)
    this.tasks = new Tasks(account, this.definitions)
    this.#rollouts = new Rollouts(account, this.tasks, (service, revision) => this.#whyNot(service, revision))
    for (const [name, state] of Object.entries(account.state.ecs.services)) this.#create(name, state)
    this.operations = { ...this.#own, ...this.definitions.operations, ...this.tasks.operations }
  }

  /** No new revision of the service ever becomes steady, and no breaker sees why. */
  neverSettle(service: string): void {
    this.#spoilt.set(service, { reason: 'its tasks never become healthy', silent: true })
  }
  /** Each task of a new revision of the service fails so. */
  failDeployment(service: string, reason: string): void {
    this.#spoilt.set(service, { reason, silent: false })
  }
  /** New revisions of the service come up again. */
  mend(service: string): void {
    this.#spoilt.delete(service)
  }
  /** Tasks that run this command end so from now on. */
  scriptTask(script: Partial<ScriptState> & { readonly command: string }): void {
    this.tasks.script(script)
  }

  /** Somebody deploys by hand: the same image, another revision. */
  drift(name: string): void {
    const service = this.#services.get(name)
    if (service === undefined) throw new Error(`nobody can change ${name} by hand: the account has no such service`)
    const { definition } = this.definitions.get(service.taskDefinition)
    const input = { ...definition, family: definition.family, tags: [{ key: 'by', value: 'hand' }] }
    this.#rollouts.start(service, this.definitions.register(input as Sdk.RegisterTaskDefinitionCommandInput).arn)
  }

  serviceArns(): string[] {
    return [...this.#services.values()].map(({ arn }) => arn)
  }
  /** Revision that a service is asked to run, and how many tasks do. */
  service(
    name: string,
  ): { readonly taskDefinition: string; readonly serving: string; readonly running: number } | undefined {
    return this.#services.get(name)
  }
  running(name: string): number {
    return this.#services.get(name)?.running ?? 0
  }
  /** Version that users of a service meet. */
  versionOf(name: string): string | undefined {
    const service = this.#services.get(name)
    if (service === undefined) return undefined
    const digest = this.definitions.digestOf(service.serving)
    return this.#account.state.versions[digest] ?? digest
  }
  /** The service whose tasks a target group has. */
  serviceOf(targetGroup: string): string | undefined {
    return [...this.#services.values()].find((service) => service.targetGroup === targetGroup)?.name
  }

  readonly operations: Service['operations']

  readonly #own = {
    DescribeServices: ({
      cluster,
      services = [],
    }: Sdk.DescribeServicesCommandInput): Answer<Sdk.DescribeServicesCommandOutput> => {
      this.#mustBe(cluster)
      if (services.length === 0 || services.length > servicesMax) {
        throw new AwsError(
          'InvalidParameterException',
          services.length === 0 ? 'Services cannot be empty.' : 'Too many services.',
        )
      }
      const failures: Sdk.Failure[] = []
      const found: Sdk.Service[] = []
      for (const name of services) {
        const service = this.#services.get(name.split('/').at(-1) ?? '')
        if (service === undefined) failures.push({ arn: this.#arnOf(name), reason: 'MISSING' })
        else found.push(tellService(service, this.#cluster))
      }
      return { services: found, failures }
    },
    UpdateService: (input: Sdk.UpdateServiceCommandInput): Answer<Sdk.UpdateServiceCommandOutput> => {
      const service = this.#service(input.cluster, input.service)
      const { taskDefinition, desiredCount, deploymentConfiguration, forceNewDeployment = false } = input
      const revision = taskDefinition === undefined ? undefined : this.definitions.find(taskDefinition)
      if (taskDefinition !== undefined && revision === undefined) {
        throw new AwsError('ClientException', 'TaskDefinition not found.')
      }
      if (revision !== undefined && !revision.active)
        throw new AwsError('ClientException', 'TaskDefinition is inactive')
      if (deploymentConfiguration !== undefined) {
        service.configuration = { ...service.configuration, ...deploymentConfiguration }
      }
      const wanted = revision?.arn ?? service.taskDefinition
      if (wanted !== service.taskDefinition || forceNewDeployment) {
        service.desired = desiredCount ?? service.desired
        this.#rollouts.start(service, wanted)
      } else if (desiredCount !== undefined && desiredCount !== service.desired) {
        this.#rollouts.scale(service, desiredCount)
      }
      return { service: tellService(service, this.#cluster) }
    },
    ListServiceDeployments: (
      input: Sdk.ListServiceDeploymentsCommandInput,
    ): Answer<Sdk.ListServiceDeploymentsCommandOutput> => {
      const service = this.#service(input.cluster, input.service)
      const wanted = input.status
      const found = service.deployments.filter(({ status }) => wanted === undefined || wanted.includes(status))
      return {
        serviceDeployments: found.slice(0, input.maxResults ?? 100).map((one) => {
          const {
            serviceDeploymentArn,
            serviceArn,
            clusterArn,
            createdAt,
            startedAt,
            finishedAt,
            status,
            statusReason,
          } = tellDeployment(one, service, this.#cluster)
          return {
            serviceDeploymentArn,
            serviceArn,
            clusterArn,
            createdAt,
            startedAt,
            finishedAt,
            status,
            statusReason,
            targetServiceRevisionArn: one.target,
          }
        }),
      }
    },
    DescribeServiceDeployments: ({
      serviceDeploymentArns = [],
    }: Sdk.DescribeServiceDeploymentsCommandInput): Answer<Sdk.DescribeServiceDeploymentsCommandOutput> => {
      const failures: Sdk.Failure[] = []
      const found: Sdk.ServiceDeployment[] = []
      for (const arn of serviceDeploymentArns) {
        const known = this.#deployment(arn)
        if (known === undefined) failures.push({ arn, reason: 'MISSING' })
        else found.push(tellDeployment(known.deployment, known.service, this.#cluster))
      }
      return { serviceDeployments: found, failures }
    },
    DescribeServiceRevisions: ({
      serviceRevisionArns = [],
    }: Sdk.DescribeServiceRevisionsCommandInput): Answer<Sdk.DescribeServiceRevisionsCommandOutput> => {
      const failures: Sdk.Failure[] = []
      const found: Sdk.ServiceRevision[] = []
      for (const arn of serviceRevisionArns) {
        const [name = '', revision = ''] = arn.split('/').slice(-2)
        const service = this.#services.get(name)
        const definition = this.definitions.find(revision.replace(/-(\d+)$/, ':$1'))
        if (service === undefined || definition === undefined) failures.push({ arn, reason: 'MISSING' })
        else {
          const { arn: taskDefinition } = definition
          found.push({ serviceRevisionArn: arn, serviceArn: service.arn, clusterArn: this.#cluster, taskDefinition })
        }
      }
      return { serviceRevisions: found, failures }
    },
    StopServiceDeployment: (
      input: Sdk.StopServiceDeploymentCommandInput,
    ): Answer<Sdk.StopServiceDeploymentCommandOutput> => {
      const { serviceDeploymentArn: arn = '', stopType = 'ROLLBACK' } = input
      const known = this.#deployment(arn)
      if (known === undefined) throw new AwsError('ServiceDeploymentNotFoundException', 'Service deployment not found.')
      if (stopType !== 'ROLLBACK')
        throw new AwsError('InvalidParameterException', 'Only ROLLBACK is taken as stopType.')
      const { service, deployment } = known
      if (deployment.status !== 'IN_PROGRESS' && deployment.status !== 'PENDING') {
        throw new AwsError('ConflictException', `Service deployment is ${deployment.status} and cannot be stopped.`)
      }
      this.#rollouts.stop(service, deployment, service.steady)
      return { serviceDeploymentArn: arn }
    },
  }

  #create(name: string, state: Account['state']['ecs']['services'][string]): void {
    const { arn } = this.definitions.get(state.revision)
    const now = this.#account.clock.now()
    // A service that was there before the rehearsal has been steady for weeks.
    const createdAt = now - 30 * 86_400_000
    const group = state.targetGroup
    const service: ServiceState = {
      name,
      arn: this.#arnOf(name),
      targetGroup: group === undefined ? undefined : this.#account.elb.targetGroupArn(group),
      createdAt,
      taskDefinition: arn,
      desired: state.count,
      running: state.count,
      configuration: {
        strategy: state.strategy,
        maximumPercent: 200,
        minimumHealthyPercent: 100,
        deploymentCircuitBreaker: { enable: state.breaker, rollback: state.breaker },
        alarms: { alarmNames: [], enable: false, rollback: false },
      },
      rollouts: [
        {
          id: `ecs-svc/${this.#account.idOf('ecs ids', 19, '123456789')}`,
          taskDefinition: arn,
          status: 'PRIMARY',
          state: 'COMPLETED',
          reason: 'ECS deployment completed.',
          running: state.count,
          failedTasks: 0,
          createdAt,
          updatedAt: createdAt,
        },
      ],
      deployments: [],
      serving: arn,
      steady: arn,
      everSteady: new Set([arn]),
      epoch: 0,
      events: [],
    }
    this.#services.set(name, service)
  }

  #whyNot(service: ServiceState, taskDefinition: string): Spoilt | undefined {
    const spoilt = this.#spoilt.get(service.name)
    if (spoilt !== undefined) return spoilt
    const { repositoryOf, digestOf } = this.definitions
    const reason = this.#account.ecr.whyUnusable(
      repositoryOf.call(this.definitions, taskDefinition),
      digestOf.call(this.definitions, taskDefinition),
    )
    return reason === undefined ? undefined : { reason, silent: false }
  }

  #deployment(arn: string): { service: ServiceState; deployment: ServiceDeployment } | undefined {
    for (const service of this.#services.values()) {
      const deployment = service.deployments.find((one) => one.arn === arn)
      if (deployment !== undefined) return { service, deployment }
    }
    return undefined
  }

  #service(cluster: string | undefined, name = ''): ServiceState {
    this.#mustBe(cluster)
    const found = this.#services.get(name.split('/').at(-1) ?? '')
    if (found === undefined) throw new AwsError('ServiceNotFoundException', 'Service not found.')
    return found
  }

  #mustBe(cluster = 'default'): void {
    if (cluster.split('/').at(-1) === this.#account.state.ecs.cluster) return
    throw new AwsError('ClusterNotFoundException', 'Cluster not found.')
  }

  #arnOf(name: string): string {
    return name.startsWith('arn:')
      ? name
      : this.#account.arn('ecs', `service/${this.#account.state.ecs.cluster}/${name}`)
  }
}
