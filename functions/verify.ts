import * as z from 'zod/mini'
import { ApplyInput, applyChange, lookAtChange } from '../shared/changes/apply.ts'
import { lookAtUndo, UndoInput, undoChange } from '../shared/changes/back.ts'
import { lookAtChecks, verifyNewSide } from '../shared/phases/verify.ts'
import { checksItem } from '../shared/phases/work.ts'
import { LookInput, look } from './look.ts'
import { phase } from './phase.ts'

const Input = z.discriminatedUnion('do', [ApplyInput, LookInput, UndoInput])

/** Asks the checks of the new side, or runs one smoke, load or benchmark task against it. */
export const handler = phase('verify', Input, async (input, world) => {
  switch (input.do) {
    case 'apply':
      return input.name === checksItem ? verifyNewSide(input, world) : applyChange(input, world)
    case 'undo':
      return undoChange(input, world)
    case 'look':
      return look(input, world, { change: lookAtChange, checks: lookAtChecks, undo: lookAtUndo })
  }
})
