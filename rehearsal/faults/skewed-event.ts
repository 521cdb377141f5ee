import * as z from 'zod/mini'
import { defineFault } from './port.ts'
import { once, When } from './when.ts'

const Spec = z.strictObject({
  kind: z.literal('skewed-event'),
  /** How far ahead (or, negative, behind) the clock of its sender is. */
  skewSeconds: z.int(),
  at: When,
})

/** An event that claims that everything is done, stamped by a clock that is wrong. */
export const skewedEvent = defineFault({
  kind: 'skewed-event',
  spec: Spec,
  describe: (spec) => `an event arrives whose time is ${spec.skewSeconds} s off`,
  arm(spec, bench) {
    once(bench, spec.at, () => {
      const { account, scheduler, functions } = bench
      for (const service of account.ecs.serviceArns()) {
        functions.invokeAsync('resume', {
          version: '0',
          source: 'aws.ecs',
          'detail-type': 'ECS Deployment State Change',
          time: new Date(scheduler.now() + spec.skewSeconds * 1000).toISOString(),
          resources: [service],
          detail: { eventName: 'SERVICE_DEPLOYMENT_COMPLETED' },
        })
      }
    })
  },
})
