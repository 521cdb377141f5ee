import { changes } from './journalled.ts'
import type { Property } from './port.ts'

export const oneAtATime: Property = {
  name: 'one release per system and environment changes anything at a time',
  broken(run) {
    const releaseOf = new Map(
      run.invocations.map((note) => [note.invocation, (note.input as { release?: string } | null)?.release]),
    )
    const { lockedAt = Number.POSITIVE_INFINITY, endedAt } = run.everything?.release ?? {}
    for (const change of changes(run)) {
      // Before it had the lock and after its outcome another release may have it.
      if (change.at < lockedAt || (endedAt !== undefined && change.at > endedAt)) continue
      const release = releaseOf.get(change.invocation)
      if (release !== run.release)
        return `${release ?? 'nobody'} called ${change.what} while ${run.release} held the lock`
    }
    return undefined
  },
}
