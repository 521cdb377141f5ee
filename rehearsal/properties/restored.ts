import { same } from '../../shared/changes/same.ts'
import { changes } from './journalled.ts'
import type { Property } from './port.ts'

/** Ends of an undo that name a reason instead of the before-image. */
const named = new Set(['stays', 'asks', 'conflicted', 'failed'])

export const restored: Property = {
  name: 'after a rollback every target is at its before-image, or listed with its reason',
  broken(run) {
    if (run.everything === undefined || run.outcome === 'released') return undefined
    const { befores, undos, lines, release } = run.everything
    if (release.keptAt !== undefined) return undefined
    // What a later release changed is that one's to answer for.
    const others = new Set(
      run.invocations
        .filter((note) => (note.input as { release?: string } | null)?.release !== run.release)
        .map((note) => note.invocation),
    )
    if (changes(run).some((change) => others.has(change.invocation))) return undefined
    for (const before of befores) {
      if (!lines.some((line) => line.resource === before.resource && line.state !== 'unchanged')) continue
      const undo = undos.find((one) => one.resource === before.resource)
      if (undo !== undefined && named.has(undo.state)) {
        if (!undo.because) return `${before.resource} ${undo.state} without a reason`
        continue
      }
      if (same(run.observed.get(before.resource), before.image)) continue
      if (run.outcome === 'stuck') continue
      return `${before.resource} is ${JSON.stringify(run.observed.get(before.resource))}, was ${JSON.stringify(before.image)}`
    }
    if (run.outcome === 'refused' && lines.some((line) => line.state !== 'unchanged')) {
      return 'the release ended refused, which says that nothing was changed, and its journal has lines'
    }
    return undefined
  },
}
