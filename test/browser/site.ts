import { serveLocally } from '../../cli/room/serve.ts'
import type { Item } from '../../shared/ledger/store.ts'
import { appOver } from '../web/stage.ts'

/** The app on loopback over a ledger that a test moves on. */
export async function serveMoments() {
  let app = appOver([], 0).app
  const served = await serveLocally({ fetch: (request) => app.fetch(request) }, 0)
  return {
    address: served.address,
    /** From now on the ledger is this one. */
    show({ table, at }: { readonly table: readonly Item[]; readonly at: number }, access?: 'nobody') {
      app = appOver(table, at, access && { access }).app
    },
    /** From now on nothing answers well. */
    fail() {
      app = { fetch: async () => new Response('', { status: 503 }) } as unknown as typeof app
    },
    close: () => served.close(),
  }
}
