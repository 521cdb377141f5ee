import * as z from 'zod/mini'
import { defineFault, pick } from './port.ts'

const Spec = z.strictObject({
  kind: z.literal('crash'),
  /** Any of these that are given must match. */
  function: z.optional(z.string()),
  call: z.optional(z.string()),
  /** Which of the matching calls; or, without the others, which World call of the whole run. */
  nth: z.optional(z.int().check(z.minimum(1))),
  /** Before the call has its effect, or after it, with the answer lost. */
  when: z._default(z.enum(['before', 'after']), 'before'),
})

/** The function's process dies at one World call. */
export const crash = defineFault({
  kind: 'crash',
  spec: Spec,
  describe: (spec) =>
    `${spec.function ?? 'a function'} dies ${spec.when} ${spec.call ?? 'a call'}${spec.nth === undefined ? '' : ` (no. ${spec.nth})`}`,
  arm(spec, { hooks }) {
    let seen = 0
    const strike = (call: { by: string; what: string }) => {
      if (spec.function !== undefined && call.by !== spec.function) return undefined
      if (spec.call !== undefined && call.what !== spec.call) return undefined
      seen += 1
      return seen === (spec.nth ?? 1) ? ({ die: 'crash' } as const) : undefined
    }
    if (spec.when === 'before') hooks.beforeCall.push(strike)
    else hooks.afterCall.push(strike)
  },
  draw: (random, scene) => ({
    kind: 'crash',
    function: pick(random, scene.functions),
    nth: 1 + Math.floor(random() * 40),
    when: random() < 0.5 ? 'before' : 'after',
  }),
})
