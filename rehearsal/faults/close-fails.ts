import * as z from 'zod/mini'
import { AwsError } from '../account/port.ts'
import { defineFault } from './port.ts'

const Spec = z.strictObject({
  kind: z.literal('close-fails'),
  /** How many times the evidence cannot be written; 100 is for ever. */
  times: z._default(z.int().check(z.minimum(1)), 100),
})

/** The evidence cannot be written, so Close cannot finish. */
export const closeFails = defineFault({
  kind: 'close-fails',
  spec: Spec,
  describe: (spec) => `evidence cannot be written (${spec.times} times)`,
  arm(spec, { hooks }) {
    let seen = 0
    hooks.beforeCall.push((call) => {
      if (call.by !== 'report' || call.what !== 'S3.PutObject') return undefined
      seen += 1
      return seen <= spec.times
        ? { fail: new AwsError('KMS.DisabledException', 'the key is disabled', 400) }
        : undefined
    })
  },
  draw: (random) => ({ kind: 'close-fails', times: 1 + Math.floor(random() * 3) }),
})
