import { type Door, onDemand } from './on-demand.ts'

/** Writes figures as embedded metrics. */
export const metrics = (world: Door) => onDemand(world, 'metrics', () => import('./parts/metrics.ts'))
