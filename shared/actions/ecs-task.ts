import { createHash } from 'node:crypto'
import { readTasks } from './ecs/stopped.ts'
import { findTask, runTask, stopForward } from './ecs-task/run.ts'
import { Image, Mark, Target } from './ecs-task/target.ts'
import { verdict } from './ecs-task/verdict.ts'
import { asks, type ComeBack, defineAction, stays, undo } from './port.ts'
import { resourceKey } from './resource-key.ts'
import { mayBeStale } from './stale.ts'

/** Stopped tasks can be described for at least an hour; after it, nothing found means nothing known. */
const forgottenMs = 3_600_000

/** Runs one command of the release's image to its end: a migration with its way back, or a smoke, load or benchmark run. */
export const ecsTask = defineAction<Target, Image, Mark>({
  kind: 'ecs-task',
  target: Target,
  image: Image,
  mark: Mark,
  limitSeconds: 1800,
  usualSeconds: 120,

  resource: keyOf,
  exposes: () => false,
  comeBack,
  capture: async () => ({ ran: 'none' }),
  aim: () => ({ ran: 'up' }),
  async go(target, to, world, change) {
    if (to.ran === 'up') return runTask(target, target.command, world, change)
    // Nothing ran that a command could take back; or the change is one that stays.
    if (change.direction === 'forward' || target.back === undefined)
      return { task: null, taskDefinition: null, at: world.now() }
    await stopForward(target, keyOf(target), world, change)
    return runTask(target, target.back, world, change)
  },
  async look(target, to, mark, world, change) {
    const needsTask = to.ran === 'up' || (change.direction === 'back' && target.back !== undefined)
    if (!needsTask) return 'there'
    const arn = mark?.task
    const task =
      arn == null ? await findTask(target, change.token, world) : (await readTasks(target.cluster, [arn], world))[0]
    if (task === undefined) {
      if (arn == null && world.now() - change.since < forgottenMs)
        return { notYet: 'no task of this change was started yet' }
      // Just started, it may not be shown yet.
      if (mark !== undefined && mayBeStale(mark.at, world)) return { notYet: 'ECS does not show the task yet' }
      const whatToDo = `see in log group ${target.logGroup} how it ended`
      return { failed: `ECS no longer knows the task ${arn ?? ''}: whether it succeeded is unknown`, whatToDo }
    }
    return task.lastStatus === 'STOPPED'
      ? verdict(target, task, world, change.direction === 'back')
      : { notYet: `the task is ${task.lastStatus}` }
  },
  wakes: (_target, mark) => (mark?.task == null ? [] : [`ecs-task:${mark.task}`]),
  publishes: (_target, mark) => ({ ...mark }),
  plainly: ({ purpose, command }) =>
    purpose === 'migration' ? `"${command.join(' ')}" runs once` : `the new version stands a ${purpose} test`,
  describe({ purpose, command, back }, _from, to) {
    if (to?.ran !== 'none') return `${purpose}: "${command.join(' ')}" runs once`
    return back === undefined ? `${purpose}: nothing is taken back` : `${purpose}: "${back.join(' ')}" runs once`
  },
})

/** Not the digest: two releases that run the same command change the same thing. */
function keyOf({ cluster, family, purpose, command }: Target): string {
  const which = createHash('sha256').update(JSON.stringify(command)).digest('hex').slice(0, 12)
  return resourceKey('ecs-task', cluster, family, purpose, which)
}

function comeBack({ purpose, back, comeBack: said }: Target): ComeBack {
  if (purpose !== 'migration') return stays('a test run changes nothing that users meet')
  if (said === 'stays') return stays('the former version runs on the new schema too')
  if (said === 'asks' || back === undefined)
    return asks(1800, 'no command takes it back: restoring data asks people first')
  return undo(120)
}
