import * as z from 'zod/mini'
import { decideAs } from '../decide-as.ts'
import { defineFault } from './port.ts'
import { once, When } from './when.ts'

const Spec = z.strictObject({ kind: z.literal('resolve'), at: When, person: z.string() })

/** A person signs that a stuck release was put right by hand, as `tidegate resolve` does. */
export const resolve = defineFault({
  kind: 'resolve',
  spec: Spec,
  describe: ({ person }) => `${person} resolves it, having put it right by hand`,
  arm({ at, person }, bench) {
    once(bench, at, () => {
      decideAs(bench, person, { say: 'resolve', release: bench.release, reason: 'put right by hand' })
    })
  },
})
