import * as z from 'zod/mini'
import { defineFault, pick } from './port.ts'

const Spec = z.strictObject({
  kind: z.literal('hang'),
  function: z.string(),
  nth: z._default(z.int().check(z.minimum(1)), 1),
})

/** A call of a function never comes back: the function runs into its time-out, with the call's effect or without. */
export const hang = defineFault({
  kind: 'hang',
  spec: Spec,
  describe: (spec) => `${spec.function} hangs at its call no. ${spec.nth} until its time-out`,
  arm(spec, { hooks }) {
    let seen = 0
    hooks.beforeCall.push((call) => {
      if (call.by !== spec.function) return undefined
      seen += 1
      // Longer than any function may run.
      return seen === spec.nth ? { delayMs: 20 * 60_000 } : undefined
    })
  },
  draw: (random, scene) => ({
    kind: 'hang',
    function: pick(random, scene.functions),
    nth: 1 + Math.floor(random() * 20),
  }),
})
