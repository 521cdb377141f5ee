import { AdmitInput, admit } from '../shared/phases/admit.ts'
import { phase } from './phase.ts'

/** Pins plan, manifest and environment, and opens the release once. */
export const handler = phase('admit', AdmitInput, admit)
