import type {
  DescribeServicesCommandOutput,
  DescribeTasksCommandOutput,
  RunTaskCommandOutput,
} from '@aws-sdk/client-ecs'
import { describe, expect, it } from 'vitest'
import { errorOf, type Stage, stage } from './stage.ts'

const cluster = 'serveml-prod'
const repository = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/serveml-backend'
const released = 'sha256:9e07d909b4aca1912272a80924ff1499351ece0df2ea616e54361b0558727ab4'

function register({ call }: Stage, digest = released): string {
  const containerDefinitions = [{ name: 'backend', image: `${repository}@${digest}` }]
  const input = { family: 'serveml-backend-green', containerDefinitions, tags: [{ key: 'a', value: 'b' }] }
  return call<{ taskDefinition: { taskDefinitionArn: string } }>('ECS', 'RegisterTaskDefinition', input).taskDefinition
    .taskDefinitionArn
}
const update = ({ call }: Stage, more: object) =>
  call('ECS', 'UpdateService', { cluster, service: 'backend-green', ...more })
const service = ({ call }: Stage) =>
  call<DescribeServicesCommandOutput>('ECS', 'DescribeServices', { cluster, services: ['backend-green'] }).services![0]!
const eventNames = ({ account }: Stage) =>
  account.events.sent.flatMap((event) => (event as { detail: { eventName?: string } }).detail.eventName ?? [])

describe('a deployment of an ECS service', () => {
  it('is rolling out for a minute and steady after three, and says so by events', async () => {
    const s = stage()
    const arn = register(s)
    update(s, { taskDefinition: arn, desiredCount: 2 })
    await s.pass(55)
    expect(service(s)).toMatchObject({
      taskDefinition: arn,
      desiredCount: 2,
      deployments: [{ rolloutState: 'IN_PROGRESS' }, {}],
    })
    await s.pass(130)
    expect(service(s).deployments).toMatchObject([{ taskDefinition: arn, rolloutState: 'COMPLETED', runningCount: 2 }])
    expect(service(s).runningCount).toBe(2)
    expect(eventNames(s)).toEqual([
      'SERVICE_DEPLOYMENT_IN_PROGRESS',
      'SERVICE_DEPLOYMENT_COMPLETED',
      'SERVICE_STEADY_STATE',
    ])
  })

  it('begins nothing when only the count changes', async () => {
    const s = stage()
    update(s, { desiredCount: 3 })
    await s.pass(90)
    expect(service(s)).toMatchObject({ runningCount: 3, deployments: [{ rolloutState: 'COMPLETED' }] })
    expect(eventNames(s)).not.toContain('SERVICE_DEPLOYMENT_IN_PROGRESS')
  })

  it('is taken back by the circuit breaker when its tasks fail: steady, on the former revision', async () => {
    const s = stage()
    const former = service(s).taskDefinition
    s.account.ecs.failDeployment('backend-green', 'Task failed ELB health checks')
    update(s, { taskDefinition: register(s), desiredCount: 2 })
    await s.pass(300)
    expect(service(s)).toMatchObject({
      taskDefinition: former,
      deployments: [{ rolloutState: 'COMPLETED', taskDefinition: former }],
    })
    expect(eventNames(s)).toContain('SERVICE_DEPLOYMENT_FAILED')
    const stopped = s.call<{ taskArns: string[] }>('ECS', 'ListTasks', {
      cluster,
      serviceName: 'backend-green',
      desiredStatus: 'STOPPED',
    })
    const { tasks } = s.call<DescribeTasksCommandOutput>('ECS', 'DescribeTasks', { cluster, tasks: stopped.taskArns })
    expect(tasks?.map(({ stoppedReason }) => stoppedReason)).toEqual(Array(3).fill('Task failed ELB health checks'))
  })

  it('fails for an image that is not in the registry', async () => {
    const s = stage()
    update(s, { taskDefinition: register(s, `sha256:${'0'.repeat(64)}`), desiredCount: 1 })
    await s.pass(300)
    expect(eventNames(s)).toContain('SERVICE_DEPLOYMENT_FAILED')
    expect(s.account.ecs.versionOf('backend-green')).toBe('2.2.9')
  })

  it('never ends when nothing counts its failures, and a return to the former revision still does', async () => {
    const s = stage()
    const former = service(s).taskDefinition
    s.account.ecs.neverSettle('backend-green')
    update(s, { taskDefinition: register(s), desiredCount: 2 })
    await s.pass(86_400)
    expect(service(s).deployments![0]!.rolloutState).toBe('IN_PROGRESS')
    update(s, { taskDefinition: former, desiredCount: 0 })
    await s.pass(60)
    expect(service(s).deployments).toMatchObject([{ rolloutState: 'COMPLETED', taskDefinition: former }])
  })

  it('replaces one that is under way, which never completes', async () => {
    const s = stage()
    const [first, second] = [register(s), register(s)]
    update(s, { taskDefinition: first, desiredCount: 1 })
    await s.pass(20)
    update(s, { taskDefinition: second })
    await s.pass(200)
    expect(service(s).deployments).toMatchObject([{ taskDefinition: second, rolloutState: 'COMPLETED' }])
    expect(eventNames(s).filter((name) => name === 'SERVICE_DEPLOYMENT_COMPLETED')).toHaveLength(1)
  })

  it('goes back at once when its service deployment is stopped', async () => {
    const s = stage()
    const former = service(s).taskDefinition
    update(s, { taskDefinition: register(s), desiredCount: 1 })
    const listed = s.call<{ serviceDeployments: { serviceDeploymentArn: string; status: string }[] }>(
      'ECS',
      'ListServiceDeployments',
      { cluster, service: 'backend-green' },
    ).serviceDeployments
    expect(listed[0]!.status).toBe('IN_PROGRESS')
    const arn = listed[0]!.serviceDeploymentArn
    s.call('ECS', 'StopServiceDeployment', { serviceDeploymentArn: arn, stopType: 'ROLLBACK' })
    await s.pass(120)
    const described = s.call('ECS', 'DescribeServiceDeployments', { serviceDeploymentArns: [arn] })
    expect(described).toMatchObject({ serviceDeployments: [{ status: 'ROLLBACK_SUCCESSFUL' }] })
    expect(service(s).taskDefinition).toBe(former)
  })
})

describe('an ECS task that is run by hand', () => {
  const run = (s: Stage, command: string[], clientToken = 't1') =>
    s.call<RunTaskCommandOutput>('ECS', 'RunTask', {
      cluster,
      taskDefinition: 'serveml-tasks',
      clientToken,
      startedBy: `tidegate/${clientToken}`,
      overrides: { containerOverrides: [{ name: 'tasks', command }] },
    }).tasks![0]!.taskArn!
  const task = (s: Stage, arn: string) =>
    s.call<DescribeTasksCommandOutput>('ECS', 'DescribeTasks', { cluster, tasks: [arn] })

  it('is started once for a token, and refused for the same token with another command', () => {
    const s = stage()
    const first = run(s, ['python', '-m', 'serveml.smoke'])
    expect(run(s, ['python', '-m', 'serveml.smoke'])).toBe(first)
    expect(errorOf(() => run(s, ['rm', '-rf']))).toBe('ConflictException')
  })

  it('ends with the exit code of its script and leaves its summary', async () => {
    const s = stage()
    const arn = run(s, ['locust', '--headless'])
    await s.pass(30)
    expect(task(s, arn).tasks![0]!.lastStatus).not.toBe('STOPPED')
    expect(s.account.s3.text('serveml-artifacts-prod', 'load/summary.json')).toBeUndefined()
    await s.pass(400)
    expect(task(s, arn).tasks![0]).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'EssentialContainerExited',
      containers: [{ exitCode: 0 }],
    })
    expect(JSON.parse(s.account.s3.text('serveml-artifacts-prod', 'load/summary.json')!)).toMatchObject({ p95_ms: 310 })
  })

  it('fails when the rehearsal says so, and is forgotten an hour after its end', async () => {
    const s = stage()
    s.account.ecs.scriptTask({ command: 'serveml.smoke', exitCode: 1, reason: 'assertion failed' })
    const arn = run(s, ['python', '-m', 'serveml.smoke'])
    await s.pass(200)
    expect(task(s, arn).tasks![0]!.containers![0]).toMatchObject({ exitCode: 1, reason: 'assertion failed' })
    await s.pass(3600)
    expect(task(s, arn).failures).toMatchObject([{ reason: 'MISSING' }])
  })

  it('is killed with 143 when it is stopped', async () => {
    const s = stage()
    const arn = run(s, ['locust'])
    await s.pass(60)
    s.call('ECS', 'StopTask', { cluster, task: arn, reason: 'goes back' })
    await s.pass(40)
    expect(task(s, arn).tasks![0]).toMatchObject({ stopCode: 'UserInitiated', containers: [{ exitCode: 143 }] })
  })
})
