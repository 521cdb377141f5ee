import { loadAction } from '../actions/index.ts'
import type { Json } from '../ledger/store.ts'
import type { World } from '../world.ts'
import type { PlannedAction, ReleasePlan } from './release-plan.ts'

/** Action → image of its resource as it is now: what an undo would go back to. Reads only. */
export type Images = ReadonlyMap<string, Json>

/** Every action of a plan, in the order in which they are done. */
export const actionsOf = (plan: ReleasePlan): readonly PlannedAction[] => [
  ...plan.ttl,
  ...plan.backup,
  ...plan.migrate,
  ...plan.deploy,
  ...plan.verify,
  ...plan.cutover,
]

/** What is there now, of everything that a release would change; what cannot be read is left out. */
export async function readImages(plan: ReleasePlan, world: World): Promise<Images> {
  const images = new Map<string, Json>()
  for (const action of actionsOf(plan)) {
    if (action.unchanged !== undefined) continue
    const kind = await loadAction(world, action.kind)
    const target = kind.target.safeParse(withoutReferences(action.target))
    const image = target.success ? await kind.capture(target.data, world).catch(() => undefined) : undefined
    if (image !== undefined) images.set(action.name, image)
  }
  return images
}

/** `{from, field}` names what an earlier action will publish; to look at a target, anything may stand there. */
export const withoutReferences = (target: Json): Json =>
  JSON.parse(JSON.stringify(target), (_key, value: Json) => (isReference(value) ? '0' : value)) as Json

export const hasReferences = (target: Json): boolean =>
  JSON.stringify(target) !== JSON.stringify(withoutReferences(target))

const isReference = (value: Json): boolean =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.keys(value).length === 2 &&
  'from' in value &&
  'field' in value
