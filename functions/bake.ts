import * as z from 'zod/mini'
import { BakeInput, bake, lookAtBake } from '../shared/phases/bake.ts'
import { LookInput, look } from './look.ts'
import { phase } from './phase.ts'

const Input = z.discriminatedUnion('do', [BakeInput, LookInput])

/** Watches the new version for the plan's time, then keeps it. */
export const handler = phase('bake', Input, async (input, world) =>
  input.do === 'apply' ? bake(input, world) : look(input, world, { bake: lookAtBake }),
)
