import type { Action } from '../actions/port.ts'
import type { Phase, Stage } from '../ledger/records.ts'
import type { Json } from '../ledger/store.ts'

/** In which stage of the way back a resource is undone: users first, TTLs last. */
export function stageOf(kind: Action<unknown, Json, Json>, target: unknown, phase: Phase): Stage {
  if (kind.exposes(target)) return 'exposure'
  if (kind.stage !== undefined) return kind.stage
  return phase === 'migrate' ? 'migrations' : 'rest'
}
