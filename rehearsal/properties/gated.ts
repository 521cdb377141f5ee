import type { Everything } from '../../shared/ledger/ledger.ts'
import type { Property } from './port.ts'

export const gated: Property = {
  name: 'nothing is changed before the go gate and the lock, nothing exposed before its gate and its checks',
  broken(run) {
    const all = run.everything
    if (all === undefined) return undefined
    const opened = (gate: string) => all.gates.find((one) => one.gate === gate && one.decision === 'opened')?.decidedAt
    const planned = (gate: string) => all.plan.gates.some((one) => one.name === gate)
    const lockedAt = all.release.lockedAt ?? Number.POSITIVE_INFINITY
    const looks = verifyLooks(all)
    for (const line of all.lines) {
      if (line.intendedAt < lockedAt) return `${line.action} was begun before the lock was taken`
      if (planned('go') && !(line.intendedAt >= (opened('go') ?? Number.POSITIVE_INFINITY))) {
        return `${line.action} was begun before the go gate opened`
      }
      const exposes = all.plan.cutover.some((move) => move.name === line.action)
      if (!exposes || line.state === 'unchanged') continue
      if (planned('cutover') && !(line.intendedAt >= (opened('cutover') ?? Number.POSITIVE_INFINITY))) {
        return `${line.action} met users before the cutover gate opened`
      }
      const unverified = all.plan.checks.find(
        (check) =>
          check.when.includes('verify') &&
          check.severity === 'blocker' &&
          !looks.some(({ at, good }) => at <= line.intendedAt && good.includes(check.name)),
      )
      if (unverified !== undefined) return `${line.action} met users before "${unverified.name}" was well`
    }
    return undefined
  },
}

interface Seen {
  readonly check: string
  readonly verdict: string
}

/** When the new side was looked at, and what was well then. The newest result alone may be of a look that came twice. */
const verifyLooks = ({ events }: Everything) =>
  events
    .filter((one) => one.what === 'look' && one.facts['phase'] === 'verify')
    .map(({ at, facts }) => ({
      at,
      good: (facts['checks'] as unknown as readonly Seen[])
        .filter(({ verdict }) => verdict === 'pass' || verdict === 'not-applicable')
        .map(({ check }) => check),
    }))
