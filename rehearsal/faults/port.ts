import type { ZodMiniType } from 'zod/mini'
import type { Bench } from '../bench.ts'
import type { PeopleScript } from '../people.ts'

/**
 * One kind of bad luck: one file in this folder and one line in `index.ts`.
 *
 * A fault takes hold of a run before it starts, by hooks, clock and the account's setters. It must be deterministic;
 * its only chance is the stream it is given, one per kind, so that a new kind does not reshuffle old seeds.
 */
export interface Fault<Spec extends { kind: string } = { kind: string }> {
  readonly kind: Spec['kind']
  readonly spec: ZodMiniType<Spec>
  arm(spec: Spec, bench: Armed): void
  /** Draws one for a seed, parsed like a scripted one; absent: only scripted. */
  draw?(random: () => number, scene: Drawable): object
  /** One line for people: what goes wrong. */
  describe(spec: Spec): string
}

export interface Armed extends Bench {
  readonly release: string
  /** Starts another execution of the release machine with the same request. */
  startAgain(name: string): void
  /** What people will do, for faults that change it; read when the run starts. */
  people: PeopleScript
  /** Who asks for the release, for faults that change it. */
  requester: string | undefined
}

/** What a seed may choose from. */
export interface Drawable {
  readonly functions: readonly string[]
  readonly calls: readonly string[]
  readonly alarms: readonly string[]
  readonly services: readonly string[]
  readonly moves: readonly { readonly move: string; readonly steps: readonly number[] }[]
  readonly bakeSeconds: number
}

export function defineFault<Spec extends { kind: string }>(fault: Fault<Spec>): Fault<Spec> {
  return fault
}
export const pick = <T>(random: () => number, from: readonly T[]): T => from[Math.floor(random() * from.length)]!
