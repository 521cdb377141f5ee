import type { Client, Command, MetadataBearer } from '@smithy/types'
import type { FunctionName } from './function-name.ts'
import type { Home } from './home.ts'
import type { Store } from './ledger/store.ts'
import { callSeconds } from './limits.ts'
import { logLine } from './log-line.ts'
import { dnsQuestion, type NameServer, readDns, truncated, withPort } from './network/dns.ts'
import { bodyBytesMax, flatHeaders, httpOptions } from './network/http.ts'
import { tlsAnswer, tlsOptions } from './network/tls.ts'
import { redact } from './redact.ts'
import { callAws, callName, type Tries } from './retries.ts'

/**
 * The only door to time, chance, the network and AWS.
 *
 * Handlers are `(world) => (event, context)`; a rehearsal hands them a World whose every call completes in virtual
 * time and may be killed. Whatever needs more than microtasks is a call of this interface.
 */
export interface World {
  /** Which function runs, and for how long it may. */
  readonly self: Self
  /** The names of Tidegate's own resources. */
  readonly home: Home
  /** Milliseconds since 1970; never compared with another machine's clock for more than deadlines. */
  now(): number
  /** 0 ≤ x < 1. */
  random(): number
  uuid(): string
  sleep(ms: number): Promise<void>
  /**
   * Calls AWS. Throttles, 5xx and lost answers of *reads* are tried again with jitter within 10 s; writes are repeated
   * only when AWS says that it did not take them (throttled). Errors keep AWS's name.
   *
   * @throws {AwsUnavailable} when the retries are used up · {AccessDenied}
   */
  send<CI extends object, CO extends MetadataBearer, I extends CI, O extends CO>(
    client: ClientClass<CI, CO>,
    command: Command<CI, I, CO, O, never>,
    options?: { region?: string },
  ): Promise<O>
  /** The ledger's table, strongly consistent. */
  readonly store: Store
  /** One HTTP request from outside, answer as received; rejects with a NetworkError when there is none. */
  http(request: HttpRequest): Promise<HttpAnswer>
  /** One TLS handshake; reports what was served whether it is trusted or not. */
  tls(request: TlsRequest): Promise<TlsAnswer>
  /** One DNS question to one server (or to the system's resolvers). */
  dns(question: DnsQuestion): Promise<DnsAnswer>
  /** Loads a kind's code on demand; rehearsals preload. */
  load<T>(name: string, load: () => Promise<T>): Promise<T>
  log(level: 'info' | 'warn' | 'error', message: string, facts?: Record<string, unknown>): void
}

// biome-ignore lint/suspicious/noExplicitAny: every SDK client takes another configuration type
export type ClientClass<CI extends object, CO extends MetadataBearer> = new (config: any) => Client<CI, CO, any>

export type { FunctionName } from './function-name.ts'
export type { Home } from './home.ts'

export interface Self {
  /** `cutover`, as in functions/; or a person at the command line, who leaves no waits. */
  readonly name: FunctionName | 'operator'
  /** Qualified ARN (version or alias) of the running function: what resume invokes later. */
  readonly arn: string
  remainingMs(): number
}

export interface HttpRequest {
  readonly url: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Connects to this address instead of resolving the name: how one side is asked by name. */
  readonly address?: string
  readonly timeoutMs: number
}
export interface HttpAnswer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** At most 64 KiB. */
  readonly body: string
  readonly ms: number
}
export interface TlsRequest {
  readonly host: string
  readonly port: number
  readonly servername: string
  readonly address?: string
  /** Lowest and highest version offered, to see whether old ones are refused. */
  readonly minVersion?: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3'
  readonly maxVersion?: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3'
  readonly timeoutMs: number
}
export interface TlsAnswer {
  readonly trusted: boolean
  /** Why not, in the library's words; empty when trusted. */
  readonly because: string
  readonly protocol: string
  readonly names: readonly string[]
  readonly notBefore: number
  readonly notAfter: number
  readonly fingerprint256: string
}
export interface DnsQuestion {
  readonly name: string
  readonly type: 'A' | 'AAAA' | 'CNAME' | 'NS' | 'TXT' | 'SOA'
  /** Address (optionally with :port) or name of the server asked; absent: the system's resolvers. */
  readonly server?: string
  readonly timeoutMs: number
}
export interface DnsAnswer {
  readonly answers: readonly { readonly value: string; readonly ttl: number }[]
  /** `NXDOMAIN` and the like; absent when answered. */
  readonly failed?: string
}

/** No answer came over the network: refused, reset, unresolved or too late. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError'
  /** `ECONNREFUSED`, `ETIMEDOUT`, `ENOTFOUND`, `ERR_SSL_…`: what the system called it. */
  readonly code: string
  constructor(message: string, code = /\b(E[A-Z_]{3,}[A-Z0-9_]*)\b/.exec(message)?.[1] ?? '') {
    super(message)
    this.code = code
  }
}

// ---- the real one ------------------------------------------------------------------------------------------------

export interface RealWorldOptions {
  readonly self: Self
  readonly home: Home
  /** Builds the ledger's table access over this World's own `send`. */
  readonly store: (world: World) => Store
  /** In every log line, as is the id of the trace. */
  readonly release?: string
  readonly trace?: string
  /** Another AWS than AWS: an emulator's address. */
  readonly endpoint?: string
  /** Certificates (PEM) that probes trust besides the usual ones. */
  readonly ca?: string
  /** Clients that outlive one invocation; one per class, region and endpoint. */
  readonly clients?: Clients
  /** Further settings of every client (credentials in tests). */
  readonly settings?: Readonly<Record<string, unknown>>
  readonly write?: (line: string) => void
}

// biome-ignore lint/suspicious/noExplicitAny: clients of every service live side by side
export type Clients = Map<unknown, Map<string, Client<any, any, any>>>
const processClients: Clients = new Map()
// Taken when needed: an `import` of node:http or node:tls also runs their getters (undici, root certificates), 60 ms.
const node = process.getBuiltinModule
/** Left of a function's time, so that its error is told before it is cut off. */
const lastWordMs = 250

/** The World of a Lambda function: real clocks, chance, sockets and AWS. */
export function realWorld(options: RealWorldOptions): World {
  const { self, home, release, trace, clients = processClients } = options
  const { write = (line) => process.stdout.write(line) } = options
  const sleep = (ms: number) => new Promise<void>((done) => setTimeout(done, ms))
  const tries: Tries = { now: () => Date.now(), random: () => Math.random(), sleep, starts: new Map() }
  let store: Store | undefined
  const world: World = {
    self,
    home,
    now: tries.now,
    random: tries.random,
    sleep: tries.sleep,
    uuid: () => node('node:crypto').randomUUID(),
    async send(clientClass, command, { region = home.region } = {}) {
      const client = cachedClient(clients, clientClass, region, options)
      const limitMs = Math.max(1, Math.min(callSeconds * 1000, self.remainingMs() - lastWordMs))
      const name = callName(client, command)
      return callAws(tries, { name, limitMs }, (tryMs) =>
        inTime(tryMs, name, (signal) => client.send(command, { abortSignal: signal, requestTimeout: tryMs })),
      )
    },
    get store() {
      store ??= options.store(world)
      return store
    },
    http: (request) => httpOnce(request, options.ca),
    tls: (request) => tlsOnce(request, options.ca),
    dns: dnsOnce,
    load: (_name, load) => load(),
    log: (level, message, facts) =>
      write(logLine({ level, message, at: tries.now(), function: self.name, release, trace }, facts)),
  }
  return world
}

function cachedClient<CI extends object, CO extends MetadataBearer>(
  clients: Clients,
  clientClass: ClientClass<CI, CO>,
  region: string,
  { endpoint, settings }: RealWorldOptions,
) {
  const key = `${region} ${endpoint ?? ''}`
  const ofClass = clients.get(clientClass) ?? new Map()
  clients.set(clientClass, ofClass)
  const client: Client<CI, CO, never> =
    ofClass.get(key) ??
    new clientClass({
      region,
      // Retries are ours: the SDK's own would repeat writes whose answer was lost.
      maxAttempts: 1,
      requestHandler: { connectionTimeout: 2_000, requestTimeout: callSeconds * 1000, throwOnRequestTimeout: true },
      ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
      ...settings,
    })
  ofClass.set(key, client)
  return client
}

/** A hard limit around whatever the work does, name resolution and credentials included. */
async function inTime<T>(ms: number, what: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new NetworkError(`${what} gave no answer within ${Math.round(ms)} ms`, 'ETIMEDOUT'))
      abort.abort()
    }, ms)
  })
  try {
    return await Promise.race([work(abort.signal), late])
  } finally {
    clearTimeout(timer)
  }
}

function networkError(what: string, thrown: unknown): NetworkError {
  if (thrown instanceof NetworkError) return thrown
  const { code = '', message = String(thrown) } = thrown as { code?: string; message?: string }
  return new NetworkError(redact(`${what}: ${message || code}`), code)
}

async function httpOnce(request: HttpRequest, ca: string | undefined): Promise<HttpAnswer> {
  const { origin, pathname, protocol } = new URL(request.url)
  const what = redact(`${request.method ?? 'GET'} ${origin}${pathname}`)
  const started = Date.now()
  return inTime(
    request.timeoutMs,
    what,
    (signal) =>
      new Promise<HttpAnswer>((resolve, reject) => {
        const fail = (thrown: unknown) => reject(networkError(what, thrown))
        const sent = node(protocol === 'https:' ? 'node:https' : 'node:http').request({
          ...httpOptions(request, ca),
          signal,
        })
        sent.on('error', fail)
        sent.on('response', (answer) => {
          const chunks: Buffer[] = []
          let bytes = 0
          const done = () => {
            const body = Buffer.concat(chunks).subarray(0, bodyBytesMax).toString('utf8')
            resolve({
              status: answer.statusCode ?? 0,
              headers: flatHeaders(answer.headers),
              body,
              ms: Date.now() - started,
            })
          }
          answer.on('error', fail)
          answer.on('end', done)
          answer.on('data', (chunk: Buffer) => {
            chunks.push(chunk)
            bytes += chunk.length
            if (bytes < bodyBytesMax) return
            done()
            sent.destroy()
          })
        })
        sent.end(request.body)
      }),
  )
}

function tlsOnce(request: TlsRequest, ca: string | undefined): Promise<TlsAnswer> {
  const what = `TLS with ${request.servername} at ${request.address ?? request.host}:${request.port}`
  return inTime(
    request.timeoutMs,
    what,
    (signal) =>
      new Promise<TlsAnswer>((resolve, reject) => {
        const socket = node('node:tls').connect(tlsOptions(request, ca))
        signal.addEventListener('abort', () => socket.destroy())
        socket.on('error', (thrown) => reject(networkError(what, thrown)))
        socket.on('close', () => reject(new NetworkError(`${what}: closed during the handshake`, 'ECONNRESET')))
        socket.on('secureConnect', () => {
          resolve(tlsAnswer(socket))
          socket.destroy()
        })
      }),
  )
}

/**
 * One question to one server, over UDP and, when the answer is cut, over TCP.
 *
 * Not node:dns: its resolver tells no TTL of CNAME, NS and TXT records, and hides what a server really said.
 */
async function dnsOnce(question: DnsQuestion): Promise<DnsAnswer> {
  const what = `DNS ${question.type} ${question.name} at ${question.server ?? "the system's resolver"}`
  try {
    return await inTime(question.timeoutMs, what, async (signal) => {
      const server = await serverAddress(question.server ?? node('node:dns').getServers()[0] ?? '127.0.0.1')
      const id = node('node:crypto').randomInt(0x1_0000)
      const packet = await dnsQuestion(question, id)
      const answer = await readDns(await overUdp(packet, id, server, question.timeoutMs / 2, signal), question)
      return answer.failed === truncated ? readDns(await overTcp(packet, server, signal), question) : answer
    })
  } catch (thrown) {
    const { code } = networkError(what, thrown)
    return { answers: [], failed: code === 'ETIMEDOUT' ? 'TIMEOUT' : code || 'ERROR' }
  }
}

async function serverAddress(server: string): Promise<NameServer> {
  const { host, port } = withPort(server)
  if (node('node:net').isIP(host) !== 0) return { host, port }
  return { host: (await node('node:dns/promises').lookup(host, { order: 'ipv4first' })).address, port }
}

/** Sent twice: datagrams get lost, and half of the time is enough for an answer. */
function overUdp(packet: Buffer, id: number, server: NameServer, againMs: number, signal: AbortSignal) {
  // Nobody waits any more when the server's name took all the time.
  signal.throwIfAborted()
  return new Promise<Buffer>((resolve, reject) => {
    const socket = node('node:dgram').createSocket(node('node:net').isIPv6(server.host) ? 'udp6' : 'udp4')
    const again = setTimeout(() => socket.send(packet), againMs)
    const end = () => {
      clearTimeout(again)
      socket.close()
    }
    signal.addEventListener('abort', end, { once: true })
    const finish = (settle: () => void) => {
      signal.removeEventListener('abort', end)
      end()
      settle()
    }
    socket.on('error', (thrown) => finish(() => reject(thrown)))
    // Connected, so that nobody else's datagrams arrive; the id tells an answer to somebody's earlier question apart.
    socket.on('message', (got) => {
      if (got.length > 12 && got.readUInt16BE(0) === id) finish(() => resolve(got))
    })
    socket.connect(server.port, server.host, () => socket.send(packet))
  })
}

function overTcp(packet: Buffer, server: NameServer, signal: AbortSignal) {
  return new Promise<Buffer>((resolve, reject) => {
    const socket = node('node:net').connect({ ...server, signal })
    let got = Buffer.alloc(0)
    const length = Buffer.alloc(2)
    length.writeUInt16BE(packet.length)
    socket.on('error', reject)
    socket.on('close', () => reject(new NetworkError('closed before the whole answer', 'ECONNRESET')))
    socket.on('data', (chunk) => {
      got = Buffer.concat([got, chunk])
      if (got.length < 2 || got.length < 2 + got.readUInt16BE(0)) return
      resolve(got.subarray(2, 2 + got.readUInt16BE(0)))
      socket.destroy()
    })
    socket.write(Buffer.concat([length, packet]))
  })
}
