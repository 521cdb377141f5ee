import type { ZodMiniType } from 'zod/mini'
import type { Stage } from '../ledger/records.ts'
import type { Json } from '../ledger/store.ts'
import type { World } from '../world.ts'

/**
 * How one kind of resource is moved from one image to another; going back is the same verb with the other image.
 *
 * Any method may run twice for the same target, because Step Functions retries; finding the work already done is
 * success. No method waits: the state machine does, holding a token. Images and marks are plain JSON.
 */
export interface Action<Target = unknown, Image extends Json = Json, Mark extends Json = Json> {
  readonly kind: string
  readonly target: ZodMiniType<Target>
  readonly image: ZodMiniType<Image>
  readonly mark: ZodMiniType<Mark>
  /** How long settling may take and usually takes, seconds, unless the plan says otherwise. */
  readonly limitSeconds: number
  readonly usualSeconds: number
  /** Seconds between looks when no event comes: the first, growing to the last. Default [15, 60]. */
  readonly pace?: readonly [number, number]
  /** Stage of the way back when it does not expose: default `rest` (`migrations` in phase migrate). */
  readonly stage?: Stage
  /** The identity of what is changed, whatever the version: two releases of it must agree. No `#`. */
  resource(target: Target): ResourceKey
  /** Whether users, their data or their messages meet the new version by it. */
  exposes(target: Target): boolean
  /** Whether it is undone, stays, or asks people first, and how long that takes. */
  comeBack(target: Target): ComeBack
  /** Reads what is there now, and changes nothing. Throws when the resource is not there at all. */
  capture(target: Target, world: World): Promise<Image>
  /** What is to be there. Pure: it is journalled before anything happens. `now` is the before-image, at every step. */
  aim(target: Target, now: Image, step?: Percent): Image
  /**
   * Starts moving the resource to an image, and returns once AWS has accepted it. Compares first: what is there must be
   * the aim already, or one of `change.ours`.
   *
   * @throws {Conflicted} when it is neither
   */
  go(target: Target, to: Image, world: World, change: Change<Image>): Promise<Mark>
  /** Looks whether the resource is at an image yet. Reads only. `mark` is undefined when go's answer was lost. */
  look(target: Target, to: Image, mark: Mark | undefined, world: World, change: Change<Image>): Promise<Look>
  /** Names the events that make a fresh look worth while. An event is a hint, never the truth. */
  wakes(target: Target, mark: Mark | undefined): EventKey[]
  /** What is journalled as published once there, for `{from, field}` references of later actions. */
  publishes?(target: Target, mark: Mark, to: Image): { readonly [field: string]: Json }
  /** Seconds after `there` until the world has followed (resolvers, drains); the way back's barrier waits for it. */
  followSeconds?(target: Target, image: Image): number
  /** Digest of the artifact that this target runs now, for `unchanged`. */
  runs?(target: Target, world: World): Promise<string | undefined>
  /** One line for people: what will be different. */
  describe(target: Target, from: Image | undefined, to: Image | undefined): string
  /** The same for somebody who signs at night and knows none of AWS's words: what is done, to what, and who meets it. */
  plainly(target: Target): string
}

export interface Change<Image> {
  readonly release: string
  readonly action: string
  readonly direction: 'forward' | 'back'
  /** The same for every attempt of this change and only for it: 32 lower-case hex digits. */
  readonly token: string
  /** Before-image and every aim of this release: whatever of them is found counts as ours. */
  readonly ours: readonly Image[]
  /** When the change was intended, ms. */
  readonly since: number
}

export type Look =
  | 'there'
  | 'not-yet'
  | { readonly notYet: string }
  | { readonly failed: string; readonly whatToDo?: string }
  | { readonly elsewhere: string }
export type ComeBack = { readonly way: 'undo' | 'stays' | 'asks'; readonly seconds: number; readonly because?: string }
export type ResourceKey = string
/** `<source>:<id>`, e.g. `ecs:arn:aws:ecs:…:service/…`, as shared/waits/keys.ts derives them from events. */
export type EventKey = string
export type Percent = number

export function defineAction<T, I extends Json, M extends Json>(action: Action<T, I, M>): Action<T, I, M> {
  return action
}
export const undo = (seconds: number): ComeBack => ({ way: 'undo', seconds })
export const stays = (because: string): ComeBack => ({ way: 'stays', seconds: 0, because })
export const asks = (seconds: number, because: string): ComeBack => ({ way: 'asks', seconds, because })
