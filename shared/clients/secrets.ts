import { type Door, onDemand } from './on-demand.ts'

/** Reads what must not stand in an environment: keys of other services. */
export const secrets = (world: Door) => onDemand(world, 'secrets', () => import('./parts/secrets.ts'))
