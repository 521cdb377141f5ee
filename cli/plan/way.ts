import { loadAction } from '../../shared/actions/index.ts'
import { stageOf } from '../../shared/changes/stage.ts'
import type { Stage } from '../../shared/ledger/records.ts'
import { hasReferences, type Images, withoutReferences } from '../../shared/plan/images.ts'
import { readable } from '../../shared/plan/readable.ts'
import type { PlannedAction } from '../../shared/plan/release-plan.ts'

/** One action forth and back, in the words of its kind. */
export interface Way {
  readonly way: 'undo' | 'stays' | 'asks'
  readonly seconds: number
  readonly because?: string
  readonly stage: Stage
  readonly forth: string
  /** What is there again after an undo; absent when what is there now was not read. */
  readonly back?: string
}

/** Asks the kind of an action; its code is loaded from disk at once. */
export async function wayOf(action: PlannedAction, images: Images): Promise<Way> {
  const kind = await loadAction({ load: (_name, load) => load() }, action.kind)
  const target = kind.target.safeParse(withoutReferences(action.target))
  if (!target.success) {
    const why = target.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
    throw new Error(
      `${action.name} is no ${action.kind}: ${why.join('; ')}; this is a fault of Tidegate, not of the plan`,
    )
  }
  const before = images.get(action.name)
  // What an earlier action will publish is not known yet, so an aim made of it would name a version that is none.
  const aim = before === undefined || hasReferences(action.target) ? undefined : kind.aim(target.data, before)
  return {
    ...kind.comeBack(target.data),
    stage: stageOf(kind, target.data, action.phase),
    forth: readable(kind.describe(target.data, before, aim)),
    ...(before !== undefined && { back: readable(kind.describe(target.data, undefined, before)) }),
  }
}
