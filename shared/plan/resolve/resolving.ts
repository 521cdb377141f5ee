import type { Live } from '../live.ts'
import type { Published } from '../publish.ts'
import type { ReleasePlan } from '../release-plan.ts'

/** How long a kind takes, unless the plan says otherwise. */
export type Estimates = (kind: string) => { readonly limitSeconds: number; readonly usualSeconds: number }

/** What every section of the resolution needs. */
export interface Resolving {
  readonly published: Published
  readonly live: Live
  readonly sides: ReleasePlan['sides']
  readonly firstLaunch: boolean
  readonly estimates: Estimates
  /** Why a part of deploy is not done, or nothing. */
  unchanged(part: string): string | undefined
}
