import { setUp } from '../rehearsal/bench.ts'
import { defaultStart } from '../rehearsal/rehearse.ts'
import { rehearsedWorld } from '../rehearsal/world.ts'
import { preloadActions } from '../shared/actions/index.ts'
import { type Images, readImages } from '../shared/plan/images.ts'
import { meetLive } from '../shared/plan/meet-live.ts'
import { parsePublished } from '../shared/plan/publish.ts'
import type { ReleasePlan } from '../shared/plan/release-plan.ts'

/** A plan meeting what is live, and what is there now of everything that it would change. */
export interface Resolved {
  readonly plan: ReleasePlan
  readonly images: Images
}

/**
 * Resolves a published plan as Admit would, against the account in which a rehearsal starts.
 *
 * @throws {WrongInput} when plan and account do not fit each other
 */
export async function resolveInRehearsal(accountState: unknown, text: string): Promise<Resolved> {
  await preloadActions()
  const bench = setUp({ accountState, seed: 1, startAt: defaultStart })
  const world = rehearsedWorld(bench, {
    n: 0,
    name: 'admit',
    arn: '',
    endsAt: Number.MAX_SAFE_INTEGER,
    idle: false,
    alive: true,
    die() {},
  })
  let over = false
  try {
    const published = parsePublished(text)
    const resolving = (async () => {
      const plan = await meetLive(published, world)
      return { plan, images: await readImages(plan, world) }
    })().finally(() => {
      over = true
    })
    const ran = bench.scheduler.run(() => over)
    const [resolved] = await Promise.all([resolving, ran])
    return resolved
  } finally {
    bench.end()
  }
}
