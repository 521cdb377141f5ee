import { type Door, onDemand } from './on-demand.ts'

/** Asks and tells people. */
export const sns = (world: Door) => onDemand(world, 'sns', () => import('./parts/sns.ts'))
