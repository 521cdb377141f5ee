import type { Live } from '../live.ts'
import type { Published } from '../publish.ts'
import type { ReleasePlan } from '../release-plan.ts'
import type { Changed } from './changed.ts'

/** How long a kind takes, unless the plan says otherwise. */
export type Estimates = (kind: string) => { readonly limitSeconds: number; readonly usualSeconds: number }

/** What every section of the resolution needs. */
export interface Resolving extends Changed {
  readonly published: Published
  readonly live: Live
  /** `next` is where users are to be: where they are, when nothing on a side is new. */
  readonly sides: ReleasePlan['sides']
  /** The side that users are not on. */
  readonly other: string
  readonly firstLaunch: boolean
  readonly estimates: Estimates
}
