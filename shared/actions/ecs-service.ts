import { containerImage, imageOf, readRevision } from './ecs/revision.ts'
import { keyOf, startService } from './ecs-service/go.ts'
import { lookAtService } from './ecs-service/look.ts'
import { wantedRollout } from './ecs-service/rollout.ts'
import { captureService, readService } from './ecs-service/service.ts'
import { Image, Mark, Target } from './ecs-service/target.ts'
import { defineAction, undo } from './port.ts'

/**
 * Moves an ECS service to a revision with its image pinned by digest, and is there once *this* revision is steady.
 *
 * On the idle side nobody notices; in place (`exposes`) ECS's own strategies move the users.
 */
export const ecsService = defineAction<Target, Image, Mark>({
  kind: 'ecs-service',
  target: Target,
  image: Image,
  mark: Mark,
  limitSeconds: 1200,
  usualSeconds: 240,
  stage: 'services',

  resource: keyOf,
  exposes: ({ exposes }) => exposes,
  comeBack: () => undo(180),
  capture: captureService,
  aim(target, now) {
    const image = imageOf(target)
    return {
      taskDefinition: now.image === image ? now.taskDefinition : null,
      image,
      // Never fewer than run now: users may be on them, and auto scaling knows more than a plan.
      count: Math.max(target.desiredCount, now.count),
      rollout: wantedRollout(target, now.rollout),
    }
  },
  go: startService,
  look: lookAtService,
  wakes: ({ alarms = [] }, mark) => [
    ...(mark === undefined ? [] : [`ecs-service:${mark.service}`]),
    ...alarms.map((alarm) => `alarm:${alarm}`),
  ],
  publishes: (_target, mark) => ({ taskDefinition: mark.taskDefinition }),
  async runs(target, world) {
    const { taskDefinition = '' } = await readService(target, world)
    const image = containerImage(await readRevision(taskDefinition, world), target.container)
    // An image named by a tag says nothing about what runs.
    return image.startsWith(`${target.repository}@`) ? image.slice(target.repository.length + 1) : undefined
  },
  plainly: ({ service, exposes }) =>
    exposes
      ? `${service} is restarted with the new version, under its users`
      : `${service} starts the new version; nobody is on it yet`,
  describe({ service, cluster }, from, to) {
    const what = to === undefined ? 'another revision' : `${to.count} × ${to.image}`
    return `${cluster}/${service} ${from === undefined ? '' : `from ${from.count} × ${from.image} `}to ${what}`
  },
})
