import * as z from 'zod/mini'
import { defineFault } from './port.ts'
import { once, When } from './when.ts'

const Spec = z.strictObject({ kind: z.literal('double-start'), at: z._default(When, { afterSeconds: 1 }) })

/** The same release is started a second time, under another name. */
export const doubleStart = defineFault({
  kind: 'double-start',
  spec: Spec,
  describe: () => 'the same version is started a second time',
  arm(spec, bench) {
    once(bench, spec.at, () => bench.startAgain(`${bench.release}-again`))
  },
  draw: (random) => ({ kind: 'double-start', at: { afterSeconds: Math.floor(random() * 7200) } }),
})
