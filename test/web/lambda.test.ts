import { afterEach, describe, expect, it } from 'vitest'
import { bundle } from '../../cli/package/bundle.ts'
import { atTheGate, id, type Night } from '../stories/at-the-gate.ts'

let night: Night | undefined
afterEach(() => night?.end())

const asked = (rawPath: string, more: object = {}) => ({
  version: '2.0',
  rawPath,
  rawQueryString: '',
  headers: { host: 'tidegate.example' },
  requestContext: { domainName: 'tidegate.example', http: { method: 'GET', path: rawPath, sourceIp: '192.0.2.7' } },
  isBase64Encoded: false,
  ...more,
})

interface Result {
  readonly statusCode: number
  readonly headers: Record<string, string>
  readonly body: string
}

/** As API Gateway calls it, in virtual time. */
async function answered(event: unknown): Promise<Result> {
  const { bench } = night!
  let result: Result | undefined
  bench.functions.invoke('web', event, (how) => {
    if ('error' in how) throw new Error(`${how.error}: ${how.cause}`)
    result = how.output as Result
  })
  await bench.scheduler.run(() => result !== undefined)
  return result!
}

describe('the function behind the HTTP API', () => {
  it('shows the release that a link is about, in virtual time, and remembers that the link was followed', async () => {
    night = await atTheGate()
    const before = night.bench.scheduler.now()
    const { statusCode, headers, body } = await answered(asked(`/s/${night.token('ana')}/room`))
    expect(statusCode).toBe(200)
    expect(headers['content-type']).toMatch(/^text\/html/)
    expect(headers['content-security-policy']).toContain("default-src 'none'")
    expect(headers['strict-transport-security']).toContain('max-age')
    expect(body.includes('awaited: ')).toBe(true)
    expect(body.includes(`data-live="/s/${night.token('ana')}/room/live"`)).toBe(true)
    // A handful of reads, each of some milliseconds: nothing that the scheduler did not complete was waited for.
    expect(night.bench.scheduler.now() - before).toBeLessThan(2_000)
  })

  it('answers nothing new with nothing', async () => {
    night = await atTheGate()
    const live = `/s/${night.token('ana')}/room/live`
    // That a link was followed for the first time is news by itself.
    await answered(asked(live))
    const first = await answered(asked(live))
    const again = await answered(asked(live, { headers: { 'if-none-match': first.headers['etag'] } }))
    expect([first.statusCode, again.statusCode, again.body.length]).toEqual([200, 304, 0])
  })

  it('shows nothing to whoever has no link, or a forged one, and never the list', async () => {
    night = await atTheGate()
    const token = night.token('ana')
    const forged = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`
    const links = [`/s/${forged}/room`, '/s/x/room', `/s/${token.slice(0, 20)}/room/live`]
    for (const path of ['/', `/releases/${id}`, ...links]) {
      const { statusCode, body } = await answered(asked(path))
      expect(statusCode, path).toBe(links.includes(path) ? 404 : 401)
      expect(body.includes('serveml'), path).toBe(false)
    }
  })

  it('stops whoever asks too often, for that link alone', async () => {
    night = await atTheGate()
    const room = `/s/${night.token('ana')}/room`
    const codes = new Set<number>()
    for (let times = 0; times < 62; times += 1) codes.add((await answered(asked(room))).statusCode)
    expect(codes).toEqual(new Set([200, 429]))
    expect((await answered(asked(`/s/${night.token('bo')}/room`))).statusCode).toBe(200)
  })

  it('answers whatever comes, and tells neither a stack nor a link', async () => {
    night = await atTheGate()
    const strange = [
      undefined,
      null,
      {},
      'text',
      asked('/s/%'),
      asked('//evil.example/'),
      asked('/\u0000'),
      asked('/', { rawQueryString: '%' }),
      asked('/', { headers: { 'bad name': 'x' } }),
      asked('/', { requestContext: { domainName: 'x y', http: { method: 'GET' } } }),
      asked('/', { requestContext: { domainName: 'tidegate.example', http: { method: 'TRACE' } } }),
      asked(`/releases/${'a'.repeat(9_000)}`),
    ]
    for (const event of strange) {
      const { statusCode, body, headers } = await answered(event)
      expect(statusCode, JSON.stringify(event)).toBeGreaterThanOrEqual(400)
      expect(statusCode, JSON.stringify(event)).toBeLessThan(500)
      expect(/ at .+\.ts|Error:/.exec(body)?.[0]).toBeUndefined()
      expect(headers['content-security-policy']).toContain("default-src 'none'")
    }
    const told = JSON.stringify(night.bench.logs)
    expect(told.includes(night.token('ana'))).toBe(false)
  })
})

describe('the bundle of the pages', () => {
  it('brings their style and script along, as the same text', async () => {
    const made = await bundle('web', new URL('../..', import.meta.url).pathname)
    const code = [...made.files.values()].map((bytes) => Buffer.from(bytes).toString('utf8')).join('\n')
    expect(code).toContain('prefers-reduced-motion')
    expect(code).toContain('visibilitychange')
    expect(code).not.toContain('pages.css')
  })
})
