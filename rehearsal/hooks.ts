import type { HistoryEvent } from './engine/index.ts'

/**
 * Where faults, properties and progress take hold of a rehearsal, without anything else knowing of them.
 * Hooks run in the order in which they were added; they must be deterministic.
 */
export interface Hooks {
  /** Before a World call is completed. The first hook that answers something decides. */
  readonly beforeCall: ((call: WorldCall) => CallFate | undefined)[]
  /** After its effect, before its answer reaches the caller. */
  readonly afterCall: ((call: WorldCall, outcome: CallOutcome) => CallFate | undefined)[]
  /** For each EventBridge event on its way to a target: deliver once after the usual delay unless told otherwise. */
  readonly onEvent: ((event: BusEvent) => EventFate | undefined)[]
  /** Each history event of each execution, as the engine records it. */
  readonly onHistory: ((executionArn: string, event: HistoryEvent) => void)[]
  /** A function was invoked, ended or was cut off. */
  readonly onInvocation: ((invocation: InvocationNote) => void)[]
}

/** One call through the World: AWS, ledger, network, clock or code loading. */
export interface WorldCall {
  /** Counts up over the whole run. */
  readonly n: number
  readonly at: number
  /** Function that calls. */
  readonly by: string
  /** Its invocation's number. */
  readonly invocation: number
  /** `ECS.UpdateService`, `ledger:PutItem`, `http`, `tls`, `dns`, `sleep`, `load`. */
  readonly what: string
  readonly input: unknown
}
export type CallOutcome =
  | { readonly ok: true; readonly output: unknown }
  | { readonly ok: false; readonly error: unknown }
export type CallFate =
  /** The invocation dies here: its World never answers again; Step Functions sees the given error, or its time-out. */
  | { readonly die: 'crash' | 'timeout' }
  | { readonly fail: Error }
  /** The effect happens, the answer is lost: the caller sees a network error. */
  | { readonly loseAnswer: true }
  | { readonly delayMs: number }

export interface BusEvent {
  readonly source: string
  readonly 'detail-type': string
  readonly time: string
  readonly detail: { readonly [name: string]: unknown }
  readonly resources: readonly string[]
  readonly target: string
}
export type EventFate = { readonly drop: true } | { readonly delayMs: number } | { readonly again: number }

export interface InvocationNote {
  readonly invocation: number
  readonly function: string
  readonly at: number
  readonly phase: 'started' | 'ended' | 'failed' | 'killed' | 'timed-out'
  readonly input: unknown
  readonly output?: unknown
  readonly error?: string
}

export const noHooks = (): Hooks => ({ beforeCall: [], afterCall: [], onEvent: [], onHistory: [], onInvocation: [] })
