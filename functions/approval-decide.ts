import { decideAsProved, ProvedDecision } from '../shared/proof/decide.ts'
import { phase } from './phase.ts'

/**
 * Writes what a person decided, as whom AWS names: Lambda tells nobody who has called. Mail and Slack prove people their own
 * way and decide in their own functions. No task token is within reach of this one.
 */
export const handler = phase('approval-decide', ProvedDecision, decideAsProved)
