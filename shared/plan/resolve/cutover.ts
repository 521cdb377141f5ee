import type { Json } from '../../ledger/store.ts'
import type { Published } from '../publish.ts'
import type { PlannedMove } from '../release-plan.ts'
import { deployTarget, sitePrefix } from './deploy.ts'
import type { Resolving } from './resolving.ts'

const defaultWatch = 300

/** The weighted group of one name, from one side to another. */
export function namesTarget(published: Published, name: string, from: string, to: string): Json {
  const { plan, environment } = published
  const entry = environment.names[name]!
  const member = (side: string) => {
    const { setId, value, alias, healthCheck } = environment.targets[plan.sides[side]!.target]!
    return {
      setId,
      ...(value !== undefined && { value }),
      ...(alias !== undefined && { alias }),
      ...(healthCheck !== undefined && { healthCheck }),
    }
  }
  return {
    zone: entry.zone,
    name,
    type: entry.type,
    members: { [from]: member(from), [to]: member(to) },
    from,
    to,
    ttl: entry.ttl,
    resolvers: entry.resolvers,
    ...(entry.authoritative !== undefined && { authoritative: entry.authoritative }),
  }
}

/** The moves, top to bottom as the author wrote them. */
export function resolveMoves(resolving: Resolving): PlannedMove[] {
  const { published, estimates, sides, unchanged } = resolving
  const { plan, environment } = published
  return plan.cutover.map((move): PlannedMove => {
    const times = (kind: string) => ({
      limitSeconds: move.limit ?? estimates(kind).limitSeconds,
      usualSeconds: estimates(kind).usualSeconds,
      watchSeconds: move.watch ?? defaultWatch,
      phase: 'cutover' as const,
      after: [],
    })
    const steps = 'steps' in move ? (move.steps ?? [100]) : [100]
    if ('lambda-alias' in move) {
      const part = plan.deploy[move['lambda-alias']]!
      const fn = environment.functions['lambda-version' in part ? part['lambda-version'] : '']!
      const why = unchanged(move['lambda-alias'])
      return {
        name: `${fn.name}:${fn.alias}`,
        kind: 'lambda-alias',
        target: { functionName: fn.name, alias: fn.alias, version: { from: move['lambda-alias'], field: 'version' } },
        steps,
        ...(why !== undefined && { unchanged: why }),
        ...times('lambda-alias'),
      }
    }
    if ('site-pointer' in move) {
      const part = plan.deploy[move['site-pointer']]!
      const site = environment.sites['site-files' in part ? part['site-files'] : '']!
      const why = unchanged(move['site-pointer'])
      return {
        name: `${move['site-pointer']} pointer`,
        kind: 'site-pointer',
        target: {
          distribution: site.distribution,
          ...(site.store !== undefined && { store: site.store, key: site.key ?? 'live' }),
          ...(site.originId !== undefined && { originId: site.originId }),
          prefix: sitePrefix(published, move['site-pointer']),
          url: site.url,
          bucket: site.bucket,
          index: site.index,
        },
        steps: [100],
        ...(why !== undefined && { unchanged: why }),
        ...times('site-pointer'),
      }
    }
    if ('ecs-service' in move) {
      const part = Object.keys(plan.deploy).find((one) => {
        const target = deployTarget(published, one, sides.next)?.target as { service?: string } | undefined
        return target?.service === move['ecs-service']
      })
      const target = part === undefined ? {} : (deployTarget(published, part, sides.next)?.target as object)
      return {
        name: move['ecs-service'],
        kind: 'ecs-service',
        target: { ...target, strategy: move.strategy, exposes: true } as Json,
        steps: [100],
        ...times('ecs-service'),
      }
    }
    const why = sidedUnchanged(resolving)
    return {
      name: move.names,
      kind: 'route53-record',
      target: namesTarget(published, move.names, sides.live, sides.next),
      steps,
      ...(why !== undefined && { unchanged: why }),
      ...times('route53-record'),
    }
  })
}

/** Names stay where they are when nothing that lives on a side has changed. */
function sidedUnchanged({ published, unchanged, firstLaunch }: Resolving): string | undefined {
  if (firstLaunch) return undefined
  const sided = Object.entries(published.plan.deploy).filter(
    ([, part]) => 'ecs-service' in part && part['ecs-service'] === '${side.service}',
  )
  const changed = sided.some(([name]) => unchanged(name) === undefined)
  return changed || sided.length === 0
    ? undefined
    : `nothing on a side has changed (${sided.map(([name]) => name).join(', ')})`
}
