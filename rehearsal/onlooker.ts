import { applyRequest, type StoreRequest, storeOf } from '../shared/ledger/memory-store.ts'
import type { World } from '../shared/world.ts'
import type { Bench } from './bench.ts'
import { operatorWorld } from './operator.ts'

/**
 * The World of a page that shows a rehearsal while it goes on. Reading the ledger takes no virtual time and draws no
 * chance, so that a run is the same whether anybody looks or not; what is decided on the page happens in the run.
 *
 * @param over whether the run has ended: then nothing moves any more, and what is written is refused by the ledger alone
 */
export function onlookerWorld(bench: Bench, over: () => boolean): World {
  const acting = operatorWorld(bench, { arn: `arn:aws:iam::${bench.home.account}:role/tidegate-web` })
  const atOnce = storeOf(async (request: StoreRequest) => applyRequest(bench.table, request))
  return {
    ...acting,
    now: () => bench.scheduler.now(),
    store: {
      get: atOnce.get,
      query: atOnce.query,
      write: (...writes) => (over() ? atOnce : acting.store).write(...writes),
    },
  }
}
