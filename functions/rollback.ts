import * as z from 'zod/mini'
import { ClaimInput, claimBack } from '../shared/wayback/claim.ts'
import { FinishInput, finishBack } from '../shared/wayback/finish.ts'
import { OrderInput, orderBack } from '../shared/wayback/order.ts'
import { lookForOutcome, StartBackInput, startBack } from '../shared/wayback/start.ts'
import { LookInput, look } from './look.ts'
import { phase } from './phase.ts'

const Input = z.discriminatedUnion('do', [StartBackInput, ClaimInput, OrderInput, FinishInput, LookInput])

/** Starts, claims and orders the way back; the phase functions undo. */
export const handler = phase('rollback', Input, async (input, world) => {
  switch (input.do) {
    case 'start':
      return startBack(input, world)
    case 'claim':
      return claimBack(input, world)
    case 'order':
      return orderBack(input, world)
    case 'finish':
      return finishBack(input, world)
    case 'look':
      return look(input, world, { outcome: lookForOutcome })
  }
})
