import type { OnFail, Phase } from '../ledger/records.ts'
import type { Json } from '../ledger/store.ts'

/**
 * A plan resolved for one release: what `admit` pins in the ledger and everything later reads.
 *
 * Ids and hosts are filled in, sides are decided by what is live, digests are pinned. Only `{from, field}` references
 * remain, because they name what an earlier action will publish.
 */
export interface ReleasePlan {
  readonly schema: 1
  readonly system: string
  readonly environment: string
  readonly version: string
  /** When the first commit that is new in it was made, if its manifest says so. */
  readonly committed?: string
  /** Version that is live now, when known. */
  readonly former?: string
  readonly profile: string
  readonly account: string
  readonly region: string
  /** One definition of a digest: shared/plan/digest.ts. */
  readonly planDigest: string
  readonly manifestDigest: string
  /** artifact → digest. */
  readonly manifest: Readonly<Record<string, string>>
  /** Nothing answered before: the way back is the page side. */
  readonly firstLaunch: boolean
  readonly sides: {
    /** Where users are now, and where they are to go; `former` when the plan has no second side. */
    readonly live: string
    readonly next: string
    readonly all: Readonly<Record<string, Readonly<Record<string, Json>>>>
  }
  /** Early: DNS TTLs (kind dns-ttl). */
  readonly ttl: readonly PlannedAction[]
  readonly backup: readonly PlannedAction[]
  readonly migrate: readonly PlannedAction[]
  /** In topological order of `after`. */
  readonly deploy: readonly PlannedAction[]
  /** One-off tasks: smoke, load, benchmark. Looked at like actions; nothing to undo. */
  readonly verify: readonly PlannedAction[]
  readonly cutover: readonly PlannedMove[]
  readonly checks: readonly PlannedCheck[]
  readonly gates: readonly PlannedGate[]
  readonly bake: { readonly seconds: number }
  readonly back: { readonly fastSeconds: number; readonly fullSeconds: number; readonly data: 'asks' }
  readonly hold: { readonly seconds: number; readonly byDefault: 'go-on' | 'step-back' | 'roll-back' }
  /** How long the old TTL must run out after INSYNC of the lowering; 0 when nothing was lowered. */
  readonly oldTtlSeconds: number
  /** Why something has no way back, named beforehand. */
  readonly notes: readonly string[]
}

export interface PlannedAction {
  /** Unique in the plan. */
  readonly name: string
  readonly kind: string
  readonly phase: Phase
  /** Parsed by the kind's schema when used; may hold `{from: <action>, field: <path into its mark or image>}`. */
  readonly target: Json
  readonly after: readonly string[]
  readonly artifact?: string
  readonly digest?: string
  /** Why it is not done: the digest is live already. */
  readonly unchanged?: string
  /** How long it may take to settle, seconds (default per kind). */
  readonly limitSeconds: number
  /** For forecasts, seconds. */
  readonly usualSeconds: number
  readonly oldCodeRuns?: 'yes' | 'no'
  /** In plain words of its kind, for those who sign: what is done, and whether it can be taken back. */
  readonly told?: { readonly forth: string; readonly way: 'undo' | 'stays' | 'asks'; readonly because?: string }
}

/** One exposing action of the cutover, with its steps. */
export interface PlannedMove extends PlannedAction {
  /** Percent, ascending, last 100. */
  readonly steps: readonly number[]
  /** After each step but with open eyes. */
  readonly watchSeconds: number
}

/** When a check is asked: before anyone is asked (and again after the lock), on the new side, at each step, in the bake. */
export type CheckWhen = 'preflight' | 'verify' | 'step' | 'bake'

export interface PlannedCheck {
  readonly name: string
  readonly kind: string
  readonly when: readonly CheckWhen[]
  /** Parsed by the kind's schema. */
  readonly ask: Json
  readonly severity: 'blocker' | 'warning'
  /** In preflight `refuse` (blockers) or `tell`; afterwards what a failure does. `goal` is judged when the bake ends. */
  readonly onFail: OnFail
  /** Asked at the steps of these moves only; absent: of every move. */
  readonly moves?: readonly string[]
  /** Why it applies: the plan's line, or the resource it follows from. */
  readonly why: string
  /** Id in the requirements catalogue, when it follows from one. */
  readonly requirement?: string
}

export interface PlannedGate {
  readonly name: 'go' | 'cutover' | string
  readonly when: 'before-lock' | 'before-cutover'
  /** Roles only: who holds them is read when the gate opens. (Plans pinned before people.yaml name `people`, too.) */
  readonly sign: readonly { readonly role: string; readonly count: number }[]
  readonly limitSeconds: number
  readonly requesterMaySign: boolean
  readonly severalRoles?: boolean
  /** Roles whose holders may break the glass. */
  readonly breakGlass?: readonly string[]
}
