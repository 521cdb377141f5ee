import { loadAction } from '../actions/index.ts'
import { same } from '../changes/same.ts'
import { WrongInput } from '../errors.ts'
import type { Json } from '../ledger/store.ts'
import type { World } from '../world.ts'
import type { Published } from './publish.ts'
import { deployTarget } from './resolve/deploy.ts'
import { aliasTarget, namesTarget, pointerTarget } from './resolve/move-targets.ts'
import { onlySide } from './sides.ts'

/** What is live now, read and not remembered. */
export interface Live {
  readonly side: string
  /** Deploy part → digest that users run now; absent when it cannot be told. */
  readonly digests: Readonly<Record<string, string>>
  /** The version that is live, when whoever asks knows it. */
  readonly version?: string
}

/**
 * Reads which side users are on (where the names' weights point) and which digest each part runs for them.
 *
 * @throws {WrongInput} when the names point at a side that the plan does not know, or at different ones
 */
export async function readLive(published: Published, world: World): Promise<Live> {
  const side = await liveSide(published, world)
  const digests: Record<string, string> = {}
  await Promise.all(
    Object.keys(published.plan.deploy).map(async (part) => {
      // What cannot be told is not live: it is deployed, which harms nothing where it was there already.
      const digest = await liveDigest(published, part, side, world).catch(() => undefined)
      if (digest !== undefined) digests[part] = digest
    }),
  )
  return { side, digests }
}

/** Users meet a function by its alias and a site by its pointer, not by what was published last. */
async function liveDigest(published: Published, name: string, side: string, world: World): Promise<string | undefined> {
  const part = published.plan.deploy[name]!
  if ('lambda-version' in part) {
    const { kind, target } = await parsed(world, 'lambda-alias', { ...aliasTarget(published, name), version: '0' })
    const image = (await kind.capture(target, world)) as { next: Json }
    // Half of its users may be on another version: then nothing is live as a whole.
    return image.next === null ? kind.runs?.(target, world) : undefined
  }
  if ('site-files' in part) {
    const { kind, target } = await parsed(world, 'site-pointer', pointerTarget(published, name))
    const now = await kind.capture(target, world)
    return same(now, kind.aim(target, now)) ? published.manifest.artifacts[name] : undefined
  }
  const service = deployTarget(published, name, side)
  if (service === undefined) return undefined
  const { kind, target } = await parsed(world, service.kind, service.target)
  return kind.runs?.(target, world)
}

async function parsed(world: World, name: string, target: Json) {
  const kind = await loadAction(world, name)
  return { kind, target: kind.target.parse(target) }
}

interface Weighted {
  readonly records: readonly { readonly setId: string | null; readonly weight: number | null }[]
}

/** Where the names point; all of them must point at one side. */
async function liveSide(published: Published, world: World): Promise<string> {
  const names = published.plan.cutover.flatMap((move) => ('names' in move ? [move.names] : []))
  const found = await Promise.all(names.map(async (name) => ({ name, side: await sideOf(published, name, world) })))
  const [first] = found
  if (first === undefined) return onlySide
  const elsewhere = found.find(({ side }) => side !== first.side)
  if (elsewhere === undefined) return first.side
  throw new WrongInput(
    `sides: ${first.name} points at ${first.side} and ${elsewhere.name} at ${elsewhere.side}; nothing was changed; ` +
      'users are on two sides, so none can be brought up unseen: point both at one side, then release again',
  )
}

async function sideOf(published: Published, name: string, world: World): Promise<string> {
  const { plan, environment } = published
  const sides = Object.entries(plan.sides)
  const [one, other] = sides.map(([side]) => side)
  const { kind, target } = await parsed(world, 'route53-record', namesTarget(published, name, one!, other!))
  const { records } = (await kind.capture(target, world)) as unknown as Weighted
  const [heaviest, next] = [...records].sort((a, b) => (b.weight ?? 0) - (a.weight ?? 0))
  const tell = sides.map(([side, { target: to }]) => `${side} (${environment.targets[to]?.setId})`).join(', ')
  if (heaviest !== undefined && next !== undefined && (heaviest.weight ?? 0) === (next.weight ?? 0)) {
    throw new WrongInput(
      `sides: ${name} sends as many users to "${heaviest.setId}" as to "${next.setId}"; nothing was changed; ` +
        'neither is idle: give one of them all the weight, then release again',
    )
  }
  const found = sides.find(([, { target: to }]) => environment.targets[to]?.setId === heaviest?.setId)
  if (found !== undefined) return found[0]
  throw new WrongInput(
    `sides: ${name} points at "${heaviest?.setId ?? 'nothing'}", which is no side of this plan; nothing was changed; known are ${tell}`,
  )
}
