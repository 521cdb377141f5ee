import type { Property } from './port.ts'

export const neverUndoneAfterKept: Property = {
  name: 'nothing but a TTL is undone after the release was kept',
  broken(run) {
    const kept = run.everything?.release.keptAt
    if (run.everything === undefined || kept === undefined) return undefined
    const undone = run.everything.undos.find((undo) => undo.startedAt >= kept && undo.kind !== 'dns-ttl')
    if (undone !== undefined) return `${undone.resource} was undone after the release was kept`
    if (run.outcome !== 'released' && run.outcome !== 'stuck') return `kept, and ended ${run.outcome}`
    const back = run.everything.undos.find((undo) => undo.startedAt < kept)
    return back === undefined ? undefined : `${back.resource} was undone, and the release was kept afterwards`
  },
}
