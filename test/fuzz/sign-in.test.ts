import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Issuer, issuerHere } from '../web/issuer.ts'
import { type Gate, gateWithSignIn } from '../web/signed-in.ts'

/** `npm run test:fuzz` asks 5,000 times here: each costs ciphers and a page. */
const requests = Math.round(Number(process.env['TIDEGATE_FUZZ'] ?? 4000) / 10)

let issuer: Issuer
let gate: Gate
let good: { way: string; session: string }
beforeAll(async () => {
  issuer = await issuerHere()
  gate = await gateWithSignIn(issuer)
  const bo = gate.browser()
  issuer.account = { sub: 'b-1', email: 'bo@serveml.example', email_verified: true }
  await bo.signIn('/')
  await bo.ask('/login')
  good = { way: bo.jar.get('__Host-tidegate-way')!, session: bo.jar.get('__Host-tidegate-session')! }
})
afterAll(async () => {
  gate.night.end()
  await issuer.close()
})

const text = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.constantFrom('', 'x', '//evil.example', 'https://evil.example/', '/'),
)
const query = fc
  .dictionary(fc.constantFrom('to', 'again', 'code', 'state', 'iss', 'error', 'response', 'id_token'), text)
  .map((all) => `?${new URLSearchParams(all)}`)
const path = fc.oneof(
  fc.tuple(fc.constantFrom('/login', '/login/callback', '/logout', '/'), query).map((parts) => parts.join('')),
  fc.constantFrom('{ana}', '{ana}/room', '{ana}/room/live', '/releases/serveml-2-4-0-1'),
)
const cookie = (own: string) =>
  fc.option(
    fc.oneof(
      fc.constantFrom(own),
      text.map((one) => own.slice(0, -3) + one),
      text,
    ),
  )
const form = fc.option(
  fc.record({
    csrf: fc.constantFrom('00000000-0000-4000-8000-000000000000', 'x'),
    say: fc.constantFrom('sign', 'reject', 'break-glass'),
    typed: fc.constantFrom('serveml 2.4.0', ''),
    reason: fc.constant('because'),
  }),
)

it(`nobody signs in or for somebody else, or is led elsewhere, by ${requests} strange requests`, async () => {
  const seen = new Set<number>()
  const sent = fc.record({ path, form, way: cookie(good.way), session: cookie(good.session) })
  await fc.assert(
    fc.asyncProperty(sent, async (one) => {
      // A link takes sixty requests a minute.
      await gate.night.wait(1_100)
      const browser = gate.browser()
      browser.jar.set('__Host-tidegate', '00000000-0000-4000-8000-000000000000')
      for (const name of ['way', 'session'] as const) {
        const value = one[name]
        if (value !== null) browser.jar.set(`__Host-tidegate-${name}`, value)
      }
      const link = `/s/${gate.night.token('ana')}`
      const how = one.form === null ? {} : { method: 'POST', form: one.form }
      const got = await browser.ask(one.path.replace('{ana}', link), how)
      seen.add(got.status)
      expect(got.status).toBeLessThan(500)
      expect(got.cookies.filter((set) => set.startsWith('__Host-tidegate-session=ey'))).toEqual([])
      if (got.to !== undefined) expect(new URL(got.to, 'https://tidegate.example').origin).toBe(issuer.url)
      expect(gate.signs()).toEqual([])
    }),
    { numRuns: requests, seed: 20_261_121, endOnFailure: true },
  )
  for (const status of [200, 303, 400, 401, 403, 404]) expect(seen, `${status}`).toContain(status)
})
