import type { Property } from './port.ts'

/** Faults after which a promise of minutes cannot be kept, because AWS itself refuses or a person is needed. */
const slowing = new Set(['refuse-call', 'hang', 'rollback-twice', 'abort', 'crash', 'rechecks', 'events', 'deployment'])

export const inTime: Property = {
  name: 'users are back within the fast promise, everything within the full one',
  broken(run) {
    const all = run.everything
    if (all === undefined || run.outcome !== 'rolled-back' || all.release.backSince === undefined) return undefined
    // Stuck first: the promise was broken by then, and a person took it up later.
    if (all.release.takenUp !== undefined) return undefined
    // One fault that slows is what the promise is made for; several at once are what the report is for.
    if (run.faults.filter((fault) => slowing.has(fault.kind)).length > 1) return undefined
    const since = all.release.backSince
    const exposure = all.undos.filter((undo) => undo.stage === 'exposure')
    const users = Math.max(0, ...exposure.map((undo) => (undo.undoneAt ?? since) - since)) / 1000
    const everything = Math.max(0, ...all.undos.map((undo) => (undo.undoneAt ?? since) - since)) / 1000
    const { fastSeconds, fullSeconds } = all.plan.back
    if (users > fastSeconds) return `users were back after ${Math.ceil(users)} s, promised ${fastSeconds} s`
    if (everything > fullSeconds)
      return `everything was back after ${Math.ceil(everything)} s, promised ${fullSeconds} s`
    return undefined
  },
}
