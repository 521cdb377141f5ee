import * as z from 'zod/mini'
import { defineFault } from './port.ts'
import { once, When } from './when.ts'

const Spec = z.strictObject({
  kind: z.literal('probe'),
  /** Part of the URL. */
  url: z.string(),
  status: z._default(z.int(), 503),
  at: z._default(When, { afterSeconds: 0 }),
  forSeconds: z.optional(z.int()),
})

/** A probed URL answers something else. */
export const probe = defineFault({
  kind: 'probe',
  spec: Spec,
  describe: (spec) => `${spec.url} answers ${spec.status}`,
  arm(spec, bench) {
    once(bench, spec.at, () => {
      const mend = bench.account.probes.break(spec.url, { status: spec.status, body: 'broken by the rehearsal' })
      if (spec.forSeconds !== undefined) bench.scheduler.after(spec.forSeconds * 1000, mend)
    })
  },
})
