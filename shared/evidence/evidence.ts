import * as z from 'zod/mini'
import { Change, NotDone } from './schema/change.ts'
import { CheckRow, Series } from './schema/check.ts'
import { At, Seconds } from './schema/moment.ts'
import { Gate, Hold, Waiver } from './schema/people.ts'
import { Ahead, Phase } from './schema/timeline.ts'
import { Traffic } from './schema/traffic.ts'
import { Back } from './schema/way-back.ts'

/** How it ended; `open` when it has not, because evidence can be asked for during the night as well. */
export const Ended = z.enum(['released', 'refused', 'rolled-back', 'stuck', 'open'])

/** Who asked for the release, when, and why. */
export const Asked = z.strictObject({
  at: At,
  /** The execution whose name is the release's id. */
  execution: z.string(),
  by: z.optional(z.string()),
  reason: z.optional(z.string()),
})

/** What exactly was released: digests, never names alone. */
export const Digests = z.strictObject({
  plan: z.string(),
  manifest: z.string(),
  /** artifact → digest. */
  artifacts: z.record(z.string(), z.string()),
})

/** The moments that everything else is measured against. */
export const Moments = z.strictObject({
  opened: At,
  locked: z.optional(At),
  /** The first change of anything. */
  changed: z.optional(At),
  /** The first moment at which users could meet the new version. */
  exposed: z.optional(At),
  /** All moves at 100 %. */
  moved: z.optional(At),
  kept: z.optional(At),
  backSince: z.optional(At),
  ended: z.optional(At),
  /** The last thing that the ledger knows: evidence is written a moment before the release ends. */
  asOf: At,
})

/** One action, as long as it was expected to take and as long as it took. */
export const Duration = z.strictObject({
  name: z.string(),
  phase: z.string(),
  forecastSeconds: Seconds,
  seconds: Seconds,
  limitSeconds: z.optional(Seconds),
})

/** Facts for the four keys of software delivery; what a ledger cannot know is said to be unknown. */
export const Delivery = z.strictObject({
  startedAt: At,
  /** From the lock to the end, or to the last thing known. */
  changeSeconds: z.optional(Seconds),
  /** Seconds from its first commit to all users being on it; unknown without that moment in the manifest, or if they never were. */
  leadTime: z.union([z.literal('unknown'), Seconds]),
  changeFailed: z.boolean(),
  /** From the wish to go back to users being back. */
  restoreSeconds: z.optional(Seconds),
  artifacts: z.int(),
  actionsDone: z.int(),
  actionsUnchanged: z.int(),
})

/** Something the ledger noted that has no table of its own: pages, ways back, faults of a rehearsal. */
export const Happening = z.strictObject({ at: At, what: z.string(), text: z.string() })

/**
 * The report of a release, made from the ledger alone: the same ledger gives the same bytes.
 *
 * Times are UTC, durations whole seconds, rounded up, so that a report never looks better than the night was.
 */
export const Evidence = z.strictObject({
  schema: z.literal(1),
  release: z.string(),
  system: z.string(),
  environment: z.string(),
  version: z.string(),
  /** Version that was live before, when known. */
  former: z.optional(z.string()),
  profile: z.string(),
  account: z.string(),
  region: z.string(),
  /** Nothing answered before: the way back was the page side. */
  firstLaunch: z.boolean(),
  sides: z.strictObject({ live: z.string(), next: z.string() }),
  outcome: Ended,
  because: z.string(),
  /** What a person has to do now, most urgent first; empty when nothing is. */
  whatToDo: z.array(z.string()),
  /** What the ledger says twice and differently. Never empty by omission: see contradictions.ts. */
  contradictions: z.array(z.string()),
  asked: Asked,
  /** What the people in it are called, by the ids that it names them by; absent in reports of earlier versions. */
  names: z.optional(z.record(z.string(), z.string())),
  digests: Digests,
  moments: Moments,
  wholeSeconds: Seconds,
  forecastSeconds: Seconds,
  bakeSeconds: Seconds,
  phases: z.array(Phase),
  /** What is still to come; empty once it ends or goes back, and absent in reports of earlier versions. */
  ahead: z.optional(z.array(Ahead)),
  traffic: Traffic,
  metrics: z.array(Series),
  gates: z.array(Gate),
  holds: z.array(Hold),
  checks: z.array(CheckRow),
  changes: z.array(Change),
  notDone: z.array(NotDone),
  waivers: z.array(Waiver),
  /** Why something has no way back, named beforehand. */
  notes: z.array(z.string()),
  happenings: z.array(Happening),
  back: z.optional(Back),
  /** From the moment the way back was asked for to the last user back; absent when there was none or it is not there. */
  trafficBackSeconds: z.optional(Seconds),
  /** The same for every change that can be undone. */
  everythingBackSeconds: z.optional(Seconds),
  durations: z.array(Duration),
  delivery: Delivery,
})
export type Evidence = z.infer<typeof Evidence>
export type Ended = z.infer<typeof Ended>
export type Duration = z.infer<typeof Duration>
export type Happening = z.infer<typeof Happening>
