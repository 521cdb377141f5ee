import { loadAction } from '../actions/index.ts'
import type { World } from '../world.ts'
import { inferChecks } from './inferred/index.ts'
import { type Live, onlySide } from './live.ts'
import type { Published } from './publish.ts'
import type { PlannedGate, ReleasePlan } from './release-plan.ts'
import { resolveMoves } from './resolve/cutover.ts'
import { resolveBackup, resolveDeploy, resolveMigrate, resolveTtl, resolveVerify } from './resolve/prepare.ts'
import type { Estimates, Resolving } from './resolve/resolving.ts'

/** The side that answers when nothing else does. */
const page = 'page'
const holdDefault = { limit: 7200, default: 'roll-back' } as const
const gateLimit = { go: 7 * 86_400, cutover: 3600 } as const

/** How long the kinds of a plan take, from their own code; only those in use are loaded. */
export async function estimatesOf(published: Published, world: Pick<World, 'load'>): Promise<Estimates> {
  const { plan } = published
  const words = [...(plan.backup ?? []), ...Object.values(plan.deploy), ...plan.cutover].flatMap((one) =>
    Object.keys(one),
  )
  const kinds = words.includes('names') ? [...words, 'route53-record', 'dns-ttl'] : words
  const wanted = [...new Set([...kinds, 'ecs-task'])].filter((word) => known.has(word))
  const loaded = new Map(await Promise.all(wanted.map(async (kind) => [kind, await loadAction(world, kind)] as const)))
  return (kind) => {
    const { limitSeconds, usualSeconds } = loaded.get(kind)!
    return { limitSeconds, usualSeconds }
  }
}
const known = new Set([
  'dynamodb-backup',
  's3-versioning',
  'ecs-service',
  'lambda-version',
  'site-files',
  'ecs-task',
  'lambda-alias',
  'site-pointer',
  'route53-record',
  'dns-ttl',
])

/** One release of a published plan, meeting what is live. Pure. */
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
  const firstLaunch = live.side === page
  const sides = { live: live.side, next: nextSide(published, live), all: plan.sides }
  const resolving: Resolving = {
    published,
    live,
    sides,
    firstLaunch,
    estimates,
    unchanged(part) {
      const digest = manifest.artifacts[part]
      if (digest === undefined) return 'it is not in the manifest, so it did not change'
      return live.digests[part] === digest ? `${digest.slice(0, 19)}… is live already` : undefined
    },
  }
  const lowered = resolveTtl(resolving)
  const usual = plan.cutover.flatMap((move) => ('names' in move ? [environment.names[move.names]?.usualTtl ?? 0] : []))
  const hold = plan.hold ?? holdDefault
  return {
    schema: 1,
    system: plan.system,
    environment: environment.environment,
    version: manifest.version,
    profile: plan.profile ?? 'regular',
    account: environment.account,
    region: environment.region,
    planDigest,
    manifestDigest,
    manifest: manifest.artifacts,
    firstLaunch,
    sides: sides as ReleasePlan['sides'],
    ttl: lowered,
    backup: resolveBackup(resolving),
    migrate: resolveMigrate(resolving),
    deploy: resolveDeploy(resolving),
    verify: resolveVerify(resolving),
    cutover: resolveMoves(resolving),
    checks: inferChecks(resolving),
    gates: gatesOf(published),
    bake: { seconds: plan.bake },
    back: { fastSeconds: plan.back.fast, fullSeconds: plan.back.full, data: plan.back.data },
    hold: { seconds: hold.limit, byDefault: hold.default },
    oldTtlSeconds: lowered.length === 0 ? 0 : Math.max(0, ...usual),
    notes: notesOf(firstLaunch, live),
  }
}

/** The first side that is neither live nor the page; without a second side there is only the former image. */
function nextSide({ plan }: Published, live: Live): string {
  const next = Object.entries(plan.sides).find(([name]) => name !== live.side && name !== page)
  return next?.[0] ?? onlySide
}

function gatesOf({ plan, environment }: Published): PlannedGate[] {
  return (['go', 'cutover'] as const).flatMap((name) => {
    const gate = plan.gates[name]
    if (gate === undefined) return []
    const sign = gate.sign.map((asked) => {
      const { role, count } = typeof asked === 'string' ? { role: asked, count: 1 } : asked
      const people = Object.entries(environment.people).filter(([, person]) => person.roles.includes(role))
      return { role, count, people: people.map(([person]) => person) }
    })
    return [
      {
        name,
        when: name === 'go' ? ('before-lock' as const) : ('before-cutover' as const),
        sign,
        limitSeconds: gate.limit ?? gateLimit[name],
        requesterMaySign: gate.requesterMaySign ?? false,
      },
    ]
  })
}

function notesOf(firstLaunch: boolean, live: Live): string[] {
  if (firstLaunch) return ['First launch: there is nothing to go back to but the maintenance page.']
  if (live.side === onlySide)
    return ['One side only: users meet the new version in place; going back is the former image.']
  return []
}
