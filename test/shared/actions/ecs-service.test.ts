import { describe, expect, it } from 'vitest'
import { ecsService } from '../../../shared/actions/ecs-service.ts'
import { begun } from './begun.ts'
import { newDigest, repository, serviceInPlaceTarget, serviceStage, serviceTarget } from './stages/ecs.ts'

const green = 'backend-green'

/** A release of the idle side that ECS has taken on. */
async function goingIdle(count = 0, target: object = {}) {
  const stage = serviceStage(green, count)
  const change = await begun(ecsService, { ...serviceTarget, ...target }, stage.world)
  const mark = await change.go()
  return { ...stage, ...change, mark, service: stage.ecs.services[green]! }
}

describe('an ECS service on the idle side', () => {
  it('runs the image by digest, in a revision that keeps everything else and tells whose it is', async () => {
    const { ecs, mark } = await goingIdle()
    const { definition, tags } = ecs.revisions.at(-1)!
    expect(definition.containerDefinitions).toEqual([{ name: 'backend', image: `${repository}@${newDigest}` }])
    expect(definition.cpu).toBe('256')
    expect(definition.taskDefinitionArn).toBe(mark.taskDefinition)
    expect(tags.map(({ key }) => key)).toEqual(['team', 'tidegate', 'tidegate-release'])
  })

  it('starts from the newest revision of its family, not from what the idle side still runs', async () => {
    const stage = serviceStage()
    stage.ecs.register('serveml-backend', `${repository}:tag`, [], { cpu: '512' })
    const change = await begun(ecsService, serviceTarget, stage.world)
    await change.go()
    expect(stage.ecs.revisions.at(-1)!.definition.cpu).toBe('512')
  })

  it('is not there while tasks are missing, or former ones drain', async () => {
    const { ecs, service, look, mark } = await goingIdle()
    expect(await look(mark)).toEqual({ notYet: 'IN_PROGRESS, 0 of 3 tasks run' })
    ecs.settle()
    service.runningCount = 2
    expect(await look(mark)).toEqual({ notYet: '2 of 3 tasks run' })
    service.runningCount = 3
    service.deployments.push({ status: 'ACTIVE', taskDefinition: 'former', rolloutState: 'COMPLETED' })
    expect(await look(mark)).toEqual({ notYet: '1 former deployment still drains' })
    service.deployments.pop()
    expect(await look(mark)).toBe('there')
  })

  it('has failed when a circuit breaker left it steady on the former revision', async () => {
    const { ecs, aws, service, look, mark, before } = await goingIdle(3)
    service.taskDefinition = before.taskDefinition!
    ecs.settle()
    // At first it may be an old picture: DescribeServices is eventually consistent.
    expect(await look(mark)).toMatchObject({ notYet: expect.stringContaining('is at') })
    aws.pass(61)
    expect(await look(mark)).toMatchObject({ failed: expect.stringContaining('ECS rolled it back') })
  })

  it('tells why its newest task stopped when the rollout failed', async () => {
    const { ecs, aws, service, look, mark } = await goingIdle()
    for (const [at, exitCode] of [1, 137].entries()) {
      ecs.tasks.push(stoppedTask(mark.taskDefinition, at, { exitCode, stopCode: 'EssentialContainerExited' }))
    }
    Object.assign(service.deployments[0]!, { rolloutState: 'FAILED', rolloutStateReason: 'tasks failed to start' })
    aws.pass(1)
    expect(await look(mark)).toEqual({
      failed:
        'tasks failed to start; its newest task: EssentialContainerExited, exit code 137 (killed: out of memory, or it took longer than its stop time-out)',
      whatToDo: 'read the log of container "backend"',
    })
  })

  it('fails at once when its image cannot be pulled, and waits on when a task merely died', async () => {
    const { ecs, service, look, mark } = await goingIdle()
    service.deployments[0]!.failedTasks = 1
    ecs.tasks.push(stoppedTask(mark.taskDefinition, 1, { exitCode: 1, stopCode: 'EssentialContainerExited' }))
    expect(await look(mark)).toHaveProperty('notYet')
    const stoppedReason = 'CannotPullContainerError: pull image manifest has been retried 1 time(s): not found'
    ecs.tasks.push(stoppedTask(mark.taskDefinition, 2, { stopCode: 'TaskFailedToStart', stoppedReason }))
    expect(await look(mark)).toMatchObject({ failed: expect.stringContaining('CannotPullContainerError') })
  })

  it('is elsewhere when somebody deployed over it', async () => {
    const { foreign, look, mark } = await goingIdle()
    foreign!()
    expect(await look(mark)).toMatchObject({ elsewhere: expect.stringContaining('serveml-backend:3') })
  })

  it('goes back to no tasks when there were none, however far auto scaling went', async () => {
    const { ecs, service, goBack, lookBack } = await goingIdle(0)
    service.desiredCount = 7
    ecs.settle()
    const mark = await goBack()
    ecs.settle()
    expect(service.desiredCount).toBe(0)
    expect(await lookBack(mark)).toBe('there')
  })

  it('keeps the larger count on the way back when auto scaling moved it', async () => {
    const { ecs, service, goBack, lookBack } = await goingIdle(2)
    service.desiredCount = 7
    const mark = await goBack()
    ecs.settle()
    expect(service.desiredCount).toBe(7)
    expect(await lookBack(mark)).toBe('there')
  })

  it('is content with fewer tasks than asked for when the plan says how few are enough', async () => {
    const { ecs, service, look, mark } = await goingIdle(0, { minCount: 2 })
    service.desiredCount = 2
    ecs.settle()
    expect(await look(mark)).toBe('there')
    service.desiredCount = 1
    ecs.settle()
    expect(await look(mark)).toEqual({ notYet: 'only 1 tasks are wanted, 2 are needed' })
  })

  it('says what to do when its former revision was deregistered', async () => {
    const { ecs, goBack, before } = await goingIdle()
    ecs.revisions.find(({ definition }) => definition.taskDefinitionArn === before.taskDefinition)!.definition.status =
      'INACTIVE'
    await expect(goBack()).rejects.toThrow(/serveml-backend:1 is INACTIVE.*register a copy of it/)
  })

  it('aims at the revision that runs when that has the image already', async () => {
    const stage = serviceStage(green, 3)
    const digest = `sha256:${'1'.repeat(64)}`
    const { aim, before, target } = await begun(ecsService, { ...serviceTarget, digest }, stage.world)
    expect(aim).toEqual(before)
    expect(await ecsService.runs!(target, stage.world)).toBe(digest)
  })

  it('cannot be captured when there is no such service', async () => {
    const stage = serviceStage('another')
    await expect(begun(ecsService, serviceTarget, stage.world)).rejects.toThrow('the service is MISSING')
  })
})

describe('an ECS service in place', () => {
  async function goingInPlace(strategy = 'canary') {
    const stage = serviceStage('backend-blue', 3)
    const change = await begun(ecsService, { ...serviceInPlaceTarget, strategy }, stage.world)
    const mark = await change.go()
    return { ...stage, ...change, mark, service: stage.ecs.services['backend-blue']! }
  }

  it('exposes users, and is undone in the stage of exposure', async () => {
    const { target } = await goingInPlace()
    expect(ecsService.exposes(target)).toBe(true)
  })

  it.each([
    ['rolling', { strategy: 'ROLLING', deploymentCircuitBreaker: { enable: true, rollback: true } }],
    ['blue-green', { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 5 }],
    ['canary', { strategy: 'CANARY', canaryConfiguration: { canaryPercent: 5, canaryBakeTimeInMinutes: 10 } }],
  ])('goes %s with its alarms, by ECS itself', async (strategy, configuration) => {
    const { service } = await goingInPlace(strategy)
    const alarms = { alarmNames: ['serveml-backend-blue-5xx'], enable: true, rollback: true }
    expect(service.deploymentConfiguration).toMatchObject({ ...configuration, alarms, maximumPercent: 200 })
  })

  it('is not there while ECS bakes, though the tasks are steady', async () => {
    const { ecs, service, look, mark } = await goingInPlace()
    ecs.settle()
    Object.assign(ecs.deployments[0]!, { status: 'IN_PROGRESS', lifecycleStage: 'BAKE_TIME' })
    expect(service.runningCount).toBe(3)
    expect(await look(mark)).toEqual({ notYet: "ECS's deployment is IN_PROGRESS at BAKE_TIME" })
    ecs.deployments[0]!.status = 'SUCCESSFUL'
    expect(await look(mark)).toBe('there')
  })

  it.each(['ROLLBACK_IN_PROGRESS', 'ROLLBACK_SUCCESSFUL', 'STOPPED'])('has failed when ECS is %s', async (status) => {
    const { ecs, look, mark } = await goingInPlace()
    ecs.settle()
    ecs.deployments[0]!.status = status
    expect(await look(mark)).toMatchObject({ failed: expect.stringContaining(status) })
  })

  it('comes back by ECS itself while its deployment is under way, settings included', async () => {
    const { ecs, aws, service, goBack, lookBack, before } = await goingInPlace()
    const mark = await goBack()
    expect(mark.stopped).toBe(ecs.deployments[0]!.serviceDeploymentArn)
    expect(aws.sent.find(({ name }) => name === 'ECS.StopServiceDeployment')!.input).toMatchObject({
      stopType: 'ROLLBACK',
    })
    expect(await lookBack(mark)).toEqual({ notYet: "ECS's own way back is ROLLBACK_IN_PROGRESS" })
    ecs.settle()
    expect(await lookBack(mark)).toBe('there')
    expect(service.taskDefinition).toBe(before.taskDefinition)
    expect(service.deploymentConfiguration).toEqual(before.rollout)
    expect(ecs.deployments).toHaveLength(1)
  })

  it('comes back by an update once its deployment is over', async () => {
    const { ecs, aws, goBack, lookBack } = await goingInPlace()
    ecs.settle()
    const mark = await goBack()
    ecs.settle()
    expect(mark.stopped).toBeNull()
    expect(aws.writes()).not.toContain('ECS.StopServiceDeployment')
    expect(await lookBack(mark)).toBe('there')
  })
})

function stoppedTask(
  taskDefinitionArn: string,
  at: number,
  how: { exitCode?: number; stopCode: string; stoppedReason?: string },
) {
  const { exitCode, ...rest } = how
  return {
    taskArn: `arn:task/${at}`,
    taskDefinitionArn,
    clientToken: '',
    startedBy: 'ecs-svc/1',
    group: `service:${green}`,
    lastStatus: 'STOPPED',
    desiredStatus: 'STOPPED',
    createdAt: new Date(at),
    stoppedAt: new Date(at),
    containers: [{ name: 'backend', ...(exitCode !== undefined && { exitCode }) }],
    command: [],
    ...rest,
  }
}
