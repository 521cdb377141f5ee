import type { Property } from './port.ts'

export const hasOutcome: Property = {
  name: 'a release always ends in a named outcome',
  broken(run) {
    if (run.outcome === undefined) return 'the release has no outcome'
    const open = run.executions.filter(({ description }) => description.status === 'RUNNING')
    if (open.length > 0) return `still running: ${open.map(({ description }) => description.name).join(', ')}`
    const unanswered = run.everything?.waits.filter(
      (wait) => wait.subject === 'outcome' && wait.answeredAt === undefined,
    )
    if (unanswered?.length) return `nobody told ${unanswered.map((wait) => wait.name).join(', ')} the outcome`
    const entry = run.table.find((item) => item.pk === 'OPEN' && item['release'] === run.release)
    if (entry !== undefined) return 'the release has ended and is still listed as open'
    const lock = run.table.find((item) => item.pk.startsWith('LOCK#') && item['release'] === run.release)
    if (lock !== undefined && run.outcome !== 'stuck')
      return `the release ended ${run.outcome} and still holds the lock`
    if (
      lock === undefined &&
      run.outcome === 'stuck' &&
      // People who have put it right by hand may give the lock away.
      run.everything?.release.resolvedBy === undefined &&
      (run.everything?.lines.length ?? 0) > 0 &&
      run.everything?.release.keptAt === undefined
    ) {
      return 'the release is stuck and has lost its lock'
    }
    return undefined
  },
}
