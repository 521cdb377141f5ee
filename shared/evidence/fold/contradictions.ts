import type { Everything } from '../../ledger/ledger.ts'

/** What the ledger says twice and differently: hidden, it would make a report that looks better than the night was. */
export function contradictions({ release, lines, undos, gates }: Everything): string[] {
  const found: string[] = []
  const outcome = release.outcome ?? release.ending
  const done = [...new Set(lines.filter((line) => line.state !== 'unchanged').map((line) => line.resource))]
  if (outcome === 'rolled-back') {
    for (const resource of done) {
      const state = undos.find((undo) => undo.resource === resource)?.state
      if (state === 'undone' || state === 'stays' || state === 'asks') continue
      found.push(`it says rolled-back, and ${resource} is ${state ?? 'not undone at all'}`)
    }
  }
  if (outcome === 'released' && release.keptAt === undefined) found.push('it says released, and it was never kept')
  if (outcome === 'refused' && done.length > 0) found.push(`it says refused, and ${done.join(', ')} was changed`)
  if (done.length > 0 && release.lockedAt === undefined)
    found.push(`${done[0]} was changed and the lock was never taken`)
  for (const gate of gates) {
    if (gate.decision === 'opened' && gate.decidedAt === undefined) found.push(`gate ${gate.gate} opened at no time`)
  }
  return found
}
