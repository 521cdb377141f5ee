import * as z from 'zod/mini'
import type { Deed } from '../people.ts'
import { defineFault, pick } from './port.ts'

const hows = ['twice', 'forwarded', 'late', 'rejects-after-signing'] as const
const Spec = z.strictObject({ kind: z.literal('clicks'), gate: z.string(), how: z.enum(hows) })

const words = {
  twice: 'somebody presses the button twice at once',
  forwarded: 'somebody signs with a link that was forwarded to them',
  late: 'somebody signs when it is too late',
  'rejects-after-signing': 'somebody who has signed rejects as well',
} as const

/** What the first of those who are asked at a gate does with their link. */
export const clicks = defineFault({
  kind: 'clicks',
  spec: Spec,
  describe: ({ how, gate }) => `${words[how]} (gate ${gate})`,
  arm({ gate, how }, bench) {
    const [first, ...others] = bench.people.gates[gate] ?? []
    if (first === undefined) return
    const changed: Readonly<Record<(typeof hows)[number], readonly Deed[]>> = {
      twice: [{ ...first, times: 2 }],
      forwarded: [{ ...first, from: '203.0.113.66' }],
      late: [{ ...first, late: true }],
      'rejects-after-signing': [
        first,
        { ...first, afterSeconds: first.afterSeconds + 60, say: 'reject', reason: 'on second thoughts' },
      ],
    }
    bench.people = { ...bench.people, gates: { ...bench.people.gates, [gate]: [...changed[how], ...others] } }
  },
  draw: (random) => ({ kind: 'clicks', gate: pick(random, ['go', 'cutover']), how: pick(random, hows) }),
})
