import * as z from 'zod/mini'
import { defineFault, pick } from './port.ts'

const Spec = z.strictObject({
  kind: z.literal('people'),
  gate: z.string(),
  how: z.enum(['rejects', 'silent']),
})

/** Somebody at a gate rejects, or nobody answers before it expires. */
export const people = defineFault({
  kind: 'people',
  spec: Spec,
  describe: (spec) => (spec.how === 'rejects' ? `somebody rejects at ${spec.gate}` : `nobody answers at ${spec.gate}`),
  arm(spec, bench) {
    const deeds = bench.people.gates[spec.gate] ?? []
    const rejecting = deeds.map((deed, at) =>
      at === 0 ? { ...deed, say: 'reject' as const, reason: 'not tonight' } : deed,
    )
    const changed = spec.how === 'silent' ? [] : rejecting
    bench.people = { ...bench.people, gates: { ...bench.people.gates, [spec.gate]: changed } }
  },
  draw: (random) => ({
    kind: 'people',
    gate: pick(random, ['go', 'cutover']),
    how: pick(random, ['rejects', 'silent'] as const),
  }),
})
