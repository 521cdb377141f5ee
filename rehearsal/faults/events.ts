import * as z from 'zod/mini'
import { defineFault, pick } from './port.ts'

const Spec = z.strictObject({
  kind: z.literal('events'),
  how: z.enum(['lost', 'twice', 'late']),
  /** Only events of this source, e.g. `aws.ecs`; all when absent. */
  source: z.optional(z.string()),
  lateSeconds: z._default(z.int(), 300),
})

/** EventBridge loses events, delivers them twice, or late. */
export const events = defineFault({
  kind: 'events',
  spec: Spec,
  describe: (spec) => `events of ${spec.source ?? 'every source'} are ${spec.how}`,
  arm(spec, { hooks }) {
    hooks.onEvent.push((event) => {
      if (spec.source !== undefined && event.source !== spec.source) return undefined
      if (spec.how === 'lost') return { drop: true }
      return spec.how === 'twice' ? { again: 1 } : { delayMs: spec.lateSeconds * 1000 }
    })
  },
  draw: (random) => {
    const source = pick(random, [undefined, 'aws.ecs', 'aws.cloudwatch', 'aws.states'] as const)
    return {
      kind: 'events',
      how: pick(random, ['lost', 'twice', 'late'] as const),
      ...(source !== undefined && { source }),
      lateSeconds: 30 + Math.floor(random() * 1200),
    }
  },
})
