import { type Door, onDemand } from './on-demand.ts'

/** Signs and verifies personal links. */
export const kms = (world: Door) => onDemand(world, 'kms', () => import('./parts/kms.ts'))
