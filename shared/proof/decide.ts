import * as z from 'zod/mini'
import { type Decided, decide, toldWith } from '../gates/decide.ts'
import { digestOf } from '../plan/digest.ts'
import type { World } from '../world.ts'
import { bindingOf, Proof } from './proof.ts'
import { whoSigned } from './prove.ts'

/** A decision, and what proves whose it is. A name is not asked for. */
export const ProvedDecision = z.pipe(
  z.unknown().check(
    z.refine((input) => typeof input === 'object' && input !== null && 'proof' in input, {
      error:
        'nothing proves who signs, and a name that is only said decides nothing any more: ' +
        'decide with a command line as new as this Tidegate',
      abort: true,
    }),
  ),
  toldWith({ proof: Proof }),
)

/** Decides as whom AWS names for this very decision. */
export async function decideAsProved(
  { proof, ...told }: z.infer<typeof ProvedDecision>,
  world: World,
): Promise<Decided> {
  const binding = bindingOf(world.home, told)
  const { person, arn } = await whoSigned(world, binding, proof)
  // Signatures are not kept, not even as a digest: moment, decision and signer tell one telling from another.
  const once = digestOf({ binding, date: proof.date, arn })
  return decide({ ...told, person, arn, proved: 'iam', channel: 'cli', once }, world)
}
