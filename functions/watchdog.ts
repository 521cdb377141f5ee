import { WatchdogInput, watch } from '../shared/phases/watchdog.ts'
import { phase } from './phase.ts'

/** Gives a release whose owner died its way back, or its Close; re-queues what was lost. */
export const handler = phase('watchdog', WatchdogInput, watch)
