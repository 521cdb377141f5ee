import * as z from 'zod/mini'
import { AwsError } from '../account/port.ts'
import { defineFault, pick } from './port.ts'

const errors = {
  throttle: () => new AwsError('ThrottlingException', 'Rate exceeded', 400),
  denied: () => new AwsError('AccessDeniedException', 'User is not authorized to perform this action', 403),
  unavailable: () => new AwsError('InternalServerError', 'We encountered an internal error', 500),
} as const

const Spec = z.strictObject({
  kind: z.literal('refuse-call'),
  call: z.string(),
  how: z.enum(['throttle', 'denied', 'unavailable']),
  function: z.optional(z.string()),
  /** How many calls in a row, and from which on. */
  times: z._default(z.int().check(z.minimum(1)), 1),
  from: z._default(z.int().check(z.minimum(1)), 1),
})

/** AWS refuses a call: throttled, denied, or unwell. */
export const refuseCall = defineFault({
  kind: 'refuse-call',
  spec: Spec,
  describe: (spec) => `${spec.call} is refused ${spec.times} times (${spec.how})`,
  arm(spec, { hooks }) {
    let seen = 0
    hooks.beforeCall.push((call) => {
      if (call.what !== spec.call || (spec.function !== undefined && call.by !== spec.function)) return undefined
      seen += 1
      return seen >= spec.from && seen < spec.from + spec.times ? { fail: errors[spec.how]() } : undefined
    })
  },
  draw: (random, scene) => ({
    kind: 'refuse-call',
    call: pick(random, scene.calls),
    how: pick(random, ['throttle', 'throttle', 'unavailable', 'denied'] as const),
    times: 1 + Math.floor(random() * 4),
    from: 1 + Math.floor(random() * 3),
  }),
})
