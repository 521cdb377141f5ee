import * as z from 'zod/mini'
import { HoldInput, holdAndAsk, lookAtHold } from '../shared/gates/hold.ts'
import { AskInput, askPeople, lookAtGate } from '../shared/gates/request.ts'
import { LookInput, look } from './look.ts'
import { phase } from './phase.ts'

const Input = z.discriminatedUnion('do', [AskInput, HoldInput, LookInput])

/** Asks people at a gate or a hold; its looks answer the token once they have decided. */
export const handler = phase('approval-request', Input, async (input, world) => {
  switch (input.do) {
    case 'apply':
      return askPeople(input, world)
    case 'hold':
      return holdAndAsk(input, world)
    case 'look':
      return look(input, world, { gate: lookAtGate, hold: lookAtHold })
  }
})
