import * as z from 'zod/mini'
import { defineFault } from './port.ts'

const Spec = z.strictObject({ kind: z.literal('scanner') })

/** Something opens every link in every mail before people do, several times at once, and sends the forms that it finds. */
export const scanner = defineFault({
  kind: 'scanner',
  spec: Spec,
  describe: () => 'a scanner opens every link, and sends the forms that it finds',
  arm(_spec, bench) {
    bench.people = { ...bench.people, scanned: true }
  },
  draw: () => ({ kind: 'scanner' }),
})
