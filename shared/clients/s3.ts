import { type Door, onDemand } from './on-demand.ts'

/** Reads plans and writes evidence. */
export const s3 = (world: Door) => onDemand(world, 's3', () => import('./parts/s3.ts'))
