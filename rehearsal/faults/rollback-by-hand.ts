import * as z from 'zod/mini'
import { defineFault } from './port.ts'
import { once, When } from './when.ts'

const Spec = z.strictObject({
  kind: z.literal('rollback-by-hand'),
  at: When,
  /** Asks by name, as `tidegate rollback` does: then what is stuck is taken up again. */
  person: z.optional(z.string()),
})

/** A person starts the rollback machine by hand, forwards, on the way back, or after the end. */
export const rollbackByHand = defineFault({
  kind: 'rollback-by-hand',
  spec: Spec,
  describe: ({ person }) => `${person ?? 'somebody'} starts a way back by hand`,
  arm(spec, bench) {
    once(bench, spec.at, () => {
      const { release } = bench
      const named = spec.person !== undefined && { person: spec.person, reason: 'it was put right by hand' }
      const n = Number(bench.table.get({ pk: `RELEASE#${release}`, sk: 'RELEASE' })?.['claims'] ?? 0) + 1
      bench.engine.startExecution({
        machine: 'tidegate-rollback',
        name: `${release}-rollback-${spec.person === undefined ? 'by-hand' : n}`,
        input: { release, ...named },
      })
    })
  },
})
