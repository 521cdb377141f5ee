import * as z from 'zod/mini'
import { ApplyInput, applyChange, lookAtChange, StepBackInput, stepUsersBack } from '../shared/changes/apply.ts'
import { lookAtUndo, UndoInput, undoChange } from '../shared/changes/back.ts'
import { lookIfReady, makeReady, ReadyInput } from '../shared/phases/ready.ts'
import { LookInput, look } from './look.ts'
import { phase } from './phase.ts'

const Input = z.discriminatedUnion('do', [ApplyInput, LookInput, UndoInput, ReadyInput, StepBackInput])

/** Moves users by one step and watches them; lowers TTLs before, waits them out, and brings users back. */
export const handler = phase('cutover', Input, async (input, world) => {
  switch (input.do) {
    case 'apply':
      return applyChange(input, world)
    case 'step-back':
      return stepUsersBack(input, world)
    case 'ready':
      return makeReady(input, world)
    case 'undo':
      return undoChange(input, world)
    case 'look':
      return look(input, world, { change: lookAtChange, ttl: lookIfReady, undo: lookAtUndo })
  }
})
