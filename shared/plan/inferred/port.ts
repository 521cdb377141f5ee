import type { Json } from '../../ledger/store.ts'
import type { PlannedCheck } from '../release-plan.ts'
import type { Resolving } from '../resolve/resolving.ts'

/** Checks that follow from the plan's resources by themselves; a plan writes deviations only. */
export type Infer = (resolving: Resolving) => PlannedCheck[]

/** A check before anyone is asked: a failure refuses. */
export const blocker = (name: string, kind: string, ask: Json, why: string, requirement?: string): PlannedCheck => ({
  name,
  kind,
  when: ['preflight'],
  ask,
  severity: 'blocker',
  onFail: 'refuse',
  why,
  ...(requirement !== undefined && { requirement }),
})

/** A check before anyone is asked, shown at the gate when it fails. */
export const warning = (...args: Parameters<typeof blocker>): PlannedCheck => ({
  ...blocker(...args),
  severity: 'warning',
  onFail: 'tell',
})

/** A check of the new side, before users meet it. */
export const verifying = (...args: Parameters<typeof blocker>): PlannedCheck => ({
  ...blocker(...args),
  when: ['verify'],
  onFail: 'tripwire',
})

/** A check of what users meet, at each step and while it bakes: a failure goes back at once. */
export const watched = (...args: Parameters<typeof blocker>): PlannedCheck => ({
  ...blocker(...args),
  when: ['step', 'bake'],
  onFail: 'tripwire',
})
