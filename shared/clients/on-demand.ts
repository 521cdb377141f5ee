import type { World } from '../world.ts'

/** Who loads code. */
export type Door = Pick<World, 'load'>

const loaded = new Map<string, unknown>()

/**
 * One of AWS's clients that Tidegate itself needs besides its ledger's, loaded when it is first used: most looks find nothing
 * to answer, to send on or to tell. Its part names the commands, so that a bundle has no others.
 */
export async function onDemand<T>(world: Door, name: string, load: () => Promise<T>): Promise<T> {
  const known = loaded.get(name) ?? (await world.load<unknown>(`client ${name}`, load))
  loaded.set(name, known)
  return known as T
}
