import type { Published } from '../plan/publish.ts'
import type { ReleasePlan } from '../plan/release-plan.ts'
import { estimatesOf, resolvePlan } from '../plan/resolve.ts'
import { onlySide, pageSide } from '../plan/sides.ts'

/** Matches every digest where a name is made from one. */
const anyDigest = 'sha256:*'

/**
 * A plan as every release of it may be resolved: from each side that users can be on, with everything new. Digests are
 * `*`, so that what is made from them (the prefix of a build, the key of a package) is a pattern.
 */
export async function anyRelease(published: Published): Promise<ReleasePlan[]> {
  const { plan, environment, manifest } = published
  const artifacts = new Set([
    ...Object.keys(plan.deploy),
    ...Object.values(environment.tasks).map(({ artifact }) => artifact),
  ])
  const any = {
    ...published,
    manifest: { ...manifest, artifacts: Object.fromEntries([...artifacts].map((one) => [one, anyDigest])) },
  } as Published
  const estimates = await estimatesOf(any, { load: (_name, load) => load() })
  return liveSides(published).map((side) => resolvePlan({ published: any, live: { side, digests: {} }, estimates }))
}

/** Users can only be on a side from which there is another one to go to. */
function liveSides({ plan }: Published): string[] {
  const sides = Object.keys(plan.sides)
  const live = sides.filter((side) => sides.some((other) => other !== side && other !== pageSide))
  return live.length > 0 ? live : [onlySide]
}
