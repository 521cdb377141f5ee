import { serveLocally } from '../../cli/room/serve.ts'
import { createApp } from '../../web/app.ts'
import { accessOf } from '../../web/login/who.ts'
import { ledgerShelf } from '../../web/room/ledger-shelf.ts'
import { issuerHere } from '../web/issuer.ts'
import { gateWithSignIn } from '../web/signed-in.ts'

/** A release at its gate whose people sign in, its pages on loopback, and the issuer that says who they are. */
export async function openSignIn() {
  const issuer = await issuerHere()
  const gate = await gateWithSignIn(issuer)
  const app = createApp({
    world: () => gate.world,
    shelf: ledgerShelf,
    access: accessOf,
    origin: () => ({ from: '192.0.2.7', with: 'A telephone' }),
  })
  const served = await serveLocally({ fetch: (request) => app.fetch(request) }, 0)
  Object.assign(gate.night.bench.home, { pages: served.address })
  issuer.redirect = `${served.address}/login/callback`
  return {
    address: served.address,
    link: (person: string) => `${served.address}/s/${gate.night.token(person)}`,
    signs: gate.signs,
    ways: issuer.ways,
    /** From now on the browser is this person's, as far as the issuer knows. */
    is(person: string, more: { email_verified?: boolean } = {}) {
      issuer.account = { sub: person, email: `${person}@serveml.example`, email_verified: true, ...more }
    },
    /** Nobody can be asked who somebody is any more. */
    away: () => issuer.close(),
    async close() {
      await served.close()
      await issuer.close()
    },
  }
}
export type OpenSignIn = Awaited<ReturnType<typeof openSignIn>>
