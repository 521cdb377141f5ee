import * as z from 'zod/mini'
import { defineFault, pick } from './port.ts'
import { once, When } from './when.ts'

const Spec = z.strictObject({
  kind: z.literal('abort'),
  /** Which of the release's executions an operator stops. */
  machine: z.enum(['release', 'change', 'rollback', 'close']),
  at: When,
})

/** An operator presses Stop in the console: nothing inside catches that. */
export const abort = defineFault({
  kind: 'abort',
  spec: Spec,
  describe: (spec) => `an operator stops the ${spec.machine} machine`,
  arm(spec, bench) {
    once(bench, spec.at, () => {
      const running = bench.engine
        .listExecutions({ machine: `tidegate-${spec.machine}`, status: 'RUNNING' })
        .filter(({ name }) => name === bench.release || name.startsWith(`${bench.release}-`))
      for (const { executionArn } of running) {
        bench.engine.stopExecution({ executionArn, error: 'Operator', cause: 'stopped in the console' })
      }
    })
  },
  draw: (random) => ({
    kind: 'abort',
    machine: pick(random, ['release', 'change', 'rollback', 'close'] as const),
    at:
      random() < 0.5
        ? { afterSeconds: Math.floor(random() * 4 * 3600) }
        : {
            state: pick(random, [
              'Deploy one part',
              'Shift users and watch',
              'Bake',
              'Put one name back',
              'Write the evidence',
            ]),
            nth: 1 + Math.floor(random() * 3),
            plusSeconds: Math.floor(random() * 60),
          },
  }),
})
