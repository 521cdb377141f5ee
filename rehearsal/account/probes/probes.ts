import {
  type DnsAnswer,
  type DnsQuestion,
  type HttpAnswer,
  type HttpRequest,
  NetworkError,
  type TlsAnswer,
  type TlsRequest,
} from '../../../shared/world.ts'
import type { Account } from '../account.ts'
import { hash } from '../chance.ts'
import { Names, plainName } from './names.ts'

/** What a broken URL answers instead; an error instead of a status is no answer at all. */
export interface Broken {
  readonly status?: number
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
  /** `ECONNREFUSED`, `ETIMEDOUT`. */
  readonly error?: string
}

type Place = { readonly balancer: string } | { readonly distribution: string }

const bodyMax = 65_536

/** What the network answers from outside: names, certificates and pages, as the account's state has them. */
export class Probes {
  readonly #account: Account
  readonly #names: Names
  /** Hosts that are no part of the account: other people's services. */
  readonly #others = new Map<string, (request: HttpRequest) => Omit<HttpAnswer, 'ms'>>()
  readonly #broken: { readonly part: string; readonly answer: Broken }[] = []

  constructor(account: Account) {
    this.#account = account
    this.#names = new Names(account)
  }

  /** URLs that contain this answer otherwise. @returns what mends them */
  break(part: string, answer: Broken): () => void {
    const one = { part, answer }
    this.#broken.push(one)
    return () => {
      const at = this.#broken.indexOf(one)
      if (at >= 0) this.#broken.splice(at, 1)
    }
  }

  /** Somebody else's service answers on a host of its own. */
  join(host: string, answer: (request: HttpRequest) => Omit<HttpAnswer, 'ms'>): void {
    this.#others.set(host, answer)
  }

  dns(question: DnsQuestion): DnsAnswer {
    return this.#names.ask(question)
  }

  /** @throws {NetworkError} */
  http(request: HttpRequest): HttpAnswer {
    const url = new URL(request.url)
    const ms = Math.round(20 + 60 * this.#account.random('probe times'))
    const broken = this.#broken.findLast(({ part }) => request.url.includes(part))?.answer
    if (broken?.error !== undefined)
      throw new NetworkError(`${request.method ?? 'GET'} ${request.url}: ${broken.error}`, broken.error)
    if (broken !== undefined) {
      return { status: broken.status ?? 503, headers: { ...broken.headers }, body: broken.body ?? '', ms }
    }
    const other = this.#others.get(url.hostname)
    if (other !== undefined) return { ...other(request), ms }
    const place = this.#place(url.hostname, request.address)
    if (url.protocol === 'http:')
      return { status: 301, headers: { location: `https://${url.host}${url.pathname}` }, body: '', ms }
    const answer =
      'balancer' in place ? this.#fromSide(place.balancer, url, request) : this.#fromSite(place.distribution, url)
    return { ...answer, body: request.method === 'HEAD' ? '' : answer.body.slice(0, bodyMax), ms }
  }

  /** @throws {NetworkError} */
  tls(request: TlsRequest): TlsAnswer {
    const { host, servername, address, maxVersion = 'TLSv1.3' } = request
    const place = this.#place(host, address)
    if (maxVersion === 'TLSv1' || maxVersion === 'TLSv1.1') {
      throw new NetworkError(
        `TLS with ${servername} at ${host}: protocol version refused`,
        'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
      )
    }
    const { state, clock } = this.#account
    const arn =
      'balancer' in place ? state.elb[place.balancer]?.certificate : state.cloudfront[place.distribution]?.certificate
    const found = arn === undefined ? undefined : state.acm[arn]
    if (arn === undefined || found === undefined) {
      throw new NetworkError(
        `TLS with ${servername} at ${host}: no certificate`,
        'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
      )
    }
    const [notBefore, notAfter] = [Date.parse(found.from), Date.parse(found.until)]
    const covers = found.names.some((name) => name === servername || name === servername.replace(/^[^.]+/, '*'))
    const because = !covers ? 'ERR_TLS_CERT_ALTNAME_INVALID' : clock.now() > notAfter ? 'CERT_HAS_EXPIRED' : ''
    return {
      trusted: because === '',
      because,
      protocol: maxVersion,
      names: [...found.names],
      notBefore,
      notAfter,
      fingerprint256: Array.from({ length: 32 }, (_, at) =>
        (hash(`${arn} ${at}`) & 255).toString(16).padStart(2, '0').toUpperCase(),
      ).join(':'),
    }
  }

  #place(host: string, address: string | undefined): Place {
    const { elb, cloudfront } = this.#account
    const answers =
      address === undefined ? this.dns({ name: host, type: 'A', timeoutMs: 1000 }).answers : [{ value: address }]
    if (answers.length === 0) throw new NetworkError(`getaddrinfo ENOTFOUND ${host}`, 'ENOTFOUND')
    for (const { value } of answers) {
      const balancer = elb.named(value)
      if (balancer !== undefined) return { balancer }
      const distribution = cloudfront.named(value)
      if (distribution !== undefined) return { distribution }
    }
    throw new NetworkError(`connect ECONNREFUSED ${plainName(answers[0]?.value ?? host)}:443`, 'ECONNREFUSED')
  }

  #fromSide(balancer: string, url: URL, request: HttpRequest): Omit<HttpAnswer, 'ms'> {
    const { state, elb, ecs, traffic } = this.#account
    if (state.elb[balancer]?.page) return page
    const service = elb.serviceBehind(balancer)
    if (service === undefined || ecs.running(service) === 0) {
      return { status: 503, headers: { server: 'awselb/2.0' }, body: '<h1>503 Service Temporarily Unavailable</h1>' }
    }
    const version = ecs.versionOf(service) ?? ''
    const headers = { 'content-type': 'application/json', 'x-version': version }
    const side = Object.entries(state.traffic.sides).find(([, name]) => name === balancer)?.[0] ?? ''
    const { errorPercent } = traffic.conditionOf(side)
    // The usual few errors of a good version hit no probe: those are for metrics.
    const worse = errorPercent > state.traffic.usual.errorPercent
    if (worse && this.#account.random('probe errors') * 100 < errorPercent) {
      // What frameworks show when they should not; nothing of ours may pass the password on.
      const password = state.secrets[0] ?? 'none'
      const error = `could not connect to postgres://serveml:${password}@db.serveml.example/serveml`
      return { status: 500, headers, body: JSON.stringify({ error }) }
    }
    if (request.method === 'OPTIONS') return { status: 204, headers: { ...headers, ...cors(request) }, body: '' }
    const scripted = state.answers.find(
      (one) =>
        one.path === url.pathname &&
        (one.method ?? 'GET') === (request.method ?? 'GET') &&
        (one.host ?? url.hostname) === url.hostname,
    )
    if (scripted !== undefined) return { status: scripted.status, headers, body: scripted.body }
    if (url.pathname === '/health') return { status: 200, headers, body: JSON.stringify({ status: 'ok', version }) }
    return { status: 404, headers, body: JSON.stringify({ error: 'not found' }) }
  }

  #fromSite(distribution: string, url: URL): Omit<HttpAnswer, 'ms'> {
    const { state, cloudfront, s3 } = this.#account
    const prefix = cloudfront.prefix(distribution)
    const bucket = state.cloudfront[distribution]?.bucket ?? ''
    const path = url.pathname === '/' ? 'index.html' : url.pathname.slice(1)
    const headers = { 'x-site-prefix': prefix, 'x-cache': 'Miss from cloudfront', server: 'CloudFront' }
    const key = `${prefix}${path}`
    // Pages of the application have no file of their own: the index answers for them.
    const found = s3.has(bucket, key) || /\.\w+$/.test(path) ? key : `${prefix}index.html`
    if (!s3.has(bucket, found)) return { status: 403, headers, body: '<Error><Code>AccessDenied</Code></Error>' }
    const type = found.endsWith('.html') ? 'text/html' : 'application/octet-stream'
    return { status: 200, headers: { ...headers, 'content-type': type }, body: s3.text(bucket, found) ?? '' }
  }
}

/** The side nobody wants to need: honest about it, and telling clients and search engines to come back. */
const page: Omit<HttpAnswer, 'ms'> = {
  status: 503,
  headers: { 'content-type': 'text/html', 'retry-after': '300' },
  body: '<h1>Back in a few minutes</h1>',
}

function cors({ headers = {} }: HttpRequest): Record<string, string> {
  const { origin = '*' } = headers
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'GET, POST, PUT, DELETE, OPTIONS',
    'access-control-allow-headers': headers['access-control-request-headers'] ?? 'authorization, content-type',
    'access-control-allow-credentials': 'true',
  }
}
