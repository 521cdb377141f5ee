import { createSocket } from 'node:dgram'
import { createServer as createHttp } from 'node:http'
import { createServer as createHttps } from 'node:https'
import { createServer as createTcp, type Server } from 'node:net'
import { createServer as createTls, type TlsOptions } from 'node:tls'
import dns, { type Answer } from 'dns-packet'
import { afterEach, describe, expect, it } from 'vitest'
import { listen, worldHere } from './world-fixture.ts'
import { selfSigned } from './x509.ts'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})
async function serve<S extends Server>(server: S): Promise<number> {
  const sockets = new Set<{ destroy(): void }>()
  server.on('connection', (socket) => sockets.add(socket))
  ends.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return listen(server)
}
const day = 86_400_000
const good = selfSigned({
  names: ['api.serveml.example', '*.serveml.example'],
  from: new Date(Date.now() - day),
  to: new Date(Date.now() + 90 * day),
})
const serveTls = (options: TlsOptions = {}) => serve(createTls({ ...good, ...options }))

describe('an HTTP request', () => {
  it('goes to the given address and still asks in the name of the URL', async () => {
    const port = await serve(
      createHttp((request, response) => response.end(`${request.method} ${request.headers.host}`)),
    )
    const world = worldHere()
    const answer = await world.http({
      url: `http://api.serveml.example:${port}/health`,
      address: '127.0.0.1',
      timeoutMs: 5_000,
    })
    expect(answer).toMatchObject({ status: 200, body: `GET api.serveml.example:${port}` })
  })

  it('shows the TLS server the name of the URL, not the address', async () => {
    const names: string[] = []
    const port = await serve(
      createHttps(
        {
          ...good,
          SNICallback: (name, done) => {
            names.push(name)
            done(null)
          },
        },
        (_, response) => response.end('ok'),
      ),
    )
    const request = { url: `https://api.serveml.example:${port}/`, address: '127.0.0.1', timeoutMs: 5_000 }
    expect((await worldHere({ ca: good.cert }).http(request)).body).toBe('ok')
    expect(names).toEqual(['api.serveml.example'])
  })

  it('has no answer when the certificate is not trusted', async () => {
    const port = await serve(createHttps(good, (_, response) => response.end('ok')))
    const request = { url: `https://api.serveml.example:${port}/`, address: '127.0.0.1', timeoutMs: 5_000 }
    await expect(worldHere().http(request)).rejects.toMatchObject({
      name: 'NetworkError',
      code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    })
  })

  it('follows no redirect', async () => {
    const port = await serve(
      createHttp((_, response) => response.writeHead(302, { Location: '/elsewhere', 'X-Side': 'blue' }).end()),
    )
    const answer = await worldHere().http({ url: `http://127.0.0.1:${port}/`, timeoutMs: 5_000 })
    expect(answer.status).toBe(302)
    expect(answer.headers).toMatchObject({ location: '/elsewhere', 'x-side': 'blue' })
  })

  it('sends method, headers and body', async () => {
    const port = await serve(
      createHttp((request, response) => {
        let body = ''
        request
          .on('data', (chunk) => {
            body += chunk
          })
          .on('end', () => response.end(`${request.method} ${request.headers['x-test']} ${body}`))
      }),
    )
    const answer = await worldHere().http({
      url: `http://127.0.0.1:${port}/`,
      method: 'POST',
      headers: { 'x-test': 'yes' },
      body: '{"a":1}',
      timeoutMs: 5_000,
    })
    expect(answer.body).toBe('POST yes {"a":1}')
  })

  it('reads 64 KiB of a body that never ends', async () => {
    const port = await serve(
      createHttp((_, response) => {
        const more = () => {
          while (!response.destroyed && response.write('x'.repeat(10_000)));
          if (!response.destroyed) response.once('drain', more)
        }
        more()
      }),
    )
    expect((await worldHere().http({ url: `http://127.0.0.1:${port}/`, timeoutMs: 5_000 })).body).toHaveLength(65_536)
  })

  it('is a NetworkError when a server accepts and says nothing, even one that trickles', async () => {
    const port = await serve(
      createHttp((_, response) => {
        response.writeHead(200)
        const trickle = setInterval(() => response.write('.'), 20)
        ends.push(() => clearInterval(trickle))
      }),
    )
    const asked = worldHere().http({ url: `http://127.0.0.1:${port}/`, timeoutMs: 200 })
    await expect(asked).rejects.toMatchObject({ name: 'NetworkError', code: 'ETIMEDOUT' })
  })

  it('is a NetworkError when nobody listens', async () => {
    const server = createTcp()
    const port = await listen(server)
    await new Promise((closed) => server.close(closed))
    await expect(worldHere().http({ url: `http://127.0.0.1:${port}/`, timeoutMs: 5_000 })).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    })
  })
})

describe('a TLS handshake', () => {
  it('reports what was served, and that nobody vouches for it', async () => {
    const port = await serveTls()
    const answer = await worldHere().tls({
      host: '127.0.0.1',
      port,
      servername: 'api.serveml.example',
      timeoutMs: 5_000,
    })
    expect(answer).toMatchObject({
      trusted: false,
      because: 'DEPTH_ZERO_SELF_SIGNED_CERT',
      protocol: 'TLSv1.3',
      names: ['api.serveml.example', '*.serveml.example'],
    })
    expect(answer.notAfter - Date.now()).toBeGreaterThan(89 * day)
    expect(answer.fingerprint256).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
  })

  it('is trusted when its issuer is, and only for its own names', async () => {
    const port = await serveTls()
    const world = worldHere({ ca: good.cert })
    const ask = (servername: string) => world.tls({ host: '127.0.0.1', port, servername, timeoutMs: 5_000 })
    expect((await ask('api.serveml.example')).trusted).toBe(true)
    expect(await ask('other.example')).toMatchObject({ trusted: false, because: 'ERR_TLS_CERT_ALTNAME_INVALID' })
  })

  it('really offers an old version: a server that takes TLS 1.1 is seen to take it, one that does not refuses', async () => {
    const lax = await serveTls({ minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' })
    const strict = await serveTls({ minVersion: 'TLSv1.2' })
    const ask = (port: number) =>
      worldHere().tls({
        host: '127.0.0.1',
        port,
        servername: 'api.serveml.example',
        maxVersion: 'TLSv1.1',
        timeoutMs: 5_000,
      })
    expect((await ask(lax)).protocol).toBe('TLSv1.1')
    await expect(ask(strict)).rejects.toMatchObject({ name: 'NetworkError' })
  })

  it('ends in time with a server that never shakes hands', async () => {
    const port = await serve(createTcp())
    const asked = worldHere().tls({ host: '127.0.0.1', port, servername: 'api.serveml.example', timeoutMs: 200 })
    await expect(asked).rejects.toMatchObject({ code: 'ETIMEDOUT' })
  })
})

type Zone = Readonly<Record<string, { answers?: Answer[]; authorities?: Answer[]; rcode?: number; cut?: boolean }>>
/** A name server on loopback, UDP and TCP on one port, that loses the first datagrams on request. */
async function nameServer(zone: Zone, { lose = 0, tcp = zone } = {}): Promise<string> {
  let lost = 0
  const answer = (asked: Buffer, from: Zone): Buffer => {
    const question = dns.decode(asked)
    const { name = '', type = 'A' } = question.questions?.[0] ?? {}
    const found = from[`${name} ${type}`] ?? { rcode: 3 }
    const flags = (found.rcode ?? 0) | (found.cut ? dns.TRUNCATED_RESPONSE : 0)
    return dns.encode({
      type: 'response',
      id: question.id ?? 0,
      flags,
      questions: question.questions ?? [],
      answers: found.answers ?? [],
      authorities: found.authorities ?? [],
    })
  }
  const overTcp = createTcp((socket) =>
    socket.on('data', (bytes) => {
      const said = answer(bytes.subarray(2), tcp)
      socket.end(Buffer.concat([Buffer.of(said.length >> 8, said.length & 0xff), said]))
    }),
  )
  const port = await serve(overTcp)
  const socket = createSocket('udp4').on('message', (asked, from) => {
    if (lost++ >= lose) socket.send(answer(asked, zone), from.port, from.address)
  })
  await new Promise<void>((bound) => socket.bind(port, '127.0.0.1', bound))
  ends.push(() => socket.close())
  return `127.0.0.1:${port}`
}

describe('a DNS question', () => {
  const ask = (server: string, name: string, type: 'A' | 'NS' | 'TXT' | 'CNAME' | 'SOA', timeoutMs = 2_000) =>
    worldHere().dns({ server, name, type, timeoutMs })

  it('tells value and TTL of every kind of record', async () => {
    const server = await nameServer({
      'api.serveml.example A': { answers: [{ type: 'A', name: 'api.serveml.example', ttl: 60, data: '192.0.2.7' }] },
      'www.serveml.example CNAME': {
        answers: [{ type: 'CNAME', name: 'www.serveml.example', ttl: 300, data: 'API.serveml.example.' }],
      },
      'serveml.example TXT': { answers: [{ type: 'TXT', name: 'serveml.example', ttl: 5, data: ['side=', 'blue'] }] },
    })
    expect((await ask(server, 'API.serveml.example.', 'A')).answers).toEqual([{ value: '192.0.2.7', ttl: 60 }])
    expect((await ask(server, 'www.serveml.example', 'CNAME')).answers).toEqual([
      { value: 'api.serveml.example', ttl: 300 },
    ])
    expect((await ask(server, 'serveml.example', 'TXT')).answers).toEqual([{ value: 'side=blue', ttl: 5 }])
  })

  it('takes a referral for the answer to a question for name servers', async () => {
    const server = await nameServer({
      'serveml.example NS': { authorities: [{ type: 'NS', name: 'serveml.example', ttl: 900, data: 'ns-1.example' }] },
    })
    expect((await ask(server, 'serveml.example', 'NS')).answers).toEqual([{ value: 'ns-1.example', ttl: 900 }])
  })

  it('is asked of a server that is known by name', async () => {
    const server = await nameServer({
      'serveml.example TXT': { answers: [{ type: 'TXT', name: 'serveml.example', ttl: 5, data: 'Side=Blue' }] },
    })
    const byName = server.replace('127.0.0.1', 'localhost')
    expect((await ask(byName, 'serveml.example', 'TXT')).answers).toEqual([{ value: 'Side=Blue', ttl: 5 }])
  })

  it('says why there is no answer', async () => {
    const server = await nameServer({ 'broken.example A': { rcode: 2 } })
    expect(await ask(server, 'nowhere.example', 'A')).toEqual({ answers: [], failed: 'NXDOMAIN' })
    expect(await ask(server, 'broken.example', 'A')).toEqual({ answers: [], failed: 'SERVFAIL' })
  })

  it('asks again when the first datagram is lost, and gives up in time when all are', async () => {
    const zone: Zone = {
      'api.serveml.example A': { answers: [{ type: 'A', name: 'api.serveml.example', ttl: 60, data: '192.0.2.7' }] },
    }
    expect((await ask(await nameServer(zone, { lose: 1 }), 'api.serveml.example', 'A', 600)).answers).toHaveLength(1)
    expect(await ask(await nameServer(zone, { lose: 9 }), 'api.serveml.example', 'A', 200)).toEqual({
      answers: [],
      failed: 'TIMEOUT',
    })
  })

  it('fetches over TCP what was cut', async () => {
    const many = Array.from(
      { length: 60 },
      (_, n): Answer => ({ type: 'A', name: 'api.serveml.example', ttl: 60, data: `192.0.2.${n}` }),
    )
    const server = await nameServer(
      { 'api.serveml.example A': { cut: true } },
      { tcp: { 'api.serveml.example A': { answers: many } } },
    )
    expect((await ask(server, 'api.serveml.example', 'A')).answers).toHaveLength(60)
  })
})
