import * as z from 'zod/mini'
import { At, Seconds } from './moment.ts'

/** The stretches of a release, in the order of the release machine. */
export const phaseNames = [
  'preflight',
  'go',
  'ttl',
  'backup',
  'migrate',
  'deploy',
  'verify',
  'sign-off',
  'ready',
  'cutover',
  'bake',
  'back',
  'close',
] as const
export type PhaseName = (typeof phaseNames)[number]

export const phaseTitles: Readonly<Record<PhaseName, string>> = {
  preflight: 'Preflight',
  go: 'Go sign-offs',
  ttl: 'Lower TTLs',
  backup: 'Back up',
  migrate: 'Migrate',
  deploy: 'Deploy',
  verify: 'Verify',
  'sign-off': 'Cutover sign-offs',
  ready: 'Old TTL, last look',
  cutover: 'Cut over',
  bake: 'Bake',
  back: 'The way back',
  close: 'Close',
}

/** What was going on for a while: the world changing, people or clocks awaited, open eyes, or the way back. */
export const Segment = z.strictObject({
  from: At,
  to: At,
  as: z.enum(['working', 'watching', 'waiting', 'undoing']),
})

/** One thing that took time: an action, a step of a move, a gate, a hold, a watch, an undo. */
export const Row = z.strictObject({
  what: z.enum(['checks', 'gate', 'action', 'step', 'hold', 'wait', 'bake', 'undo', 'close']),
  name: z.string(),
  kind: z.optional(z.string()),
  /** Percent of users asked for, of a step. */
  percent: z.optional(z.int()),
  from: At,
  to: At,
  seconds: Seconds,
  /** How long it usually takes, where anybody can say. */
  forecastSeconds: z.optional(Seconds),
  /** The state of the record behind it: settled, opened, undone… */
  state: z.string(),
  /** Whether it ended as hoped, badly, or not at all. */
  ended: z.enum(['well', 'badly', 'unfinished']),
  segments: z.array(Segment),
  /** One line for people: what, or why. */
  note: z.optional(z.string()),
})

/** One phase from its first row to its last. */
export const Phase = z.strictObject({
  name: z.enum(phaseNames),
  title: z.string(),
  from: At,
  to: At,
  seconds: Seconds,
  forecastSeconds: z.optional(Seconds),
  rows: z.array(Row),
})

/** Something that the plan still holds while a release goes forward. */
export const Ahead = z.strictObject({
  phase: z.enum(phaseNames),
  title: z.string(),
  name: z.string(),
  /** Absent for gates: people take as long as they take. */
  forecastSeconds: z.optional(Seconds),
})
export type Segment = z.infer<typeof Segment>
export type Row = z.infer<typeof Row>
export type Phase = z.infer<typeof Phase>
export type Ahead = z.infer<typeof Ahead>
