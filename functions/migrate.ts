import * as z from 'zod/mini'
import { ApplyInput, applyChange, lookAtChange } from '../shared/changes/apply.ts'
import { lookAtUndo, UndoInput, undoChange } from '../shared/changes/back.ts'
import { LookInput, look } from './look.ts'
import { phase } from './phase.ts'

const Input = z.discriminatedUnion('do', [ApplyInput, LookInput, UndoInput])

/** Runs one migration as a task from the release image, or its way down. */
export const handler = phase('migrate', Input, async (input, world) => {
  switch (input.do) {
    case 'apply':
      return applyChange(input, world)
    case 'undo':
      return undoChange(input, world)
    case 'look':
      return look(input, world, { change: lookAtChange, undo: lookAtUndo })
  }
})
