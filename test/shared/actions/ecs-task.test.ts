import { describe, expect, it } from 'vitest'
import { ecsTask } from '../../../shared/actions/ecs-task.ts'
import { begun } from './begun.ts'
import { migrationTarget, newDigest, repository, taskStage } from './stages/ecs.ts'

async function running(more: object = {}) {
  const stage = taskStage()
  const change = await begun(ecsTask, { ...migrationTarget, ...more }, stage.world)
  const mark = await change.go()
  return { ...stage, ...change, mark }
}

describe('a one-off task', () => {
  it('runs from the release image by digest, with client token and startedBy', async () => {
    const { ecs, aws, forward } = await running()
    expect(ecs.revisions.at(-1)!.definition.containerDefinitions![0]!.image).toBe(`${repository}@${newDigest}`)
    const { input } = aws.sent.find(({ name }) => name === 'ECS.RunTask')!
    expect(input).toMatchObject({ clientToken: forward.token, startedBy: `tidegate/${forward.token}`, count: 1 })
  })

  it('wakes its wait when it stops', async () => {
    const { target, mark } = await running()
    expect(ecsTask.wakes(target, mark)).toEqual(['ecs-task:arn:aws:ecs:eu-west-1:111122223333:task/serveml-prod/1'])
  })

  it('is there when its container exited with 0, and not before', async () => {
    const { ecs, look, mark } = await running()
    expect(await look(mark)).toEqual({ notYet: 'the task is PROVISIONING' })
    ecs.settle()
    expect(await look(mark)).toBe('there')
  })

  it.each([
    [{ exitCode: 1, stopCode: 'EssentialContainerExited' }, 'exit code 1'],
    [{ exitCode: 137, stopCode: 'EssentialContainerExited' }, 'out of memory'],
    [{ exitCode: 0, stopCode: 'SpotInterruption' }, 'SpotInterruption'],
    [
      { stopCode: 'TaskFailedToStart', stoppedReason: 'CannotPullContainerError: denied' },
      'no exit code, CannotPullContainerError',
    ],
  ])('has failed when it stopped with %j', async (exit, why) => {
    const { ecs, look, mark } = await running()
    ecs.exit = exit
    ecs.settle()
    expect(await look(mark)).toMatchObject({ failed: expect.stringContaining(why) })
  })

  it('names the command that failed and where its log is', async () => {
    const { ecs, look, mark } = await running()
    ecs.exit = { exitCode: 1, stopCode: 'EssentialContainerExited' }
    ecs.settle()
    const failed = (await look(mark)) as { failed: string; whatToDo: string }
    expect(failed.failed).toContain('"alembic upgrade 2f1c"')
    expect(failed.whatToDo).toContain('log-group/$252Fecs$252Fserveml-backend (stream …/backend/1)')
  })

  it('is not known to have succeeded once ECS has forgotten it', async () => {
    const { ecs, aws, look, mark } = await running()
    ecs.settle()
    ecs.tasks.length = 0
    // At first it may be an old picture.
    expect(await look(mark)).toEqual({ notYet: 'ECS does not show the task yet' })
    aws.pass(61)
    expect(await look(mark)).toMatchObject({ failed: expect.stringContaining('whether it succeeded is unknown') })
  })

  it('counts as not started when ECS has no room, and is started by a later attempt', async () => {
    const stage = taskStage()
    const change = await begun(ecsTask, migrationTarget, stage.world)
    stage.ecs.noCapacity = 'RESOURCE:MEMORY'
    await expect(change.go()).rejects.toMatchObject({ name: 'AwsUnavailable' })
    stage.ecs.noCapacity = undefined
    await change.go()
    expect(stage.ecs.tasks).toHaveLength(1)
    // One revision for both attempts.
    expect(stage.ecs.revisions).toHaveLength(2)
  })

  it('finds its task by the token alone when no list shows it or its revision yet', async () => {
    const { ecs, go, mark } = await running()
    Object.assign(ecs.operations, {
      ListTasks: () => ({ taskArns: [] }),
      ListTaskDefinitions: () => ({ taskDefinitionArns: [] }),
    })
    expect((await go()).task).toBe(mark.task)
    expect(ecs.tasks).toHaveLength(1)
  })

  it('fails for good when ECS refuses for another reason', async () => {
    const stage = taskStage()
    const change = await begun(ecsTask, migrationTarget, stage.world)
    stage.ecs.noCapacity = 'MISSING'
    await expect(change.go()).rejects.toMatchObject({ name: 'ChangeFailed' })
  })
})

describe('a migration', () => {
  it('comes back by its own command, under its own token', async () => {
    const { ecs, goBack, lookBack, forward, back } = await running()
    ecs.settle()
    const mark = await goBack()
    expect(ecs.tasks.map(({ command }) => command[1])).toEqual(['upgrade', 'downgrade'])
    expect(back.token).not.toBe(forward.token)
    expect(await lookBack(mark)).toHaveProperty('notYet')
    ecs.settle()
    expect(await lookBack(mark)).toBe('there')
  })

  it('is stopped first when it still runs, and taken back only once it has stopped', async () => {
    const { ecs, goBack } = await running()
    for (let attempt = 0; attempt < 2; attempt++) {
      await expect(goBack()).rejects.toMatchObject({ name: 'AwsUnavailable' })
    }
    expect(ecs.tasks).toHaveLength(1)
    expect(ecs.tasks[0]!.desiredStatus).toBe('STOPPED')
    ecs.settle()
    await goBack()
    expect(ecs.tasks).toHaveLength(2)
  })

  it.each([
    [{}, 'undo'],
    [{ comeBack: 'stays' }, 'stays'],
    [{ comeBack: 'asks' }, 'asks'],
    [{ back: undefined, comeBack: 'stays' }, 'stays'],
    [{ back: undefined }, 'asks'],
    [{ purpose: 'load' }, 'stays'],
  ])('with %j comes back as: %s', (more, way) => {
    const target = ecsTask.target.parse({ ...migrationTarget, ...more })
    expect(ecsTask.comeBack(target).way).toBe(way)
  })

  it('cannot promise to be undone without a command that does it', () => {
    expect(() => ecsTask.target.parse({ ...migrationTarget, back: undefined, comeBack: 'undo' })).toThrow(
      'come-back command',
    )
  })
})

describe('a load run with thresholds', () => {
  const summary = { bucket: 'serveml-evidence', key: 'load/summary.json' }
  const thresholds = [
    { path: 'metrics.latency.p95', max: 500, unit: 'ms' },
    { path: '/metrics/rps', min: 100 },
  ]
  async function measured(json: string | undefined, atSeconds = 1) {
    const { ecs, s3, aws, look, mark } = await running({ purpose: 'load', thresholds, summary })
    if (json !== undefined) s3.put(summary.bucket, summary.key, json, { at: aws.now + atSeconds * 1000 })
    ecs.settle()
    return look(mark)
  }

  it('is there when all of them hold', async () => {
    expect(await measured('{"metrics": {"latency": {"p95": 499.5}, "rps": 100}}')).toBe('there')
  })

  it('has failed when one is broken, and names all that are', async () => {
    expect(await measured('{"metrics": {"latency": {"p95": 501}, "rps": 99}}')).toMatchObject({
      failed: 'load run: metrics.latency.p95 is 501 ms, at most 500 ms; /metrics/rps is 99, at least 100',
    })
  })

  it.each([
    ['{"metrics": {"rps": 100}}', 'metrics.latency.p95 is not in its summary'],
    ['{"metrics": {"latency": {"p95": "499"}, "rps": 100}}', 'metrics.latency.p95 is not in its summary'],
    ['half of a fi', 'wrote no summary'],
    [undefined, 'wrote no summary'],
  ])('has failed when its summary is %j', async (json, why) => {
    expect(await measured(json)).toMatchObject({ failed: expect.stringContaining(why) })
  })

  it('does not take the summary of an earlier run for its own', async () => {
    const earlier = await measured('{"metrics": {"latency": {"p95": 1}, "rps": 100}}', -3600)
    expect(earlier).toMatchObject({ failed: expect.stringContaining('of an earlier run') })
  })

  it('must say where its thresholds are read', () => {
    expect(() => ecsTask.target.parse({ ...migrationTarget, thresholds })).toThrow('name its bucket and key')
  })
})
