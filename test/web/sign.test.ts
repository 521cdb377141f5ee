import { afterEach, describe, expect, it } from 'vitest'
import { decideAs } from '../../rehearsal/decide-as.ts'
import { createApp } from '../../web/app.ts'
import { atTheGate, id, type Night, type Wanted } from '../stories/at-the-gate.ts'
import { wordsOf } from './stage.ts'

let open: Night | undefined
afterEach(() => open?.end())

/** A release at its gate, and a browser in which somebody opens links. */
async function browser(wanted?: Wanted) {
  const night = await atTheGate(wanted)
  open = night
  const app = createApp({
    world: () => night.world,
    shelf: () => ({ about: '', list: async () => ({ shelved: [], left: 0 }), find: async () => undefined }),
    access: async () => undefined,
    origin: () => ({ from: '198.51.100.7', with: 'A telephone' }),
  })
  let cookie = ''
  const ask = (path: string, init: RequestInit = {}) =>
    night.run(async () => {
      const headers = { ...(cookie !== '' && { Cookie: cookie }), ...(init.headers as Record<string, string>) }
      const answer = await app.request(`https://tidegate.example${path}`, { ...init, headers })
      const set = answer.headers.get('Set-Cookie')
      if (set !== null) cookie = set.split(';')[0]!
      return { status: answer.status, headers: answer.headers, page: await answer.text() }
    })
  return {
    night,
    open: (person: string, method = 'GET') => ask(`/s/${night.token(person)}`, { method }),
    get: ask,
    /** Sends the form that the page shows. */
    async send(person: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
      const shown = await ask(`/s/${night.token(person)}`)
      const csrf = /name="csrf" value="([^"]*)"/.exec(shown.page)?.[1] ?? ''
      return ask(`/s/${night.token(person)}`, {
        method: 'POST',
        body: new URLSearchParams({ csrf, ...fields }).toString(),
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
      })
    },
    forget: () => {
      cookie = ''
    },
  }
}
const signs = { say: 'sign', typed: 'Serveml-2.4.0', reason: '' }

describe('the page of a personal link', () => {
  it('asks one thing, and says what one needs to know to answer it', async () => {
    const { open: see } = await browser()
    const { status, page, headers } = await see('ana')
    expect(status).toBe(200)
    const words = wordsOf(page)
    for (const said of [
      'May serveml 2.4.0 go to production?',
      'You sign as Ana Alvarez',
      'Nothing happens until you press a button.',
      'Asked for by Fay Fox',
      'What will happen, in this order',
      'checks are good',
      'users are back within 5 min',
      'Bo Berg as security lead: awaited',
      'type serveml 2.4.0',
    ]) {
      expect(words.includes(said), said).toBe(true)
    }
    expect(headers.get('Cache-Control')).toBe('no-store')
    expect(headers.get('Referrer-Policy')).toBe('no-referrer')
    expect(headers.get('Content-Security-Policy')).toContain("form-action 'self'")
    expect(headers.get('Set-Cookie')).toMatch(/^__Host-tidegate=[0-9a-f-]{36}; Max-Age=3600; Path=\/; HttpOnly; Secure/)
  })

  it('decides nothing when a scanner fetches everything twice in parallel', async () => {
    const { night } = await browser()
    const app = createApp({ world: () => night.world, shelf: () => ({}) as never, access: async () => undefined })
    const url = `https://tidegate.example/s/${night.token('ana')}`
    const answers = await night.run(() =>
      Promise.all(
        ['GET', 'HEAD', 'GET', 'HEAD', 'GET'].map(async (method) => (await app.request(url, { method })).status),
      ),
    )
    expect(answers).toEqual([200, 200, 200, 200, 200])
    expect(night.sign('ana')).toBeUndefined()
  })

  it('signs for its person, once, seen where', async () => {
    const { night, send, open: see } = await browser()
    const sent = await send('ana', signs)
    expect(sent.status).toBe(303)
    expect(sent.headers.get('Location')).toBe(`/s/${night.token('ana')}`)
    expect(night.sign('ana')).toMatchObject({
      decision: 'sign',
      channel: 'link',
      from: '198.51.100.7',
      with: 'A telephone',
    })
    const after = await see('ana')
    expect(wordsOf(after.page)).toContain('You signed. Thank you.')
    expect(after.page).not.toContain('<form')
    const again = await send('ana', { say: 'reject', reason: 'after all' })
    expect(again.status).not.toBe(422)
    expect(night.sign('ana')).toMatchObject({ decision: 'sign' })
  })

  it('rejects with a reason, and everybody reads it', async () => {
    const { night, send, open: see } = await browser()
    expect((await send('bo', { say: 'reject', reason: 'the <script> audit is not done' })).status).toBe(303)
    await night.until(() => night.gate()?.decision !== undefined && !night.bench.functions.busy)
    const other = await see('ana')
    expect(wordsOf(other.page)).toContain('It is decided already: rejected')
    expect(wordsOf(other.page)).toContain('the <script> audit is not done')
    expect(other.page).not.toContain('<script> audit')
  })

  it('keeps what was typed when something is wrong with it', async () => {
    const { night, send } = await browser()
    const sent = await send('ana', { say: 'sign', typed: 'serveml 2.4', reason: 'looks "good"' })
    expect(sent.status).toBe(422)
    expect(wordsOf(sent.page)).toContain('Nothing was decided. Type "serveml 2.4.0" to show that you mean this release')
    expect(sent.page).toContain('value="serveml 2.4"')
    expect(sent.page).toContain('looks &#34;good&#34;')
    expect(night.sign('ana')).toBeUndefined()
  })

  it.each<[string, Record<string, string>, Record<string, string>, number]>([
    ['from elsewhere', signs, { Origin: 'https://elsewhere.test' }, 403],
    ['that the browser says is from elsewhere', signs, { 'Sec-Fetch-Site': 'cross-site' }, 403],
    ['with another secret', { ...signs, csrf: '00000000-0000-4000-8000-000000000000' }, {}, 403],
    ['that is no form', signs, { 'Content-Type': 'application/json' }, 400],
    ['with a field that no form has', { ...signs, gate: 'cutover' }, {}, 400],
    ['that says nothing known', { say: 'approve' }, {}, 400],
  ])('takes no form %s', async (_what, fields, headers, status) => {
    const { night, send } = await browser()
    expect((await send('ana', fields, headers)).status).toBe(status)
    expect(night.sign('ana')).toBeUndefined()
  })

  it('takes no form from a browser that has not seen the page', async () => {
    const { night, get } = await browser()
    const answer = await get(`/s/${night.token('ana')}`, {
      method: 'POST',
      body: new URLSearchParams({ ...signs, csrf: '' }).toString(),
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    })
    expect(answer.status).toBe(403)
    expect(night.sign('ana')).toBeUndefined()
  })

  it('takes no more than any answer can be', async () => {
    const { night, send } = await browser()
    expect((await send('ana', { ...signs, reason: 'x'.repeat(20_000) })).status).toBe(413)
    expect(night.sign('ana')).toBeUndefined()
  })

  it('that nobody made looks like any other address', async () => {
    const { get } = await browser()
    const forged = await get('/s/00000000-00000000000000000000000000000000-0000000000000000000000000000000000000000000')
    const nowhere = await get('/nowhere')
    expect([forged.status, nowhere.status]).toEqual([404, 404])
    expect(forged.page).toBe(nowhere.page)
  })

  it('is asked for later while KMS does not answer, and looks like any other address when KMS refuses its key', async () => {
    const { night, open: see, send, get } = await browser()
    const back = night.failing('KMS.VerifyMac', Object.assign(new Error('slow down'), { name: 'ThrottlingException' }))
    const away = await see('ana')
    expect([away.status, away.headers.get('Retry-After')]).toEqual([503, '60'])
    expect(wordsOf(away.page)).toContain('Please try again in a minute')
    expect(wordsOf(away.page)).toContain('Your link stays good')
    back()
    night.failing('KMS.VerifyMac', Object.assign(new Error('disabled'), { name: 'DisabledException' }))
    const [refused, nowhere] = [await see('ana'), await get('/nowhere')]
    expect([refused.status, refused.page]).toEqual([404, nowhere.page])
    expect((await send('ana', signs)).status).toBe(404)
    expect(night.sign('ana')).toBeUndefined()
  })

  it('says what a signature counts for to whoever could sign for several, and asks again when that has changed', async () => {
    const both: Wanted['people'] = ({ people }) => {
      people['gus']!.roles.push('engineering-lead', 'operations-lead')
    }
    const { night, open: see, send } = await browser({ people: both })
    const before = wordsOf((await see('gus')).page)
    expect(before).toContain('Your sign-off as engineering lead')
    expect(before).toContain('You could sign as engineering lead or operations lead. One person counts for one role')
    expect((await see('bo')).page).not.toContain('You could sign as')
    expect((await send('ana', signs)).status).toBe(303)
    // Sent from the page as it was.
    const late = await send('gus', { ...signs, role: 'engineering-lead' })
    expect(late.status).toBe(422)
    expect(wordsOf(late.page)).toContain('yours would count as operations lead now')
    expect(night.sign('gus')).toBeUndefined()
    expect((await send('gus', { ...signs, role: 'operations-lead' })).status).toBe(303)
    expect(night.sign('gus')).toMatchObject({ role: 'operations-lead' })
  })

  it('takes no role that is not their own', async () => {
    const { night, send } = await browser()
    expect((await send('ana', { ...signs, role: 'operations-lead' })).status).toBe(422)
    expect(night.sign('ana')).toBeUndefined()
  })

  it('lets whoever has signed break the glass, if the plan lets them, and says what went wrong with it', async () => {
    const {
      night,
      send,
      open: see,
    } = await browser({
      plan: (gates) => {
        gates['go']!['breakGlass'] = ['operations-lead']
      },
    })
    for (const person of ['ana', 'cy']) expect((await send(person, signs)).status).toBe(303)
    expect((await see('ana')).page).not.toContain('<form')
    expect(wordsOf((await see('cy')).page)).toContain('Emergency: go ahead without the others')
    const glass = { say: 'break-glass', reason: 'users cannot pay', review: 'yes' }
    const wrong = await send('cy', { ...glass, typed: 'serveml' })
    expect([wrong.status, wordsOf(wrong.page).includes('Nothing was decided. Type "serveml 2.4.0"')]).toEqual([
      422,
      true,
    ])
    expect((await send('cy', { ...glass, typed: 'serveml 2.4.0' })).status).toBe(303)
    const after = await see('cy')
    expect(wordsOf(after.page)).toContain('You broke the glass. Thank you.')
    expect(after.page).not.toContain('<form')
    await night.until(() => night.gate()?.decision !== undefined)
    expect(night.gate()).toMatchObject({ decision: 'opened', because: expect.stringContaining('to be reviewed') })
  })

  it('shows the release to its person, and no other', async () => {
    const { get, night } = await browser()
    const room = await get(`/s/${night.token('ana')}/room`)
    expect(room.status).toBe(200)
    expect(wordsOf(room.page)).toContain('Gate "go" waits for Ana Alvarez')
    expect((await get(`/releases/${id}`)).status).toBe(401)
  })
})

async function toHold(night: Night, send: (person: string, fields: Record<string, string>) => Promise<unknown>) {
  for (const person of ['ana', 'bo', 'cy']) await send(person, signs)
  await night.until(() => night.gate('cutover')?.requestedAt !== undefined && !night.bench.functions.busy)
  for (const person of ['dee', 'eli']) await send(person, signs)
  const moved = /^LINE#route53-record.*#005$/
  await night.until(() => night.bench.table.dump().some((item) => moved.test(item.sk) && item['state'] === 'settled'))
  decideAs(night.bench, 'cy', { say: 'halt', release: id, reason: 'a look' })
  await night.until(
    () => night.sent().some(({ attributes }) => attributes['hold'] !== undefined) && !night.bench.functions.busy,
  )
}

describe('the page of a hold', () => {
  it('says that no answer is needed when the release has gone back meanwhile', async () => {
    const { night, open: see, send } = await browser()
    await toHold(night, send)
    const rollback = { machine: 'tidegate-rollback', name: `${id}-rollback-1` } as const
    night.bench.engine.startExecution({ ...rollback, input: { release: id, person: 'cy', reason: 'enough' } })
    await night.until(() => night.record()?.outcome !== undefined)
    const { page } = await see('cy')
    expect(wordsOf(page)).toContain('No answer is needed any more')
    expect(page).not.toContain('<form')
  })

  it('offers each answer with what it costs, and takes one', async () => {
    const { night, send, open: see } = await browser()
    await toHold(night, send)
    const { page } = await see('cy')
    const words = wordsOf(page)
    for (const said of [
      'serveml 2.4.0 holds. What now?',
      'Go on',
      'Step back',
      'Roll back',
      'Users are back within 5 min',
    ]) {
      expect(words.includes(said), said).toBe(true)
    }
    expect((await send('cy', { say: 'go-on', reason: 'all is well', typed: '' })).status).toBe(422)
    expect((await send('cy', { say: 'roll-back', reason: 'better not' })).status).toBe(303)
    expect(wordsOf((await see('ana')).page)).toContain('Answered: roll back')
    await night.until(() => night.record()?.outcome !== undefined)
    expect(night.record()).toMatchObject({ outcome: 'rolled-back' })
  })
})
