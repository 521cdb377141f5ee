import * as z from 'zod/mini'
import { defineFault, pick } from './port.ts'
import { once, When } from './when.ts'

const Spec = z.strictObject({
  kind: z.literal('drift'),
  what: z.enum(['record', 'alias', 'service']),
  name: z.string(),
  at: When,
})

/** Somebody else changes a resource by hand in the middle of the release. */
export const drift = defineFault({
  kind: 'drift',
  spec: Spec,
  describe: (spec) => `somebody changes ${spec.what} ${spec.name} by hand`,
  arm(spec, bench) {
    once(bench, spec.at, () => {
      if (spec.what === 'record') bench.account.route53.drift(spec.name)
      else if (spec.what === 'alias') bench.account.lambda.drift(spec.name)
      else bench.account.ecs.drift(spec.name)
    })
  },
  draw: (random, scene) => {
    const { move, steps } = pick(random, scene.moves)
    return {
      kind: 'drift',
      what: 'record',
      name: 'api.serveml.example',
      at: { action: move, step: pick(random, steps), is: 'settled', plusSeconds: Math.floor(random() * 400) },
    }
  },
})
