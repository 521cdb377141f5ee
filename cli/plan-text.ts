import { loadAction } from '../shared/actions/index.ts'
import { stageOf } from '../shared/changes/stage.ts'
import { stages } from '../shared/ledger/records.ts'
import type { PlannedAction, PlannedCheck, PlannedMove, ReleasePlan } from '../shared/plan/release-plan.ts'

/** `95` → `1 min 35 s`, `86400` → `24 h`. */
export function lasting(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor((seconds % 3600) / 60)
  const rest = Math.round(seconds % 60)
  const parts = [
    hours > 0 ? `${hours} h` : '',
    minutes > 0 ? `${minutes} min` : '',
    rest > 0 && hours === 0 ? `${rest} s` : '',
  ]
  return parts.filter((part) => part !== '').join(' ')
}

interface Way {
  readonly way: 'undo' | 'stays' | 'asks'
  readonly seconds: number
  readonly because?: string
  readonly stage: (typeof stages)[number]
  readonly says: string
}

/** What the kind of an action says of its way back; a target with open references is read without them. */
async function wayOf(action: PlannedAction): Promise<Way> {
  const kind = await loadAction({ load: (_name, load) => load() }, action.kind)
  const target = kind.target.safeParse(
    JSON.parse(JSON.stringify(action.target), (_key, value) =>
      typeof value === 'object' &&
      value !== null &&
      'from' in value &&
      'field' in value &&
      Object.keys(value).length === 2
        ? '0'
        : value,
    ),
  )
  if (!target.success)
    throw new Error(
      `${action.name}: ${target.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`,
    )
  const back = kind.comeBack(target.data)
  const stage = stageOf(kind, target.data, action.phase)
  const says = kind.describe(target.data, undefined, undefined)
  return { ...back, stage, says }
}

/**
 * A release, top to bottom, as it would go: what is changed, who signs, what is asked and why, how long it takes, and how
 * long going back takes beside what the plan promises.
 */
export async function planText(plan: ReleasePlan): Promise<string> {
  const out: string[] = []
  const line = (text = '') => out.push(text)
  line(`${plan.system} ${plan.version} to ${plan.environment} (account ${plan.account}, ${plan.region})`)
  line(
    `  plan ${plan.planDigest.slice(0, 12)} · manifest ${plan.manifestDigest.slice(0, 12)} · profile ${plan.profile}`,
  )
  line(`  users are on ${plan.sides.live} and go to ${plan.sides.next}`)
  for (const note of plan.notes) line(`  ! ${note}`)
  line()
  const ways = new Map<string, Way>()
  const actions = [...plan.ttl, ...plan.backup, ...plan.migrate, ...plan.deploy, ...plan.verify, ...plan.cutover]
  for (const action of actions) ways.set(action.name, await wayOf(action))
  const tell = (action: PlannedAction) => {
    const way = ways.get(action.name)!
    if (action.unchanged !== undefined) return line(`    = ${action.name}: unchanged (${action.unchanged})`)
    line(`    · ${action.name}: ${way.says}`)
    const after = action.after.length > 0 ? ` · after ${action.after.join(', ')}` : ''
    line(
      `        about ${lasting(action.usualSeconds)}, at most ${lasting(action.limitSeconds)}${after} · back: ${backWords(way)}`,
    )
  }
  const section = (title: string, list: readonly PlannedAction[]) => {
    if (list.length === 0) return
    line(`  ${title}`)
    for (const action of list) tell(action)
    line()
  }
  checks(line, 'Preflight: asked at once, before anybody is asked, and again under the lock', plan, 'preflight')
  gate(line, plan, 'go')
  section('Lower TTLs', plan.ttl)
  section('Back up', plan.backup)
  section('Migrate', plan.migrate)
  section('Deploy: nobody notices', plan.deploy)
  section('Verify: tasks', plan.verify)
  checks(line, `Verify: checks of ${plan.sides.next}`, plan, 'verify')
  gate(line, plan, 'cutover')
  if (plan.oldTtlSeconds > 0) line(`  Wait out the old TTL: ${lasting(plan.oldTtlSeconds)} after the lowering\n`)
  line('  Cut over: users notice')
  for (const move of plan.cutover) moveText(line, move, tell)
  line()
  checks(line, 'Watched at each step', plan, 'step')
  checks(line, `Watched while it bakes for ${lasting(plan.bake.seconds)}`, plan, 'bake')
  backText(
    line,
    plan,
    actions.filter((action) => action.unchanged === undefined).map((action) => [action, ways.get(action.name)!]),
  )
  const forward = forecast(plan)
  line(
    `  Forecast: ${lasting(forward)} from the lock to the bake, then ${lasting(plan.bake.seconds)}. Nothing was changed.`,
  )
  return `${out.join('\n')}\n`
}

type Line = (text?: string) => void

function moveText(line: Line, move: PlannedMove, tell: (action: PlannedAction) => void): void {
  tell(move)
  if (move.unchanged !== undefined) return
  line(
    `        steps ${move.steps.map((step) => `${step} %`).join(' → ')}, each watched for ${lasting(move.watchSeconds)}`,
  )
}

function backWords(way: Way): string {
  if (way.way === 'undo') return `undone in about ${lasting(way.seconds)}`
  return way.way === 'stays'
    ? `stays (${way.because})`
    : `ASKS people first (${way.because}), about ${lasting(way.seconds)}`
}

function checks(line: Line, title: string, plan: ReleasePlan, when: PlannedCheck['when'][number]): void {
  const asked = plan.checks.filter((check) => check.when.includes(when))
  if (asked.length === 0) return
  line(`  ${title}`)
  for (const check of asked) {
    const does = {
      refuse: 'refuses',
      tripwire: 'goes back',
      goal: 'holds at the end',
      neighbour: 'holds',
      tell: 'is told',
    }
    line(
      `    ? ${check.name} (${check.kind}): failing ${check.severity === 'warning' ? 'is told' : does[check.onFail]}; because ${check.why}`,
    )
  }
  line()
}

function gate(line: Line, plan: ReleasePlan, name: string): void {
  const found = plan.gates.find((one) => one.name === name)
  if (found === undefined) return
  const roles = found.sign.map(
    ({ role, count, people }) => `${count > 1 ? `${count} × ` : ''}${role} (${people.join(', ') || 'nobody'})`,
  )
  line(`  Gate "${name}": signed by ${roles.join(', ')} within ${lasting(found.limitSeconds)}`)
  line()
}

/** Stages run one after the other, what is in a stage at once. */
function backText(line: Line, plan: ReleasePlan, undone: readonly [PlannedAction, Way][]): void {
  line('  The way back, by stage')
  let sum = 0
  let users = 0
  for (const stage of stages) {
    const within = undone.filter(([, way]) => way.stage === stage && way.way === 'undo')
    if (within.length === 0) continue
    const longest = Math.max(...within.map(([, way]) => way.seconds))
    sum += longest
    if (stage === 'exposure') users = sum
    line(`    ${stage}: ${within.map(([action]) => action.name).join(', ')} · about ${lasting(longest)}`)
  }
  for (const [action, way] of undone) {
    if (way.way === 'stays') line(`    stays: ${action.name} (${way.because})`)
    if (way.way === 'asks') line(`    ASKS: ${action.name} (${way.because})`)
  }
  promise(line, 'users back', users, plan.back.fastSeconds)
  promise(line, 'everything back', sum, plan.back.fullSeconds)
  line()
}

function promise(line: Line, what: string, seconds: number, promised: number): void {
  const honest =
    seconds <= promised
      ? `promised ${lasting(promised)}`
      : `TOO LONG: the plan promises ${lasting(promised)}; shorten it, or promise less`
  line(`    ${what}: about ${lasting(seconds)} (${honest})`)
}

function forecast(plan: ReleasePlan): number {
  const longest = (list: readonly PlannedAction[]) =>
    Math.max(0, ...list.filter((one) => one.unchanged === undefined).map((one) => one.usualSeconds))
  const chain = (name: string): number => {
    const part = plan.deploy.find((one) => one.name === name)
    if (part === undefined) return 0
    return (part.unchanged === undefined ? part.usualSeconds : 0) + Math.max(0, ...part.after.map(chain))
  }
  const moves = plan.cutover.filter((move) => move.unchanged === undefined)
  return (
    longest(plan.ttl) +
    longest(plan.backup) +
    plan.migrate.reduce((sum, one) => sum + one.usualSeconds, 0) +
    Math.max(0, ...plan.deploy.map((one) => chain(one.name))) +
    longest(plan.verify) +
    plan.oldTtlSeconds +
    moves.reduce((sum, move) => sum + move.steps.length * (move.usualSeconds + move.watchSeconds), 0)
  )
}
