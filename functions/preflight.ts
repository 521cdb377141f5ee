import { lockAndLookAgain, PreflightInput, preflight } from '../shared/phases/preflight.ts'
import { phase } from './phase.ts'

/** Asks every check before anyone is asked; takes the lock and looks again afterwards. */
export const handler = phase('preflight', PreflightInput, async (input, world) =>
  input.do === 'lock' ? lockAndLookAgain(input.release, input.execution, world) : preflight(input.release, world),
)
