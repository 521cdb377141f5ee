import { Decision, decide } from '../shared/gates/decide.ts'
import { phase } from './phase.ts'

/** Writes what a person decided. The caller has proved who that is; no task token is within reach of this function. */
export const handler = phase('approval-decide', Decision, decide)
