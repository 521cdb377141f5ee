import { setUp } from '../../rehearsal/bench.ts'
import { defaultStart } from '../../rehearsal/rehearse.ts'
import { serveml } from '../stories/stage.ts'

const bench = setUp({ accountState: (await serveml()).accountState, seed: 1, startAt: defaultStart })
bench.end()
/** Tidegate's own resources as rehearsals call them. */
export const { home } = bench
