import * as z from 'zod/mini'
import { decideAs } from '../decide-as.ts'
import type { HoldDeed } from '../people.ts'
import { defineFault, pick } from './port.ts'
import { once, When } from './when.ts'

const Spec = z.strictObject({
  kind: z.literal('halt'),
  at: When,
  /** What people answer at the hold that follows; nobody answers when absent, and the deadline's default counts. */
  answer: z.optional(z.enum(['go-on', 'step-back', 'roll-back'])),
  afterSeconds: z._default(z.int(), 300),
})

/** An operator asks to halt: finish the atomic act, then hold and ask. */
export const halt = defineFault({
  kind: 'halt',
  spec: Spec,
  describe: (spec) => `an operator asks to halt; people answer ${spec.answer ?? 'nothing'}`,
  arm(spec, bench) {
    const { answer, afterSeconds } = spec
    const deed = (what: HoldDeed['answer']): HoldDeed => ({
      person: 'cy',
      answer: what,
      afterSeconds,
      reason: 'we looked',
    })
    const holds: Record<string, HoldDeed> = answer === undefined ? {} : { '*': deed(answer) }
    // Who stepped back and found nothing goes on from there.
    if (answer === 'step-back') holds['*-again'] = deed('go-on')
    bench.people = { ...bench.people, holds }
    once(bench, spec.at, () => {
      decideAs(bench, 'cy', { say: 'halt', release: bench.release, reason: 'the graphs look odd' })
    })
  },
  draw: (random, scene) => {
    const { move, steps } = pick(random, scene.moves)
    const answer = pick(random, ['go-on', 'step-back', 'roll-back', undefined] as const)
    return {
      kind: 'halt',
      at: { action: move, step: pick(random, steps), is: 'settled' },
      afterSeconds: 60 + Math.floor(random() * 900),
      ...(answer !== undefined && { answer }),
    }
  },
})
