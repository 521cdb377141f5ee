import { type Door, onDemand } from './on-demand.ts'

/** Slack's own client of its Web API; it reaches Slack through the World alone. */
export const slack = (world: Door) => onDemand(world, 'slack', () => import('./parts/slack.ts'))
