import { type Door, onDemand } from './on-demand.ts'

/** Answers tokens; starts, describes and stops our executions. */
export const sfn = (world: Door) => onDemand(world, 'sfn', () => import('./parts/sfn.ts'))
