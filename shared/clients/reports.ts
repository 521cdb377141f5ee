import { type Door, onDemand } from './on-demand.ts'

/** Lists and reads evidence. */
export const reportsClient = (world: Door) => onDemand(world, 'reports', () => import('./parts/reports.ts'))
