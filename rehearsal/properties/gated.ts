import type { Property } from './port.ts'

export const gated: Property = {
  name: 'nothing is changed before the go gate and the lock, nothing exposed before its gate and its checks',
  broken(run) {
    const all = run.everything
    if (all === undefined) return undefined
    const opened = (gate: string) => all.gates.find((one) => one.gate === gate && one.decision === 'opened')?.decidedAt
    const planned = (gate: string) => all.plan.gates.some((one) => one.name === gate)
    const lockedAt = all.release.lockedAt ?? Number.POSITIVE_INFINITY
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
          !all.checks.some((one) => one.phase === 'verify' && one.check === check.name && one.at <= line.intendedAt),
      )
      if (unverified !== undefined) return `${line.action} met users before "${unverified.name}" was asked`
    }
    return undefined
  },
}
