import { type Door, onDemand } from './on-demand.ts'

/** Encrypts what a browser keeps for us. */
export const jose = (world: Door) => onDemand(world, 'jose', () => import('./parts/jose.ts'))
