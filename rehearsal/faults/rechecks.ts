import * as z from 'zod/mini'
import { defineFault, pick } from './port.ts'

const Spec = z.strictObject({
  kind: z.literal('rechecks'),
  how: z.enum(['lost', 'twice']),
  from: z._default(z.int().check(z.minimum(1)), 1),
  times: z._default(z.int().check(z.minimum(1)), 1),
})

/** Re-check messages get lost after SQS took them, or are delivered twice. */
export const rechecks = defineFault({
  kind: 'rechecks',
  spec: Spec,
  describe: (spec) => `${spec.times} re-check messages are ${spec.how}`,
  arm(spec, { account, hooks, scheduler }) {
    let seen = 0
    hooks.afterCall.push((call, outcome) => {
      if (call.what !== 'SQS.SendMessage' || !outcome.ok) return undefined
      seen += 1
      if (seen < spec.from || seen >= spec.from + spec.times) return undefined
      const { MessageId } = outcome.output as { MessageId: string }
      account.sqs.tamper(MessageId, spec.how)
      // The sweep must find it overdue, though nothing else may happen meanwhile.
      const { DelaySeconds } = call.input as { DelaySeconds?: number }
      scheduler.mark(scheduler.now() + ((DelaySeconds ?? 0) + 61) * 1000)
      scheduler.mark(scheduler.now() + ((DelaySeconds ?? 0) + 121) * 1000)
      return undefined
    })
  },
  draw: (random) => ({
    kind: 'rechecks',
    how: pick(random, ['lost', 'twice'] as const),
    from: 1 + Math.floor(random() * 20),
    times: 1 + Math.floor(random() * 6),
  }),
})
