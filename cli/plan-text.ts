import type { Directory } from '../shared/people/directory.ts'
import { actionsOf, type Images } from '../shared/plan/images.ts'
import type { PlannedAction, PlannedMove, ReleasePlan } from '../shared/plan/release-plan.ts'
import { backLines } from './plan/back.ts'
import { forecastSeconds } from './plan/forecast.ts'
import { lasting } from './plan/lasting.ts'
import { checkLines, gateLines } from './plan/questions.ts'
import { type Way, wayOf } from './plan/way.ts'

export { lasting } from './plan/lasting.ts'

/**
 * A release, top to bottom, as it would go: what is changed, who signs, what is asked and why, how long it takes, and how
 * long going back takes beside what the plan promises.
 *
 * @param images what is there now; without it, the text does not say what an undo would go back to
 * @param people who holds which roles today; without them, the text names roles alone
 */
export async function planText(plan: ReleasePlan, images: Images = new Map(), people?: Directory): Promise<string> {
  const ways = new Map<string, Way>()
  const done = actionsOf(plan).filter(({ unchanged }) => unchanged === undefined)
  for (const action of done) ways.set(action.name, await wayOf(action, images))
  const tell = (action: PlannedAction) => actionLines(action, ways.get(action.name))
  const section = (title: string, list: readonly PlannedAction[]) =>
    list.length === 0 ? [] : [title, ...list.flatMap(tell), '']
  const { sides, bake } = plan
  const moved = plan.cutover.some(({ kind, unchanged }) => kind === 'route53-record' && unchanged === undefined)
  const waited =
    plan.oldTtlSeconds > 0 ? [`Wait out the old TTL: ${lasting(plan.oldTtlSeconds)} after the lowering`, ''] : []
  const body = [
    ...checkLines('Preflight: asked at once, before anybody signs, and again under the lock', plan, 'preflight'),
    ...gateLines(plan, 'go', people),
    ...section('Lower TTLs', plan.ttl),
    ...section('Back up: all at once', plan.backup),
    ...section('Migrate: one after the other', plan.migrate),
    ...section('Deploy: nobody notices', plan.deploy),
    ...section('Verify: tasks', plan.verify),
    ...checkLines(`Verify: checks of ${sides.next}`, plan, 'verify'),
    ...gateLines(plan, 'cutover', people),
    ...waited,
    ...section('Cut over: users notice', plan.cutover),
    ...checkLines('Watched at each step', plan, 'step'),
    ...checkLines(`Watched while it bakes for ${lasting(bake.seconds)}`, plan, 'bake'),
    ...backLines(
      plan,
      done.map((action) => [action, ways.get(action.name)!]),
    ),
    '',
    `Forecast: ${lasting(forecastSeconds(plan))} from the lock to the bake, then ${lasting(bake.seconds)}. Nothing was changed.`,
  ]
  const from = plan.former === undefined ? '' : ` from ${plan.former}`
  const head = [
    ...plan.notes.map((note) => `! ${note}`),
    `${plan.system}${from} to ${plan.version} in ${plan.environment} (account ${plan.account}, ${plan.region})`,
    `  plan ${plan.planDigest.slice(0, 12)} · manifest ${plan.manifestDigest.slice(0, 12)} · profile ${plan.profile}`,
    moved ? `  users are on ${sides.live} and go to ${sides.next}` : `  users are on ${sides.live} and stay there`,
    '',
  ]
  return `${[...head, ...body.map((line) => (line === '' ? '' : `  ${line}`))].join('\n')}\n`
}

function actionLines(action: PlannedAction | PlannedMove, way: Way | undefined): string[] {
  if (way === undefined) return [`  = ${action.name}: unchanged (${action.unchanged})`]
  const after = action.after.length > 0 ? ` · after ${action.after.join(', ')}` : ''
  const steps =
    'steps' in action
      ? [
          `      steps ${action.steps.map((step) => `${step} %`).join(' → ')}, each watched for ${lasting(action.watchSeconds)}`,
        ]
      : []
  return [
    `  · ${action.name}: ${way.forth}`,
    `      about ${lasting(action.usualSeconds)}, at most ${lasting(action.limitSeconds)}${after}`,
    ...steps,
    `      back: ${backWords(way)}`,
  ]
}

function backWords({ way, seconds, because, back }: Way): string {
  if (way === 'stays') return `stays (${because})`
  const what = back === undefined ? '' : `${back}, `
  if (way === 'undo') return `${what}in about ${lasting(seconds)}`
  return `ASKS people first (${because}), ${what}in about ${lasting(seconds)}`
}
