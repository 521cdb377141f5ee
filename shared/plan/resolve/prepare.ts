import type { Json } from '../../ledger/store.ts'
import type { PlannedAction } from '../release-plan.ts'
import { deployTarget } from './deploy.ts'
import type { Resolving } from './resolving.ts'

/** Early lowering, for names whose usual TTL is longer than that of the cutover; alias records have none to lower. */
export function resolveTtl({ published, estimates }: Resolving): PlannedAction[] {
  return published.plan.cutover.flatMap((move) => {
    if (!('names' in move)) return []
    const { zone, type, ttl, usualTtl } = published.environment.names[move.names]!
    if (usualTtl === undefined || usualTtl <= ttl) return []
    const target = { zone, name: move.names, type, ttl }
    return [
      {
        name: `TTL of ${move.names}`,
        kind: 'dns-ttl',
        phase: 'cutover' as const,
        target,
        after: [],
        ...estimates('dns-ttl'),
      },
    ]
  })
}

export function resolveBackup({ published, estimates }: Resolving): PlannedAction[] {
  const { plan, environment, manifest } = published
  return (plan.backup ?? []).map((backup): PlannedAction => {
    if ('dynamodb-backup' in backup) {
      const name = backup['dynamodb-backup']
      const target = {
        table: environment.tables[name]!,
        backupName: `tidegate-${plan.system}-${manifest.version}`.replace(/[^A-Za-z0-9_.-]/g, '-'),
      }
      return {
        name: `backup of ${name}`,
        kind: 'dynamodb-backup',
        phase: 'backup',
        target,
        after: [],
        ...estimates('dynamodb-backup'),
      }
    }
    const name = backup['s3-versioning']
    const target = { bucket: environment.buckets[name]!, marker: `${plan.system}-${manifest.version}` }
    return {
      name: `restore point of ${name}`,
      kind: 's3-versioning',
      phase: 'backup',
      target,
      after: [],
      ...estimates('s3-versioning'),
    }
  })
}

/** In topological order, so that the oldest unfinished item of the Map can always run. */
export function resolveDeploy(resolving: Resolving): PlannedAction[] {
  const { published, estimates, sides, unchanged } = resolving
  const { plan, manifest } = published
  const done: PlannedAction[] = []
  const place = (name: string): void => {
    if (done.some((one) => one.name === name)) return
    const part = plan.deploy[name]!
    for (const after of part.after ?? []) place(after)
    const targeted = deployTarget(published, name, sides.next)
    // In place means that users meet it: then it is a move of the cutover and no part that nobody can notice.
    if (targeted === undefined || ('strategy' in part && part.strategy !== undefined)) return
    const why = unchanged(name)
    const digest = manifest.artifacts[name]
    done.push({
      name,
      kind: targeted.kind,
      phase: 'deploy',
      target: targeted.target,
      after: part.after ?? [],
      artifact: name,
      ...(digest !== undefined && { digest }),
      ...(why !== undefined && { unchanged: why }),
      limitSeconds: part.limit ?? estimates(targeted.kind).limitSeconds,
      usualSeconds: estimates(targeted.kind).usualSeconds,
    })
  }
  for (const name of Object.keys(plan.deploy)) place(name)
  return done
}

function task(resolving: Resolving, name: string, more: object): Json {
  const { environment, manifest } = resolving.published
  const { artifact, ...entry } = environment.tasks[name]!
  const digest = manifest.artifacts[artifact] ?? resolving.live.digests[artifact] ?? ''
  return JSON.parse(JSON.stringify({ ...entry, digest, ...more })) as Json
}

export function resolveMigrate(resolving: Resolving): PlannedAction[] {
  const { published, estimates } = resolving
  return Object.entries(published.plan.migrate ?? {}).map(([name, migration]) => ({
    name,
    kind: 'ecs-task',
    phase: 'migrate',
    target: task(resolving, migration.task, { comeBack: migration.comeBack }),
    after: [],
    limitSeconds: migration.limit ?? estimates('ecs-task').limitSeconds,
    usualSeconds: estimates('ecs-task').usualSeconds,
    oldCodeRuns: migration.oldCodeRuns,
  }))
}

/** One-off tasks of the verify phase; journeys are checks. */
export function resolveVerify(resolving: Resolving): PlannedAction[] {
  return (resolving.published.plan.verify ?? []).flatMap((one): PlannedAction[] => {
    if (!('task' in one)) return []
    const { estimates } = resolving
    return [
      {
        name: one.task,
        kind: 'ecs-task',
        phase: 'verify',
        target: task(resolving, one.task, { comeBack: 'stays' }),
        after: [],
        limitSeconds: one.limit ?? estimates('ecs-task').limitSeconds,
        usualSeconds: estimates('ecs-task').usualSeconds,
      },
    ]
  })
}
