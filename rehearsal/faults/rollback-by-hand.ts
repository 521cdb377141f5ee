import * as z from 'zod/mini'
import { defineFault } from './port.ts'
import { once, When } from './when.ts'

const Spec = z.strictObject({ kind: z.literal('rollback-by-hand'), at: When })

/** A person starts the rollback machine by hand, forwards, on the way back, or after the end. */
export const rollbackByHand = defineFault({
  kind: 'rollback-by-hand',
  spec: Spec,
  describe: () => 'somebody starts a way back by hand',
  arm(spec, bench) {
    once(bench, spec.at, () => {
      const name = `${bench.release}-rollback-by-hand`
      bench.engine.startExecution({ machine: 'tidegate-rollback', name, input: { release: bench.release } })
    })
  },
})
