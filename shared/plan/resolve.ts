import { inferChecks } from './inferred/index.ts'
import type { Live } from './live.ts'
import type { Published } from './publish.ts'
import type { ReleasePlan } from './release-plan.ts'
import { whatChanged } from './resolve/changed.ts'
import { resolveMoves } from './resolve/cutover.ts'
import { resolveGates } from './resolve/gates.ts'
import { notesOf } from './resolve/notes.ts'
import { resolveBackup, resolveDeploy, resolveMigrate, resolveTtl, resolveVerify } from './resolve/prepare.ts'
import type { Estimates, Resolving } from './resolve/resolving.ts'
import { onlySide, pageSide } from './sides.ts'

export { estimatesOf } from './resolve/estimates.ts'

const holdDefault = { limit: 7200, default: 'roll-back' } as const

/**
 * One release of a published plan, meeting what is live. Pure.
 *
 * @throws {WrongInput} when the digest of something that must be done is told by nobody
 */
export function resolvePlan({
  published,
  live,
  estimates,
}: {
  published: Published
  live: Live
  estimates: Estimates
}): ReleasePlan {
  const { plan, environment, manifest, planDigest, manifestDigest } = published
  const changed = whatChanged(published, live)
  const other = otherSide(published, live)
  const firstLaunch = live.side === pageSide
  const sides = {
    live: live.side,
    next: changed.sideMoves ? other : live.side,
    all: plan.sides,
  } as ReleasePlan['sides']
  const resolving: Resolving = { published, live, sides, other, firstLaunch, estimates, ...changed }
  const ttl = resolveTtl(resolving)
  const hold = plan.hold ?? holdDefault
  const resolved = {
    schema: 1,
    system: plan.system,
    environment: environment.environment,
    version: manifest.version,
    ...(manifest.committed !== undefined && { committed: manifest.committed }),
    ...(live.version !== undefined && { former: live.version }),
    profile: plan.profile ?? 'regular',
    account: environment.account,
    region: environment.region,
    planDigest,
    manifestDigest,
    manifest: manifest.artifacts,
    firstLaunch,
    sides,
    ttl,
    backup: resolveBackup(resolving),
    migrate: resolveMigrate(resolving),
    deploy: resolveDeploy(resolving),
    verify: resolveVerify(resolving),
    cutover: resolveMoves(resolving),
    checks: inferChecks(resolving),
    gates: resolveGates(published),
    bake: { seconds: plan.bake },
    back: { fastSeconds: plan.back.fast, fullSeconds: plan.back.full, data: plan.back.data },
    hold: { seconds: hold.limit, byDefault: hold.default },
    oldTtlSeconds: ttl.length === 0 ? 0 : oldTtl(published),
  } as const
  return { ...resolved, notes: notesOf(resolved) }
}

/** The first side that is neither live nor the page; without a second side there is only the former image. */
function otherSide({ plan }: Published, live: Live): string {
  return Object.keys(plan.sides).find((name) => name !== live.side && name !== pageSide) ?? onlySide
}

const oldTtl = ({ plan, environment }: Published): number =>
  Math.max(...plan.cutover.map((move) => ('names' in move ? (environment.names[move.names]?.usualTtl ?? 0) : 0)))
