import type * as Sdk from '@aws-sdk/client-ecs'
import type { Account } from '../account.ts'
import type { Answer } from '../answer.ts'
import { AwsError } from '../port.ts'
import type { ScriptState } from '../state.ts'
import type { Definitions } from './definitions.ts'
import type { Rollout, ServiceState } from './service-state.ts'

/** From the call to RUNNING: network interface, image pull, start of the container on Fargate. */
const provisioningSeconds = [4, 12] as const
const pendingSeconds = [12, 35] as const
/** Stopped tasks can be described for at least an hour (ECS API, DescribeTasks). */
const keptMs = 3_600_000
/** SIGTERM, and SIGKILL after the stop time-out. */
const stoppingSeconds = [2, 30] as const

interface Running {
  task: Sdk.Task
  readonly input: string
  readonly service: string | undefined
  readonly family: string
  over: boolean
}

/** Tasks that run to an end: what is run by hand, and what a service could not keep up. */
export class Tasks {
  readonly #account: Account
  readonly #definitions: Definitions
  readonly #cluster: string
  readonly #tasks = new Map<string, Running>()
  readonly #byToken = new Map<string, Running>()
  readonly #scripts: ScriptState[]

  constructor(account: Account, definitions: Definitions) {
    this.#account = account
    this.#definitions = definitions
    this.#cluster = account.state.ecs.cluster
    this.#scripts = [...account.state.ecs.tasks]
  }

  /** Whatever runs this command from now on ends so. */
  script(script: Partial<ScriptState> & { readonly command: string }): void {
    this.#scripts.unshift({ exitCode: 0, seconds: [20, 60], ...script })
  }

  addFailed(service: ServiceState, rollout: Rollout, reason: string): void {
    const now = this.#account.clock.now()
    const startFailed = /^(CannotPull|ResourceInitialization|CannotStart)/.test(reason)
    const container = this.#definitions.find(rollout.taskDefinition)?.definition.containerDefinitions?.[0]
    const taskArn = this.#arn()
    const exitCode = /^(.*exited|OutOfMemory)/.test(reason) ? { exitCode: 1 } : {}
    this.#tasks.set(taskArn, {
      input: '',
      service: service.name,
      family: familyOf(rollout.taskDefinition),
      over: true,
      task: {
        taskArn,
        clusterArn: this.#account.arn('ecs', `cluster/${this.#cluster}`),
        taskDefinitionArn: rollout.taskDefinition,
        group: `service:${service.name}`,
        startedBy: rollout.id,
        lastStatus: 'STOPPED',
        desiredStatus: 'STOPPED',
        createdAt: new Date(now - 10_000),
        stoppedAt: new Date(now),
        stopCode: startFailed ? 'TaskFailedToStart' : 'ServiceSchedulerInitiated',
        stoppedReason: reason,
        containers: [{ name: container?.name, image: container?.image, lastStatus: 'STOPPED', ...exitCode }],
        version: 3,
      },
    })
    this.#tell(this.#tasks.get(taskArn) as Running)
  }

  readonly operations = {
    RunTask: (input: Sdk.RunTaskCommandInput): Answer<Sdk.RunTaskCommandOutput> => {
      this.#mustBe(input.cluster)
      const { clientToken, ...rest } = input
      const same = JSON.stringify(rest)
      const known = clientToken === undefined ? undefined : this.#byToken.get(clientToken)
      if (known !== undefined) {
        if (known.input === same) return { tasks: [{ ...known.task }], failures: [] }
        throw new AwsError('ConflictException', 'The RunTask request could not be processed due to conflicts.', 400, {
          resourceIds: [known.task.taskArn],
        })
      }
      const revision = this.#definitions.find(input.taskDefinition ?? '')
      if (revision === undefined) throw new AwsError('ClientException', 'TaskDefinition not found.')
      if (!revision.active) throw new AwsError('ClientException', 'TaskDefinition is inactive')
      const made = this.#run(input, revision.arn, same)
      if (clientToken !== undefined) this.#byToken.set(clientToken, made)
      return { tasks: [{ ...made.task }], failures: [] }
    },
    ListTasks: (input: Sdk.ListTasksCommandInput): Answer<Sdk.ListTasksCommandOutput> => {
      this.#mustBe(input.cluster)
      this.#forget()
      const { startedBy, serviceName, family, desiredStatus = 'RUNNING' } = input
      const found = [...this.#tasks.values()].filter(
        (one) =>
          one.task.desiredStatus === desiredStatus &&
          (startedBy === undefined || one.task.startedBy === startedBy) &&
          (serviceName === undefined || one.service === serviceName.split('/').at(-1)) &&
          (family === undefined || one.family === family),
      )
      return { taskArns: found.map(({ task }) => task.taskArn as string) }
    },
    DescribeTasks: ({ cluster, tasks = [] }: Sdk.DescribeTasksCommandInput): Answer<Sdk.DescribeTasksCommandOutput> => {
      this.#mustBe(cluster)
      if (tasks.length === 0) throw new AwsError('InvalidParameterException', 'Tasks cannot be empty.')
      this.#forget()
      const failures: Sdk.Failure[] = []
      const found: Sdk.Task[] = []
      for (const arn of tasks) {
        const one =
          this.#tasks.get(arn) ?? [...this.#tasks.values()].find(({ task }) => task.taskArn?.endsWith(`/${arn}`))
        if (one === undefined) failures.push({ arn, reason: 'MISSING' })
        else found.push({ ...one.task })
      }
      return { tasks: found, failures }
    },
    StopTask: ({ cluster, task = '', reason }: Sdk.StopTaskCommandInput): Answer<Sdk.StopTaskCommandOutput> => {
      this.#mustBe(cluster)
      const found = this.#tasks.get(task)
      if (found === undefined) throw new AwsError('InvalidParameterException', 'The referenced task was not found.')
      if (found.task.desiredStatus !== 'STOPPED') {
        this.#become(found, {
          desiredStatus: 'STOPPED',
          stopCode: 'UserInitiated',
          stoppedReason: reason ?? 'Task stopped by user',
        })
        this.#account.clock.after(this.#account.between('ecs tasks', stoppingSeconds), () => {
          if (!found.over) this.#end(found, 143, undefined)
        })
      }
      return { task: { ...found.task } }
    },
  }

  #run(input: Sdk.RunTaskCommandInput, taskDefinition: string, same: string): Running {
    const { clock } = this.#account
    const definition = this.#definitions.get(taskDefinition).definition
    const override = input.overrides?.containerOverrides?.[0]
    const name = override?.name ?? definition.containerDefinitions?.[0]?.name
    const image = definition.containerDefinitions?.find((one) => one.name === name)?.image
    const taskArn = this.#arn()
    const running: Running = {
      input: same,
      service: undefined,
      family: familyOf(taskDefinition),
      over: false,
      task: {
        taskArn,
        clusterArn: this.#account.arn('ecs', `cluster/${this.#cluster}`),
        taskDefinitionArn: taskDefinition,
        group: input.group ?? `family:${familyOf(taskDefinition)}`,
        ...(input.startedBy !== undefined && { startedBy: input.startedBy }),
        ...(input.overrides !== undefined && { overrides: input.overrides }),
        lastStatus: 'PROVISIONING',
        desiredStatus: 'RUNNING',
        launchType: input.launchType ?? 'FARGATE',
        createdAt: new Date(clock.now()),
        containers: [{ name, image, lastStatus: 'PENDING' }],
        version: 1,
      },
    }
    this.#tasks.set(taskArn, running)
    const command = (override?.command ?? []).join(' ')
    const script = this.#scripts.find((one) => command.includes(one.command))
    const missing = this.#account.ecr.whyUnusable(
      this.#definitions.repositoryOf(taskDefinition),
      this.#definitions.digestOf(taskDefinition),
    )
    const up = this.#account.between('ecs tasks', provisioningSeconds)
    const started = up + this.#account.between('ecs tasks', pendingSeconds)
    const ended = started + this.#account.between('ecs tasks', script?.seconds ?? [20, 60])
    const at = (ms: number, run: () => void) => clock.after(ms, () => !running.over && run())
    at(up, () => this.#become(running, { lastStatus: 'PENDING' }))
    if (missing !== undefined) at(started, () => this.#end(running, undefined, missing))
    else {
      at(started, () => this.#become(running, { lastStatus: 'RUNNING', startedAt: new Date(clock.now()) }))
      at(ended, () => {
        if (script !== undefined) this.#writeSummary(script, command)
        this.#end(running, script?.exitCode ?? 0, script?.reason)
      })
    }
    return running
  }

  #writeSummary({ summary, bucket, key }: ScriptState, command: string): void {
    if (summary === undefined) return
    // The task was told where its summary goes; otherwise it always goes to the same place.
    const said = /s3:\/\/([^/\s]+)\/(\S+)/.exec(command)
    const where = { bucket: said?.[1] ?? bucket, key: said?.[2] ?? key }
    if (where.bucket === undefined || where.key === undefined) return
    this.#account.s3.seed(where.bucket, where.key, JSON.stringify(summary))
  }

  #end(running: Running, exitCode: number | undefined, reason: string | undefined): void {
    running.over = true
    const [container = {}] = running.task.containers ?? []
    const stopped = running.task.stopCode !== undefined
    this.#become(running, {
      lastStatus: 'STOPPED',
      desiredStatus: 'STOPPED',
      stoppedAt: new Date(this.#account.clock.now()),
      ...(!stopped && {
        stopCode: exitCode === undefined ? ('TaskFailedToStart' as const) : ('EssentialContainerExited' as const),
        stoppedReason: exitCode === undefined ? reason : 'Essential container in task exited',
      }),
      containers: [
        {
          ...container,
          lastStatus: 'STOPPED',
          ...(exitCode !== undefined && { exitCode }),
          ...(reason !== undefined && { reason }),
        },
      ],
    })
  }

  #become(running: Running, change: Partial<Sdk.Task>): void {
    running.task = { ...running.task, ...change, version: (running.task.version ?? 0) + 1 }
    this.#tell(running)
  }

  #tell({ task }: Running): void {
    this.#account.emit({
      source: 'aws.ecs',
      'detail-type': 'ECS Task State Change',
      resources: [task.taskArn as string],
      detail: { ...task, updatedAt: new Date(this.#account.clock.now()).toISOString() },
    })
  }

  #forget(): void {
    const now = this.#account.clock.now()
    for (const [arn, { task }] of this.#tasks) {
      if (task.stoppedAt !== undefined && now - task.stoppedAt.getTime() > keptMs) this.#tasks.delete(arn)
    }
  }

  #arn(): string {
    return this.#account.arn('ecs', `task/${this.#cluster}/${this.#account.idOf('ecs ids', 32)}`)
  }

  #mustBe(cluster = 'default'): void {
    if (cluster.split('/').at(-1) !== this.#cluster)
      throw new AwsError('ClusterNotFoundException', 'Cluster not found.')
  }
}

const familyOf = (taskDefinition: string): string => taskDefinition.split('/').at(-1)?.split(':')[0] ?? ''
