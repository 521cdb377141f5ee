import { type Door, onDemand } from '../../shared/clients/on-demand.ts'

/** What takes an answer: a page is opened first, by whatever reads ahead too, and needs none of it. */
export const answering = (world: Door) => onDemand(world, 'answering', () => import('./answer.ts'))
