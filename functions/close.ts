import * as z from 'zod/mini'
import { ClaimCloseInput, claimClose, EndInput, endRelease } from '../shared/phases/close.ts'
import { lookForOutcome, StartCloseInput, startClose } from '../shared/wayback/start.ts'
import { LookInput, look } from './look.ts'
import { phase } from './phase.ts'

const Input = z.discriminatedUnion('do', [StartCloseInput, ClaimCloseInput, EndInput, LookInput])

/** Ends a release: claims the closing, frees the lock, tells people, writes the outcome. */
export const handler = phase('close', Input, async (input, world) => {
  switch (input.do) {
    case 'start':
      return startClose(input, world)
    case 'claim':
      return claimClose(input.release, input.execution, world)
    case 'end':
      return endRelease(input.release, input.execution, world)
    case 'look':
      return look(input, world, { outcome: lookForOutcome })
  }
})
