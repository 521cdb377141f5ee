import { loadAction } from '../actions/index.ts'
import { WrongInput } from '../errors.ts'
import type { World } from '../world.ts'
import type { Published } from './publish.ts'
import { namesTarget } from './resolve/cutover.ts'
import { deployTarget } from './resolve/deploy.ts'

/** What is live now, read and not remembered. */
export interface Live {
  readonly side: string
  /** Deploy part → digest that users run now; absent when it cannot be told. */
  readonly digests: Readonly<Record<string, string>>
}

/** A plan without names to move has one side; going back is each resource's own before-image. */
export const onlySide = 'former'

/**
 * Reads which side users are on (where the names' weights point) and which digest each part runs there.
 *
 * @throws {WrongInput} when the names point at a side that the plan does not know
 */
export async function readLive(published: Published, world: World): Promise<Live> {
  const side = await liveSide(published, world)
  const digests: Record<string, string> = {}
  await Promise.all(
    Object.keys(published.plan.deploy).map(async (part) => {
      const target = deployTarget(published, part, side)
      if (target === undefined) return
      const kind = await loadAction(world, target.kind)
      const parsed = kind.target.safeParse(target.target)
      const digest = parsed.success ? await kind.runs?.(parsed.data, world).catch(() => undefined) : undefined
      if (digest !== undefined) digests[part] = digest
    }),
  )
  return { side, digests }
}

async function liveSide(published: Published, world: World): Promise<string> {
  const move = published.plan.cutover.find((one) => 'names' in one)
  if (move === undefined || !('names' in move)) return onlySide
  const sides = Object.entries(published.plan.sides)
  const [first, second] = sides.map(([name]) => name)
  const target = namesTarget(published, move.names, first!, second!)
  const kind = await loadAction(world, 'route53-record')
  const image = await kind.capture(kind.target.parse(target), world)
  const records = (image as { records: readonly { setId: string | null; weight: number | null }[] }).records
  const heaviest = [...records].sort((a, b) => (b.weight ?? 0) - (a.weight ?? 0))[0]
  const found = sides.find(([, { target: name }]) => published.environment.targets[name]?.setId === heaviest?.setId)
  if (found === undefined) {
    throw new WrongInput(
      `sides: ${move.names} points at "${heaviest?.setId ?? 'nothing'}", which is no side of this plan; nothing was changed; ` +
        `known are ${sides.map(([name, { target: to }]) => `${name} (${published.environment.targets[to]?.setId})`).join(', ')}`,
    )
  }
  return found[0]
}
