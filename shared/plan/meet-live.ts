import { loadAction } from '../actions/index.ts'
import { WrongInput } from '../errors.ts'
import type { World } from '../world.ts'
import { actionsOf, withoutReferences } from './images.ts'
import { readLive } from './live.ts'
import type { Published } from './publish.ts'
import { readable } from './readable.ts'
import type { PlannedAction, ReleasePlan } from './release-plan.ts'
import { estimatesOf, resolvePlan } from './resolve.ts'

/**
 * A published plan meeting what is live: what this one release would do. Reads only.
 *
 * @throws {WrongInput} when plan and account do not fit, or when two actions would change one resource
 */
export async function meetLive(published: Published, world: World): Promise<ReleasePlan> {
  const live = await readLive(published, world)
  const plan = resolvePlan({ published, live, estimates: await estimatesOf(published, world) })
  return inItsKindsWords(plan, await oneActionPerResource(plan, world))
}

type Told = NonNullable<PlannedAction['told']>

/** Those who sign read what will happen, also where no kind's code is at hand: on a page, in a chat. */
function inItsKindsWords(plan: ReleasePlan, told: ReadonlyMap<string, Told>): ReleasePlan {
  const tell = <A extends PlannedAction>(actions: readonly A[]): A[] =>
    actions.map((action) => ({ ...action, ...(told.has(action.name) && { told: told.get(action.name)! }) }))
  return {
    ...plan,
    ttl: tell(plan.ttl),
    backup: tell(plan.backup),
    migrate: tell(plan.migrate),
    deploy: tell(plan.deploy),
    verify: tell(plan.verify),
    cutover: tell(plan.cutover),
  }
}

/**
 * The journal's lines are per resource and step, and undo goes straight to the one before-image: a second action on a
 * resource would find the first one's line and take it for its own.
 */
async function oneActionPerResource(plan: ReleasePlan, world: World): Promise<Map<string, Told>> {
  const taken = new Map<string, string>()
  const told = new Map<string, Told>()
  for (const { name, kind: kindName, target } of actionsOf(plan)) {
    const kind = await loadAction(world, kindName)
    const parsed = kind.target.safeParse(withoutReferences(target))
    if (!parsed.success) continue
    const resource = kind.resource(parsed.data)
    const other = taken.get(resource)
    if (other !== undefined) {
      throw new WrongInput(
        `plan: "${other}" and "${name}" both change ${resource}; nothing was changed; ` +
          'going back knows one image of it from before: make it one action, or two releases',
      )
    }
    taken.set(resource, name)
    const { way, because } = kind.comeBack(parsed.data)
    const forth = readable(kind.plainly(parsed.data))
    told.set(name, { forth, way, ...(because !== undefined && { because }) })
  }
  return told
}
