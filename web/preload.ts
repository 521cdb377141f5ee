import type { Door } from '../shared/clients/on-demand.ts'
import { logins } from './login/parts.ts'
import { rooms } from './room/parts.ts'
import { answering } from './sign/parts.ts'

/** All parts at once, so that a rehearsal in virtual time never waits for a disk. */
export async function preloadPages(): Promise<void> {
  const world: Door = { load: (_name, load) => load() }
  await Promise.all([rooms, logins, answering].map((part) => part(world)))
}
