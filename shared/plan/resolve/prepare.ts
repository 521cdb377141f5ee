import type { PlannedAction } from '../release-plan.ts'
import { deployTarget } from './deploy.ts'
import type { Resolving } from './resolving.ts'
import { resolveTask } from './task.ts'

/** Early lowering, for names whose usual TTL is longer than that of the cutover; alias records have none to lower. */
export function resolveTtl({ published, estimates, namesStay }: Resolving): PlannedAction[] {
  if (namesStay !== undefined) return []
  return published.plan.cutover.flatMap((move): PlannedAction[] => {
    if (!('names' in move)) return []
    const { zone, type, ttl, usualTtl } = published.environment.names[move.names]!
    if (usualTtl === undefined || usualTtl <= ttl) return []
    const target = { zone, name: move.names, type, ttl }
    const name = `TTL of ${move.names}`
    return [{ name, kind: 'dns-ttl', phase: 'cutover', target, after: [], ...estimates('dns-ttl') }]
  })
}

export function resolveBackup({ published, estimates }: Resolving): PlannedAction[] {
  const { plan, environment, manifest } = published
  const label = `${plan.system}-${manifest.version}`.replace(/[^A-Za-z0-9_.-]/g, '-')
  return (plan.backup ?? []).map((backup): PlannedAction => {
    const common = { phase: 'backup', after: [] } as const
    if ('dynamodb-backup' in backup) {
      const kind = 'dynamodb-backup'
      const target = { table: environment.tables[backup[kind]]!, backupName: `tidegate-${label}` }
      return { name: `backup of ${backup[kind]}`, kind, target, ...common, ...estimates(kind) }
    }
    const kind = 's3-versioning'
    const target = { bucket: environment.buckets[backup[kind]]!, marker: label }
    return { name: `restore point of ${backup[kind]}`, kind, target, ...common, ...estimates(kind) }
  })
}

/** In topological order, so that the oldest unfinished item of the Map can always run. */
export function resolveDeploy(resolving: Resolving): PlannedAction[] {
  const { published, estimates, sides, unchanged, digest } = resolving
  const { plan } = published
  const done: PlannedAction[] = []
  const seen = new Set<string>()
  // What is in place is met by users at once: it is a move of the cutover and no part that nobody can notice.
  const inPlace = (name: string) => {
    const part = plan.deploy[name]!
    return 'strategy' in part && part.strategy !== undefined
  }
  const place = (name: string): void => {
    if (seen.has(name)) return
    seen.add(name)
    const { after = [], limit } = plan.deploy[name]!
    for (const one of after) place(one)
    if (inPlace(name)) return
    const why = unchanged(name)
    const wanted = why === undefined ? digest(name) : published.manifest.artifacts[name]
    const targeted = deployTarget(published, name, sides.next, wanted)
    if (targeted === undefined) return
    const { limitSeconds, usualSeconds } = estimates(targeted.kind)
    done.push({
      name,
      ...targeted,
      phase: 'deploy',
      after: after.filter((one) => !inPlace(one)),
      artifact: name,
      ...(wanted !== undefined && { digest: wanted }),
      ...(why !== undefined && { unchanged: why }),
      limitSeconds: limit ?? limitSeconds,
      usualSeconds,
    })
  }
  for (const name of Object.keys(plan.deploy)) place(name)
  return done
}

export function resolveMigrate(resolving: Resolving): PlannedAction[] {
  const { limitSeconds, usualSeconds } = resolving.estimates('ecs-task')
  return Object.entries(resolving.published.plan.migrate ?? {}).map(
    ([name, { task, comeBack, limit, oldCodeRuns }]) => {
      const { target, usual } = resolveTask(resolving, task, comeBack)
      return {
        name,
        kind: 'ecs-task',
        phase: 'migrate',
        target,
        after: [],
        limitSeconds: limit ?? limitSeconds,
        usualSeconds,
        ...usual,
        oldCodeRuns,
      }
    },
  )
}

/** One-off tasks of the verify phase; journeys are checks. */
export function resolveVerify(resolving: Resolving): PlannedAction[] {
  const { limitSeconds, usualSeconds } = resolving.estimates('ecs-task')
  return (resolving.published.plan.verify ?? []).flatMap((one): PlannedAction[] => {
    if (!('task' in one)) return []
    const { target, usual } = resolveTask(resolving, one.task, 'stays')
    const limits = { limitSeconds: one.limit ?? limitSeconds, usualSeconds, ...usual }
    const why = noLoad(resolving, one.task)
    const common = { name: one.task, kind: 'ecs-task', phase: 'verify', target, after: [], ...limits } as const
    return [{ ...common, ...(why !== undefined && { unchanged: why }) }]
  })
}

/** Load is put on a side that nobody is on; where users stay, it would be put on them, to measure what is not new. */
function noLoad({ published, sides, sideMoves }: Resolving, task: string): string | undefined {
  const { purpose } = published.environment.tasks[task]!
  if (sideMoves || (purpose !== 'load' && purpose !== 'benchmark')) return undefined
  return `users stay on ${sides.next}: no load is put on them`
}
