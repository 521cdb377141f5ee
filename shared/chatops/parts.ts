import { type Door, onDemand } from '../clients/on-demand.ts'

/** Slack waits three seconds for its answer, a cold start included: what is not needed for that is read afterwards. */
export const atWork = (world: Door) => onDemand(world, 'chatops work', () => import('./work.ts'))
export const messages = (world: Door) => onDemand(world, 'chatops messages', () => import('./refresh.ts'))
