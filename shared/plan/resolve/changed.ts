import { WrongInput } from '../../errors.ts'
import type { Live } from '../live.ts'
import type { Published } from '../publish.ts'
import { pageSide, sidedService } from '../sides.ts'

/** What is new about a release, told by digests alone. */
export interface Changed {
  /** Whether users go to another side: something that lives on a side is new, or nobody is on one yet. */
  readonly sideMoves: boolean
  /** Why a part of deploy is not done, or nothing. */
  unchanged(part: string): string | undefined
  /** Why names stay where they are, or nothing. */
  readonly namesStay: string | undefined
  /** @throws {WrongInput} when neither the manifest nor what runs tells it */
  digest(artifact: string): string
}

/**
 * An artifact is unchanged when the manifest does not list it, or lists what runs already.
 *
 * What lives on a side moves together: when one service there is new, all are brought up on the next side, or users
 * would meet what another one ran there a release ago.
 */
export function whatChanged({ plan, manifest }: Published, live: Live): Changed {
  const firstLaunch = live.side === pageSide
  const isSided = (name: string) => {
    const part = plan.deploy[name]
    return part !== undefined && 'ecs-service' in part && part['ecs-service'] === sidedService
  }
  const isLive = (name: string): string | undefined => {
    const wanted = manifest.artifacts[name]
    if (wanted === undefined && firstLaunch) {
      throw new WrongInput(
        `manifest: it does not list "${name}", and nothing runs before a first launch; nothing was changed; list every part of deploy`,
      )
    }
    if (wanted === undefined) return 'it is not in the manifest, so it did not change'
    return live.digests[name] === wanted ? `${wanted.slice(0, 19)}… is live already` : undefined
  }
  const sided = Object.keys(plan.deploy).filter(isSided)
  const why = new Map(Object.keys(plan.deploy).map((name) => [name, isLive(name)]))
  const sideMoves = firstLaunch || sided.some((name) => why.get(name) === undefined)
  return {
    sideMoves,
    unchanged: (name) => (isSided(name) && sideMoves ? undefined : why.get(name)),
    namesStay: sideMoves || sided.length === 0 ? undefined : `nothing on a side is new: ${sided.join(', ')}`,
    digest(artifact) {
      const found = manifest.artifacts[artifact] ?? live.digests[artifact]
      if (found !== undefined) return found
      throw new WrongInput(
        `manifest: it does not list "${artifact}", and what runs on ${live.side} does not tell its digest; nothing was changed; list it`,
      )
    },
  }
}
