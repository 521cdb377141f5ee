import * as z from 'zod/mini'
import { defineFault, pick } from './port.ts'
import { once, When } from './when.ts'

const Spec = z.strictObject({
  kind: z.literal('unwell'),
  /** The side whose users see errors. */
  side: z.string(),
  errorPercent: z.number().check(z.minimum(0), z.maximum(100)),
  at: When,
})

/** One side answers users with errors: metrics and alarms follow, as they do, some minutes later. */
export const unwell = defineFault({
  kind: 'unwell',
  spec: Spec,
  describe: (spec) => `side ${spec.side} answers ${spec.errorPercent} % of requests with errors`,
  arm(spec, bench) {
    once(bench, spec.at, () => bench.account.traffic.setErrorRate({ side: spec.side }, spec.errorPercent))
  },
  draw: (random, scene) => {
    const { move, steps } = pick(random, scene.moves)
    return {
      kind: 'unwell',
      side: 'green',
      errorPercent: pick(random, [2, 5, 20, 100]),
      at: { action: move, step: pick(random, steps), is: 'settled', plusSeconds: Math.floor(random() * 300) },
    }
  },
})
