import { type Door, onDemand } from '../../shared/clients/on-demand.ts'

/** What a release looks like, and the list of them: whoever opens their question first waits for none of it. */
export const rooms = (world: Door) => onDemand(world, 'release room', () => import('./view.ts'))
