import { type Door, onDemand } from './on-demand.ts'

/** OpenID Connect, as whoever relies on it speaks it; it reaches the issuer through the World alone. */
export const oidc = (world: Door) => onDemand(world, 'oidc', () => import('./parts/oidc.ts'))
