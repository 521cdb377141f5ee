import { type Door, onDemand } from './on-demand.ts'

/** Invokes our own functions. */
export const lambda = (world: Door) => onDemand(world, 'lambda', () => import('./parts/lambda.ts'))
