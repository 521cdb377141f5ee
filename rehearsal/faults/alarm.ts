import * as z from 'zod/mini'
import { defineFault, pick } from './port.ts'
import { once, When } from './when.ts'

const Spec = z.strictObject({
  kind: z.literal('alarm'),
  alarm: z.string(),
  at: When,
  /** Recovers after so long; stays in ALARM when absent. */
  forSeconds: z.optional(z.int()),
})

/** An alarm goes off, and perhaps recovers before anybody looks. */
export const alarm = defineFault({
  kind: 'alarm',
  spec: Spec,
  describe: (spec) => `alarm ${spec.alarm} goes off (${JSON.stringify(spec.at)})`,
  arm(spec, bench) {
    once(bench, spec.at, () => {
      bench.account.cloudwatch.forceAlarm(spec.alarm, 'ALARM', 'Threshold Crossed: the rehearsal says so')
      if (spec.forSeconds === undefined) return
      bench.scheduler.after(spec.forSeconds * 1000, () => {
        bench.account.cloudwatch.forceAlarm(spec.alarm, 'OK', 'recovered: the rehearsal says so')
      })
    })
  },
  draw: (random, scene) => {
    const { move, steps } = pick(random, scene.moves)
    const inBake = random() < 0.3
    return {
      kind: 'alarm',
      alarm: pick(random, scene.alarms),
      at: inBake
        ? { bakeSeconds: Math.floor(random() * scene.bakeSeconds) }
        : { action: move, step: pick(random, steps), is: 'settled', plusSeconds: Math.floor(random() * 500) },
      ...(random() < 0.3 && { forSeconds: 30 + Math.floor(random() * 300) }),
    }
  },
})
