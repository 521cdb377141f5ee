import { type Door, onDemand } from './on-demand.ts'

/** Sends re-checks. */
export const sqs = (world: Door) => onDemand(world, 'sqs', () => import('./parts/sqs.ts'))
