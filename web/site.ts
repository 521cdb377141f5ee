import type { Context } from 'hono'
import type { World } from '../shared/world.ts'
import type { Shelf } from './room/shelf.ts'

/** Who asks, as they have proved it; without `release` they may see every one. */
export interface Access {
  readonly person?: string
  /** As pages call them, where they have signed in. */
  readonly signedInAs?: string
  /** Only this release is shown. */
  readonly release?: string
}

/** Where the app runs: behind the HTTP API, on a laptop, in a rehearsal. */
export interface Site {
  /** A World for one request. */
  world(): World
  /** The releases that there are to show. */
  shelf(world: World): Shelf
  /** Address and program of whoever asks, for the evidence. */
  origin?(context: Context<Env>): { readonly from?: string; readonly with?: string }
  /** How a request proves who it is; undefined when it does not. */
  access(request: Request, world: World): Promise<Access | undefined>
}

/** What Hono hands from one middleware to the next. */
export interface Env {
  readonly Bindings: {
    /** The address that asks, where it is known: evidence, no proof. */
    readonly from?: string
  }
  readonly Variables: {
    readonly world: World
    readonly shelf: Shelf
    readonly site: Site
  }
}
