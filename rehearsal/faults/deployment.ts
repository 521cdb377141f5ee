import * as z from 'zod/mini'
import { defineFault, pick } from './port.ts'

const Spec = z.strictObject({
  kind: z.literal('deployment'),
  service: z.string(),
  /** Never steady, or rolled back by the circuit breaker with this reason. */
  how: z.enum(['never-settles', 'fails']),
  reason: z._default(z.string(), 'Task failed ELB health checks'),
})

/** A service's deployment never becomes steady, or its circuit breaker takes it back. */
export const deployment = defineFault({
  kind: 'deployment',
  spec: Spec,
  describe: (spec) =>
    `the deployment of ${spec.service} ${spec.how === 'fails' ? `fails: ${spec.reason}` : 'never settles'}`,
  arm(spec, { account }) {
    if (spec.how === 'never-settles') account.ecs.neverSettle(spec.service)
    else account.ecs.failDeployment(spec.service, spec.reason)
  },
  draw: (random, scene) => ({
    kind: 'deployment',
    service: pick(random, scene.services),
    how: pick(random, ['never-settles', 'fails'] as const),
    reason: pick(random, ['Task failed ELB health checks', 'CannotPullContainerError: image not found']),
  }),
})
