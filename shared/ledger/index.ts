import { claims } from './claims.ts'
import { evidence } from './evidence.ts'
import { journal } from './journal.ts'
import type { Ledger } from './ledger.ts'
import { people } from './people.ts'
import { releases } from './releases.ts'
import { slack } from './slack.ts'
import type { Store } from './store.ts'
import { waits } from './waits.ts'

/** The ledger over any Store: the one implementation, in production as in a rehearsal. */
export function ledger(store: Store): Ledger {
  return {
    ...releases(store),
    ...claims(store),
    ...journal(store),
    ...waits(store),
    ...people(store),
    ...evidence(store),
    ...slack(store),
  }
}
