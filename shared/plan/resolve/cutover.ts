import type { Json } from '../../ledger/store.ts'
import type { PlannedMove } from '../release-plan.ts'
import { deployTarget, serviceOf } from './deploy.ts'
import { aliasTarget, namesTarget, pointerTarget } from './move-targets.ts'
import type { Resolving } from './resolving.ts'

const watchDefault = 300

type Move = Resolving['published']['plan']['cutover'][number]
type Meant = Pick<PlannedMove, 'name' | 'kind' | 'target' | 'artifact' | 'digest' | 'unchanged'>

/** The moves, top to bottom as the author wrote them. */
export function resolveMoves(resolving: Resolving): PlannedMove[] {
  return resolving.published.plan.cutover.map((move): PlannedMove => {
    const meant = meaning(resolving, move)
    const { limitSeconds, usualSeconds } = resolving.estimates(meant.kind)
    return {
      ...meant,
      phase: 'cutover',
      after: [],
      steps: 'steps' in move ? (move.steps ?? [100]) : [100],
      watchSeconds: move.watch ?? watchDefault,
      limitSeconds: move.limit ?? limitSeconds,
      usualSeconds,
    }
  })
}

function meaning(resolving: Resolving, move: Move): Meant {
  const { published, sides, other, namesStay } = resolving
  if ('names' in move) {
    const target = namesTarget(published, move.names, sides.live, other)
    return {
      name: move.names,
      kind: 'route53-record',
      target,
      ...(namesStay !== undefined && { unchanged: namesStay }),
    }
  }
  if ('lambda-alias' in move) {
    const target = aliasTarget(published, move['lambda-alias'])
    const name = `${target.functionName}:${target.alias}`
    return { name, kind: 'lambda-alias', target, ...partOf(resolving, move['lambda-alias']) }
  }
  if ('site-pointer' in move) {
    const part = move['site-pointer']
    return {
      name: `${part} pointer`,
      kind: 'site-pointer',
      target: pointerTarget(published, part),
      ...partOf(resolving, part),
    }
  }
  // In place: the part of deploy says what the service is moved to, the move says when users meet it.
  const service = move['ecs-service']
  const part = Object.keys(published.plan.deploy).find((one) => serviceOf(published, one, sides.next) === service)!
  const done = partOf(resolving, part)
  const digest = done.unchanged === undefined ? resolving.digest(part) : undefined
  const target = deployTarget(published, part, sides.next, digest)?.target as Json
  return { name: service, kind: 'ecs-service', target, ...done }
}

function partOf({ published, unchanged }: Resolving, part: string): Pick<Meant, 'artifact' | 'digest' | 'unchanged'> {
  const why = unchanged(part)
  const digest = published.manifest.artifacts[part]
  return { artifact: part, ...(digest !== undefined && { digest }), ...(why !== undefined && { unchanged: why }) }
}
