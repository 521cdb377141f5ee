import { type Door, onDemand } from '../../shared/clients/on-demand.ts'

/** How people sign in, and who is signed in: read only where a stage has an identity provider. */
export const logins = (world: Door) => onDemand(world, 'sign-in', () => import('./view.ts'))
