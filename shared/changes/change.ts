import { loadAction } from '../actions/index.ts'
import type { Action, Change } from '../actions/port.ts'
import { ChangeFailed } from '../errors.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { BeforeRecord, LineRecord, WaitRecord } from '../ledger/records.ts'
import type { Json } from '../ledger/store.ts'
import type { PlannedAction, PlannedMove, ReleasePlan } from '../plan/release-plan.ts'
import type { World } from '../world.ts'
import { fillReferences } from './references.ts'
import { changeToken } from './token.ts'

/** One change of one resource, with everything that its next step needs. */
export interface Changing {
  readonly world: World
  readonly ledger: Ledger
  readonly plan: ReleasePlan
  readonly planned: PlannedAction | PlannedMove
  readonly kind: Action<unknown, Json, Json>
  readonly target: unknown
  readonly targetJson: Json
  readonly resource: string
  /** Percent; 100 for what has no steps. */
  readonly step: number
  readonly wait: WaitRecord
  readonly lines: readonly LineRecord[]
}

export function findPlanned(plan: ReleasePlan, name: string): PlannedAction | PlannedMove {
  const all = [...plan.ttl, ...plan.backup, ...plan.migrate, ...plan.deploy, ...plan.verify, ...plan.cutover]
  const planned = all.find((one) => one.name === name)
  if (planned === undefined) throw new ChangeFailed(name, 'the pinned plan has no action of that name')
  return planned
}

/** Opens one change: its kind's code, its target with references filled in. */
export async function openChange(
  world: World,
  ledger: Ledger,
  plan: ReleasePlan,
  wait: WaitRecord,
  lines: readonly LineRecord[],
): Promise<Changing> {
  const planned = findPlanned(plan, String(wait.detail['action']))
  const step = Number(wait.detail['step'] ?? 100)
  const kind = await loadAction(world, planned.kind)
  const targetJson = fillReferences(planned.target, lines, planned.name)
  const target = kind.target.parse(targetJson)
  const resource = kind.resource(target)
  return { world, ledger, plan, planned, kind, target, targetJson, resource, step, wait, lines }
}

/** Before-image and every aim of this release for one resource: whatever of them is found counts as ours. */
export function ours(before: BeforeRecord | undefined, lines: readonly LineRecord[], resource: string): Json[] {
  const aims = lines.filter((line) => line.resource === resource).map((line) => line.aim)
  return before === undefined ? aims : [before.image, ...aims]
}

export function asChange(changing: Changing, before: BeforeRecord, line: LineRecord): Change<Json> {
  const { wait, planned, lines, resource, step } = changing
  return {
    release: wait.release,
    action: planned.name,
    direction: 'forward',
    token: changeToken(wait.release, resource, step, 'forward'),
    ours: ours(before, lines, resource),
    since: line.intendedAt,
  }
}
