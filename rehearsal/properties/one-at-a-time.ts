import { changes } from './journalled.ts'
import type { Property } from './port.ts'

export const oneAtATime: Property = {
  name: 'one release per system and environment changes anything at a time',
  broken(run) {
    const releaseOf = new Map(
      run.invocations.map((note) => [note.invocation, (note.input as { release?: string } | null)?.release]),
    )
    for (const change of changes(run)) {
      const release = releaseOf.get(change.invocation)
      if (release !== run.release) return `${release ?? 'nobody'} called ${change.what} while ${run.release} held the lock`
    }
    return undefined
  },
}
