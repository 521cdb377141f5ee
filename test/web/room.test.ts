import { beforeAll, describe, expect, it } from 'vitest'
import { parseFault } from '../../rehearsal/faults/index.ts'
import { createApp } from '../../web/app.ts'
import { scripted, serveml } from '../stories/stage.ts'
import { appOver, awaitsGate, isWatching, type Stopped, stoppedWhen, wordsOf } from './stage.ts'

const id = 'serveml-2-4-0-1'
const room = `/releases/${id}`
let atGate: Stopped
let watched: Stopped
beforeAll(async () => {
  const scene = await serveml()
  ;[atGate, watched] = await Promise.all([stoppedWhen(scene, awaitsGate('go')), stoppedWhen(scene, isWatching(25))])
})
const text = async (answer: Response | Promise<Response>): Promise<string> => (await answer).text()

/** Pages are long: a test that fails says what it missed, not the page. */
function says(page: string, ...sentences: readonly string[]): void {
  const words = wordsOf(page)
  expect(sentences.filter((one) => !words.includes(one))).toEqual([])
}

describe('the room of a release that waits at its gate', () => {
  let page: string
  beforeAll(async () => {
    page = await text(appOver(atGate.table, atGate.at).app.request(room))
  })

  it('names who is awaited, and who has signed', () => {
    says(
      page,
      'Gate "go" waits for Bo Berg as security lead, Cy Chen as operations lead.',
      'Ana Alvarez signed as engineering lead',
    )
    says(page, 'security lead awaited: Bo Berg')
    expect(wordsOf(page).includes('awaited: Ana')).toBe(false)
  })

  it('tells what is still to come, and how long that usually takes', () => {
    says(page, 'api.serveml.example → 25 % to come usually', 'bake to come usually 24 h')
  })

  it('goes on by itself, with the script and without', () => {
    expect(page.includes(`data-live="${room}/live"`)).toBe(true)
    expect(/<noscript><meta http-equiv="refresh" content="\d+"><\/noscript>/.test(page)).toBe(true)
  })
})

describe('the room of a release that moves users', () => {
  it('shows the share that was asked for, what it watches, and only what is to come as to come', async () => {
    const page = await text(appOver(watched.table, watched.at).app.request(room))
    says(page, 'api.serveml.example 25 % asked', 'Cut over: api.serveml.example → 25 %, watching.')
    says(page, 'api.serveml.example → 100 % to come')
    expect(wordsOf(page).includes('api.serveml.example → 25 % to come')).toBe(false)
  })
})

describe('the room of a night that goes otherwise', () => {
  const pageOf = async (fault: string, what: Parameters<typeof stoppedWhen>[1] = () => true) => {
    const faults = scripted(`${fault}.yaml`).faults.map((one) => parseFault(one, 'room'))
    const stopped = await stoppedWhen(await serveml(), what, faults)
    return { ...stopped, page: (table: Stopped['table'], at: number) => text(appOver(table, at).app.request(room)) }
  }

  it('says where it holds and why, by the name of who asked for it', async () => {
    const { page, table, at } = await pageOf('halted-and-rolled-back', (items) =>
      items.some((item) => item.sk.startsWith('HOLD#')),
    )
    const held = await page(table, at)
    says(held, 'It holds, api.serveml.example at 25 %: Cy Chen asked to halt', 'Somebody has to answer.')
    expect(wordsOf(held)).not.toMatch(/\bcy\b|1025|roll-back/)
  })

  it('says who rejected it, and who did not sign in time', async () => {
    const { page, run } = await pageOf('somebody-rejects')
    says(await page(run.table, run.endedAt), 'Gate "go": Ana Alvarez rejected it: not tonight')
    const silent = await pageOf('nobody-signs')
    says(
      await silent.page(silent.run.table, silent.run.endedAt),
      'Gate "go": not enough signatures in time; still awaited: Ana Alvarez (engineering lead), Bo Berg (security lead)',
    )
  })

  it('tells once, and in what differs, what could not be put back', async () => {
    const { page, run } = await pageOf('record-drifts')
    const stuck = await page(run.table, run.endedAt)
    says(stuck, 'found records.blue.weight 75 in place of 100, records.green.weight 32 in place of 0')
    expect(wordsOf(stuck)).not.toContain('"records":[')
  })
})

describe('what is asked again and again', () => {
  it('is answered with nothing while nothing has happened, and anew when something has', async () => {
    const { app } = appOver(atGate.table, atGate.at)
    const first = await app.request(`${room}/live`)
    const tag = first.headers.get('ETag')!
    expect(first.status).toBe(200)
    expect((await first.text()).startsWith('<section id="part-top"')).toBe(true)
    const again = await app.request(`${room}/live`, { headers: { 'If-None-Match': `W/${tag}` } })
    expect([again.status, await again.text()]).toEqual([304, ''])
    const later = appOver(watched.table, watched.at).app
    const news = await later.request(`${room}/live`, { headers: { 'If-None-Match': tag } })
    expect(news.status).toBe(200)
    expect(news.headers.get('X-Tidegate-Live')).toBe('yes')
  })

  it('ends with the release', async () => {
    const { app } = appOver(atGate.run.table, atGate.run.endedAt)
    expect((await app.request(`${room}/live`)).headers.get('X-Tidegate-Live')).toBe('no')
    expect((await text(app.request(room))).includes('data-live')).toBe(false)
  })
})

describe('the list of releases', () => {
  it('tells outcome, duration and the four keys, and leads to the room', async () => {
    const page = await text(appOver(atGate.run.table, atGate.run.endedAt).app.request('/'))
    expect(page.includes(`href="${room}"`)).toBe(true)
    says(page, '2.4.0 released', 'Released 1 of 1', 'took 25 h')
  })

  it('says how there comes to be a release when there is none', async () => {
    expect(await text(appOver([], 0).app.request('/'))).toContain('rehearse serveml')
  })
})

describe('whoever may not see it', () => {
  it('is told to prove who they are', async () => {
    const { app } = appOver(atGate.table, atGate.at, { access: 'nobody' })
    for (const path of ['/', room, `${room}/live`]) {
      const answer = await app.request(path)
      expect(answer.status).toBe(401)
      const page = await answer.text()
      expect(page).toContain('Who are you?')
      expect(page).not.toContain('serveml-2-4-0-1<')
    }
  })

  it('sees their own release and cannot tell others from none', async () => {
    const { app } = appOver(atGate.table, atGate.at, { access: { release: 'other-1' } })
    const [another, none] = await Promise.all([app.request(room), app.request('/releases/no-such-1')])
    expect([another.status, none.status]).toEqual([404, 404])
    expect(await another.text()).toBe(await none.text())
    const own = appOver(atGate.table, atGate.at, { access: { release: id } }).app
    expect((await own.request(room)).status).toBe(200)
    expect((await own.request('/')).headers.get('Location')).toBe(room)
  })
})

describe('every answer', () => {
  it('forbids everything from elsewhere and inline, and is kept nowhere', async () => {
    const { app } = appOver(atGate.table, atGate.at)
    for (const path of ['/', room, '/nowhere', '/releases/../etc']) {
      const { headers } = await app.request(path)
      expect(headers.get('Content-Security-Policy')).toBe(
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; " +
          "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      )
      expect(headers.get('Cache-Control')).toBe('no-store')
      expect(headers.get('Referrer-Policy')).toBe('no-referrer')
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
      expect(headers.get('X-Robots-Tag')).toContain('noindex')
      expect(headers.get('Strict-Transport-Security')).toBeNull()
    }
    const secure = await app.request(`https://tidegate.example${room}`)
    expect(secure.headers.get('Strict-Transport-Security')).toContain('max-age')
  })

  it('has no style and no script in it, and asks nobody else for anything', async () => {
    const { app } = appOver(atGate.run.table, atGate.run.endedAt)
    for (const path of ['/', room, '/nowhere']) {
      const page = await text(app.request(path))
      expect(/\sstyle=|<style|\son\w+=|javascript:/.exec(page)?.[0]).toBeUndefined()
      expect(/(src|href|action)="(https?:)?\/\//.exec(page)?.[0]).toBeUndefined()
    }
  })

  it('names the stylesheet and the script by their content, to be kept for ever', async () => {
    const { app } = appOver(atGate.table, atGate.at)
    const page = await text(app.request(room))
    const paths = [...page.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, path]) => path!)
    expect(paths).toHaveLength(2)
    for (const path of paths) {
      const answer = await app.request(path)
      expect(answer.status).toBe(200)
      expect(answer.headers.get('Cache-Control')).toContain('immutable')
      expect(answer.headers.get('Content-Type')).toMatch(/^text\/(css|javascript)/)
    }
  })

  it('shows what people wrote as text', async () => {
    const hostile = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
    const table = atGate.table.map((item) =>
      item.sk === 'RELEASE' ? { ...item, reason: hostile, requester: hostile } : item,
    )
    const { app } = appOver(table, atGate.at)
    for (const path of ['/', room, `${room}/live`]) {
      const page = await text(app.request(path))
      expect(/<script>alert|<img/.exec(page)?.[0]).toBeUndefined()
    }
    says(await text(app.request(room)), hostile)
  })

  it('says in words that something failed, and neither where nor with which secret', async () => {
    const { logs } = appOver([], 0)
    const app = createApp({
      world: () => ({ log: (_level: string, message: string) => logs.push(message) }) as never,
      shelf: () => ({
        about: '',
        list: () => Promise.reject(new Error('no')),
        find: () => Promise.reject(new Error('password=hunter2hunter2 refused')),
      }),
      access: async () => ({}),
    })
    const answer = await app.request(room)
    expect(answer.status).toBe(500)
    const page = await answer.text()
    expect(page).toContain('tidegate doctor')
    expect(page).not.toMatch(/hunter2|at .*\.ts|Error/)
    expect(answer.headers.get('Content-Security-Policy')).toContain("default-src 'none'")
    expect(logs.join()).not.toContain('hunter2')
  })
})
