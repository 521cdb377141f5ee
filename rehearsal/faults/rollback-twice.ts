import * as z from 'zod/mini'
import { defineFault } from './port.ts'

const Spec = z.strictObject({
  kind: z.literal('rollback-twice'),
  /** At which World call of the run somebody starts the way back (again). */
  call: z.int().check(z.minimum(1)),
})

/** A person starts the rollback machine by hand at any boundary: forwards, on the way back, or after the end. */
export const rollbackTwice = defineFault({
  kind: 'rollback-twice',
  spec: Spec,
  describe: (spec) => `somebody starts a way back by hand at World call ${spec.call}`,
  arm(spec, bench) {
    bench.hooks.beforeCall.push((call) => {
      if (call.n !== spec.call) return undefined
      bench.scheduler.after(0, () => {
        bench.engine.startExecution({
          machine: 'tidegate-rollback',
          name: `${bench.release}-rollback-by-hand`,
          input: { release: bench.release },
        })
      })
      return undefined
    })
  },
  draw: (random) => ({ kind: 'rollback-twice', call: 1 + Math.floor(random() * 900) }),
})
