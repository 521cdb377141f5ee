import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { fold } from '../../shared/evidence/fold.ts'
import { decideByLink } from '../../shared/gates/by-link.ts'
import { ledger } from '../../shared/ledger/index.ts'
import { id } from '../stories/at-the-gate.ts'
import { client, type Issuer, issuerHere } from './issuer.ts'
import { cookieKey, type Gate, gateWithSignIn } from './signed-in.ts'
import { wordsOf } from './stage.ts'

let issuer: Issuer
let gate: Gate
let link: string
const signed = { say: 'sign', typed: 'serveml 2.4.0' }

beforeAll(async () => {
  issuer = await issuerHere()
})
afterAll(() => issuer.close())
beforeEach(async () => {
  issuer.account = { sub: 'a-1', email: 'ana@serveml.example', email_verified: true }
  issuer.ways = {}
  gate = await gateWithSignIn(issuer)
  link = `/s/${gate.night.token('ana')}`
})
afterEach(() => gate.night.end())

/** A page says it all in words, and decides nothing. */
function says(page: string, ...sentences: readonly string[]): void {
  const words = wordsOf(page)
  expect(sentences.filter((one) => !words.includes(one))).toEqual([])
}

describe('a link where people sign in', () => {
  it('says whose it is and nothing of what it asks, as long as nobody has signed in', async () => {
    const see = await gate.browser().ask(link)
    expect(see.status).toBe(401)
    says(see.page, 'Sign in first', 'This link is for Ana Alvarez', 'serveml 2.4.0')
    expect(wordsOf(see.page)).not.toContain('What will happen')
    expect(see.page).toContain(`href="/login?to=${encodeURIComponent(link)}"`)
    expect(gate.signs()).toEqual([])
  })

  it('is signed by its person, and evidence tells that they had signed in', async () => {
    const ana = gate.browser()
    const back = await ana.signIn(link)
    expect([back.status, back.to]).toEqual([303, link])
    const see = await ana.ask(link)
    says(see.page, 'You sign as Ana Alvarez', 'You have signed in')
    expect((await ana.send(link, signed)).status).toBe(303)
    expect(gate.signs()).toMatchObject([{ person: 'ana', channel: 'link', proved: 'link+login' }])
    const everything = await ledger(gate.world.store).everything(id)
    const [go] = fold(everything, gate.world.now()).gates
    expect(go?.signatures).toMatchObject([{ person: 'ana', proved: 'link+login' }])
    says((await ana.ask(`${link}/room`)).page, 'by personal link, signed in, from 192.0.2.7')
  })

  it('is of no use to another person, who is told whose it is and may sign out', async () => {
    issuer.account = { sub: 'b-1', email: 'bo@serveml.example', email_verified: true }
    const bo = gate.browser()
    await bo.signIn(link)
    const see = await bo.ask(link)
    expect(see.status).toBe(403)
    says(see.page, 'This link is for somebody else', 'It asks Ana Alvarez', 'you are signed in as Bo Berg')
    // Whatever is sent, with a form of a page of ours or without.
    expect((await bo.send(link, signed)).status).toBe(403)
    await bo.ask('/logout')
    expect((await bo.send(link, { say: 'reject', reason: 'no' })).status).toBe(403)
    expect(gate.signs()).toEqual([])
    // Their own link is.
    expect((await bo.send(`/s/${gate.night.token('bo')}`, signed)).status).toBe(303)
    expect(gate.signs()).toMatchObject([{ person: 'bo', proved: 'link+login' }])
  })

  it('decides nothing for whoever sends a form without having signed in', async () => {
    const nobody = gate.browser()
    nobody.jar.set('__Host-tidegate', '00000000-0000-4000-8000-000000000000')
    const sent = await nobody.send(link, signed)
    expect(sent.status).toBe(403)
    says(sent.page, 'Sign in first', 'Nothing was decided')
    expect(gate.signs()).toEqual([])
  })

  it('decides nothing in shared/ either, whatever a page would do', async () => {
    const answers = [undefined, 'bo', 'ana@serveml.example'].map((signedIn) =>
      decideByLink(gate.world, gate.night.token('ana'), signed as never, signedIn === undefined ? {} : { signedIn }),
    )
    for (const { unproved, decided } of await Promise.all(answers))
      expect([unproved, decided]).toEqual([true, undefined])
    expect(gate.signs()).toEqual([])
  })

  it('is fetched by a scanner as often as it likes', async () => {
    const scanner = gate.browser()
    for (const method of ['GET', 'HEAD', 'GET', 'HEAD']) await scanner.ask(link, { method })
    await scanner.ask(`/login?to=${encodeURIComponent(link)}`)
    expect(gate.signs()).toEqual([])
  })
})

describe('the list and the rooms', () => {
  it('are shown to whoever is signed in and one of our people, and to nobody else', async () => {
    const fay = gate.browser()
    const before = await fay.ask('/')
    expect(before.status).toBe(401)
    says(before.page, 'Sign in first')
    expect(before.page).not.toContain('serveml')
    issuer.account = { sub: 'f-1', email: 'BO@serveml.example', email_verified: 'true' }
    await fay.signIn('/')
    const list = await fay.ask('/')
    says(list.page, 'Releases', '2.4.0', 'You are signed in as Bo Berg.')
    for (const path of [`/releases/${id}`, `/releases/${id}/live`, `${link}/room`])
      expect((await fay.ask(path)).status, path).toBe(200)
    const stranger = gate.browser()
    for (const path of [`/releases/${id}`, `/releases/${id}/live`, `${link}/room`, `${link}/room/live`])
      expect((await stranger.ask(path)).status, path).toBe(401)
  })

  it('are not shown to somebody whom people.yaml does not know', async () => {
    issuer.account = { sub: 'm-1', email: 'mallory@serveml.example', email_verified: true }
    const mallory = gate.browser()
    expect((await mallory.signIn('/')).to).toBe('/')
    const see = await mallory.ask('/')
    expect(see.status).toBe(403)
    says(see.page, 'You are not on the list of people', 'mallory@serveml.example')
    expect((await mallory.ask(`/releases/${id}`)).status).toBe(403)
    expect((await mallory.send(link, signed)).status).toBe(403)
    expect(gate.signs()).toEqual([])
  })

  it('are shown no longer to somebody who has left', async () => {
    const ana = gate.browser()
    await ana.signIn('/')
    expect((await ana.ask('/')).status).toBe(200)
    gate.night.bench.account.s3.seed(
      gate.world.home.bucket,
      'people.json',
      JSON.stringify({ people: { bo: { roles: ['x'] } } }),
    )
    expect((await ana.ask('/')).status).toBe(403)
  })
})

describe('a session', () => {
  it('is over after eight hours', async () => {
    const ana = gate.browser()
    const { cookies } = await ana.signIn(link)
    expect(cookies.find((one) => one.startsWith('__Host-tidegate-session='))).toMatch(
      /; Max-Age=28800; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
    await gate.night.wait(8 * 3_600_000 - 60_000)
    expect((await ana.ask('/')).status).toBe(200)
    await gate.night.wait(120_000)
    expect((await ana.ask('/')).status).toBe(401)
  })

  it('counts for nothing when it was changed, or sealed for something else', async () => {
    const ana = gate.browser()
    await ana.signIn(link)
    const name = '__Host-tidegate-session'
    const session = ana.jar.get(name)!
    const parts = session.split('.')
    const flip = (text: string) => `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}`
    const none = Buffer.from('{"alg":"none"}').toString('base64url')
    const claims = Buffer.from('{"sub":"a-1","mail":"ana@serveml.example","exp":9999999999}').toString('base64url')
    await ana.ask(`/login?to=${encodeURIComponent(link)}`)
    const way = ana.jar.get('__Host-tidegate-way')!
    const changed = [2, 3, 4].map((at) => parts.map((part, n) => (n === at ? flip(part) : part)).join('.'))
    for (const forged of [...changed, `${none}.${claims}.`, way, '', 'x', session.slice(0, -1), '%']) {
      ana.jar.set(name, forged)
      expect((await ana.ask(link)).status, forged).toBe(401)
    }
    ana.jar.set(name, session)
    expect((await ana.ask(link)).status).toBe(200)
  })

  it('ends when its person signs out, with a form of ours alone; then the issuer asks who they are', async () => {
    const ana = gate.browser()
    await ana.signIn(link)
    expect((await ana.ask('/logout', { method: 'POST', form: { csrf: 'x' } })).status).toBe(403)
    expect((await ana.ask(link)).status).toBe(200)
    const out = await ana.send(`/logout?to=${encodeURIComponent(link)}`, {})
    says(out.page, 'You are signed out')
    expect(out.page).toContain(`href="/login?to=${encodeURIComponent(link)}&#38;again=yes"`)
    expect((await ana.ask(link)).status).toBe(401)
    await ana.signIn(link, '&again=yes')
    expect(issuer.prompts.slice(-2)).toEqual([null, 'login'])
  })
})

describe('somebody who comes back from the issuer', () => {
  it.each([
    ['a token without a signature', { signs: 'nothing' }, 'INVALID_RESPONSE'],
    ['a token without a signature that its metadata allow', { signs: 'nothing', allowsNone: true }, 'INVALID_RESPONSE'],
    ['a token that another key has signed', { signs: 'another key' }, 'INVALID_RESPONSE'],
    ['a token for another client', { audience: 'somebody-else' }, 'JWT_CLAIM_COMPARISON_FAILED'],
    ['a token of another issuer', { issuer: 'https://issuer.example' }, 'JWT_CLAIM_COMPARISON_FAILED'],
    ['a token for another sign-in', { nonce: 'another' }, 'JWT_CLAIM_COMPARISON_FAILED'],
    ['a token that is over', { expires: -3600 }, 'JWT_TIMESTAMP_CHECK_FAILED'],
    ['no token at all', { tokens: 'no JSON' }, 'RESPONSE_IS_NOT_JSON'],
  ] as const)('is not signed in with %s', async (_what, ways, code) => {
    // Metadata are kept for an hour, and these differ.
    await gate.night.wait(3_700_000)
    issuer.ways = ways
    const ana = gate.browser()
    const see = await ana.signIn(link)
    expect(see.status).toBe(403)
    says(see.page, `OAUTH_${code}`)
    says(see.page, 'You are not signed in', 'Nothing was decided')
    expect(ana.jar.has('__Host-tidegate-session')).toBe(false)
  })

  it('is not signed in when the issuer did not let them in', async () => {
    issuer.ways = { refuses: 'access_denied' }
    expect((await gate.browser().signIn(link)).status).toBe(403)
  })

  it.each([
    ['an address that nobody verified', { email: 'ana@serveml.example', email_verified: false }],
    ['an address of which nothing is said', { email: 'ana@serveml.example' }],
    ['no address', {}],
  ])('is not signed in with %s', async (_what, account) => {
    issuer.account = { sub: 'a-1', ...account }
    const ana = gate.browser()
    const see = await ana.signIn(link)
    expect(see.status).toBe(403)
    says(see.page, 'Your mail address is not verified')
    expect(ana.jar.has('__Host-tidegate-session')).toBe(false)
  })

  it('is signed in also where the address has to be asked for, and where the secret goes into the form', async () => {
    issuer.ways = { mailBesides: true }
    expect((await gate.browser().signIn(link)).to).toBe(link)
    await gate.night.wait(3_700_000)
    issuer.ways = { secretInForm: true }
    expect((await gate.browser().signIn('/')).to).toBe('/')
  })

  it('is not signed in with another state, from another browser, too late, or twice', async () => {
    const ana = gate.browser()
    const address = await ana.away(link)
    const other = new URL(address)
    other.searchParams.set('state', 'f'.repeat(64))
    const way = ana.jar.get('__Host-tidegate-way')!
    says((await ana.ask(other.href)).page, 'This sign-in is over')
    // It is used up by that, and another browser never had it.
    for (const one of [ana, gate.browser()]) expect((await one.ask(address)).status).toBe(400)
    // Whoever kept a copy: the code is as good as ever, once.
    ana.jar.set('__Host-tidegate-way', way)
    expect((await ana.ask(address)).to).toBe(link)
    const copied = gate.browser()
    copied.jar.set('__Host-tidegate-way', way)
    expect((await copied.ask(address)).status).toBe(403)
    copied.jar.set('__Host-tidegate-way', way)
    await gate.night.wait(601_000)
    expect((await copied.ask(address)).status).toBe(400)
  })

  it.each([
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    '/s/../../x',
    'javascript:alert(1)',
    '/login',
  ])('is led to no other page than ours: %s', async (to) => {
    expect((await gate.browser().signIn(to)).to).toBe('/')
  })

  it('begins at the address that the issuer sends them back to', async () => {
    const see = await gate.browser().ask(`/login?to=${encodeURIComponent(link)}`, { host: 'api.other.example' })
    expect(see.to).toBe(`https://tidegate.example/login?to=${encodeURIComponent(link)}`)
    expect(see.cookies).toEqual([])
  })
})

describe('when the issuer does not answer', () => {
  it.each([
    ['nothing listens there', undefined],
    ['it fails', { metadata: 500 }],
    ['it says that it is another', { metadata: 'of another' }],
  ] as const)('a page says so and nothing is decided: %s', async (_what, ways) => {
    if (ways === undefined) Object.assign(gate.world.home.oidc!, { issuer: 'http://127.0.0.1:9' })
    else issuer.ways = ways
    await gate.night.wait(3_700_000)
    const see = await gate.browser().ask(`/login?to=${encodeURIComponent(link)}`)
    expect(see.status).toBe(503)
    says(see.page, 'Nobody can sign in now', 'Nothing was decided')
    expect(gate.signs()).toEqual([])
  })

  it('and has let somebody in before: they can try again', async () => {
    issuer.ways = { tokens: 500 }
    expect((await gate.browser().signIn(link)).status).toBe(503)
  })

  it('whoever is signed in already goes on', async () => {
    const ana = gate.browser()
    await ana.signIn(link)
    const asked = issuer.asked.length
    expect((await ana.send(link, signed)).status).toBe(303)
    expect(issuer.asked.length).toBe(asked)
  })
})

it('nothing that a page or a log shows holds a secret, and the issuer is asked what it is once', async () => {
  const ana = gate.browser()
  await gate.night.wait(3_700_000)
  const before = issuer.asked.length
  const pages = [await ana.ask(link), await ana.signIn(link), await ana.ask(link), await ana.ask('/logout')]
  await ana.signIn('/')
  const asked = issuer.asked.slice(before).filter((path) => !['/authorize', '/token'].includes(path))
  expect(asked.filter((path) => path.includes('well-known'))).toHaveLength(1)
  expect(asked.filter((path) => path === '/jwks').length).toBeLessThanOrEqual(1)
  issuer.ways = { audience: 'somebody-else' }
  pages.push(await ana.signIn(link))
  const shown = JSON.stringify([pages, gate.night.bench.logs])
  for (const planted of [client.client_secret, cookieKey, 'access-a-1', 'eyJhbGciOiJSUzI1NiIs'])
    expect(shown).not.toContain(planted)
})

it('a secret that cannot be read lets nobody in, and is told to the log alone', async () => {
  const other = await gateWithSignIn(issuer, { secret: '{"clientSecret":"planted-too-0123456789"}' })
  const see = await other.browser().ask('/login')
  expect(see.status).toBe(500)
  const logs = JSON.stringify(other.night.bench.logs)
  expect(logs).toContain('cannot be read (cookieKey)')
  expect(`${logs}${see.page}`).not.toContain('planted-too')
  other.night.end()
})
