import type { ZodMiniType } from 'zod/mini'
import type { CheckWhen, ReleasePlan } from '../plan/release-plan.ts'
import type { World } from '../world.ts'

/**
 * A question to the world. One file per kind, many named checks per kind in the plan. Reads only.
 *
 * A kind never throws for what it sees: no permission, no data, no answer are `unknown`, with the reason; whatever it
 * throws nevertheless is taken as `unknown` by the caller.
 */
export interface Check<Ask = unknown> {
  readonly kind: string
  readonly ask: ZodMiniType<Ask>
  run(ask: Ask, world: World, moment: Moment): Promise<CheckResult>
  /** Events that make a fresh look worth while (alarm state changes). */
  wakes?(ask: Ask): string[]
  /** One line for people: what is asked. */
  describe(ask: Ask): string
}

export interface Moment {
  readonly when: CheckWhen
  /** When the watch (or phase) began, ms: alarm history and metric windows reach back to here, not further. */
  readonly since: number
  /** Percent of traffic asked for on the next side now. */
  readonly share: number
  readonly sides: { readonly live: string; readonly next: string }
  /** Asked of this side (verify) or of the public names (step, bake). */
  readonly side?: string
  /** The pinned plan, in preflight: for checks that are about the plan itself. */
  readonly plan?: ReleasePlan
  /** Who asked for the release, as they said; in preflight. */
  readonly requester?: string
}

export type CheckResult = (
  | { readonly verdict: 'pass'; readonly seen: string; readonly bound: string }
  | { readonly verdict: 'fail'; readonly seen: string; readonly bound: string; readonly whatToDo: string }
  | { readonly verdict: 'unknown'; readonly because: string; readonly whatToDo: string }
  | { readonly verdict: 'not-applicable'; readonly because: string }
) & {
  /** Where it was read: an API, a URL, a server. */
  readonly where?: string
  readonly value?: number
  readonly limit?: number
  readonly unit?: string
  /** Further facts for evidence and drawing (share seen per side, requests…). */
  readonly facts?: { readonly [name: string]: string | number }
}

export function defineCheck<A>(check: Check<A>): Check<A> {
  return check
}
