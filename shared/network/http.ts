import type { IncomingHttpHeaders } from 'node:http'
import type { RequestOptions } from 'node:https'
import type { HttpRequest } from '../world.ts'
import { trusting } from './tls.ts'

/** At most so much of a body is read. */
export const bodyBytesMax = 64 * 1024

/** How a request is sent: to another address if asked, but always in the URL's name (Host and SNI). Pure. */
export function httpOptions(request: HttpRequest, ca: string | undefined): RequestOptions {
  const url = new URL(request.url)
  const hostname = url.hostname.replace(/^\[|\]$/g, '')
  const secure = url.protocol === 'https:'
  return {
    // A fresh connection each time: a kept one would answer from where the name pointed before.
    agent: false,
    method: request.method ?? 'GET',
    host: request.address ?? hostname,
    port: url.port || (secure ? 443 : 80),
    path: url.pathname + url.search,
    headers: { host: url.host, ...request.headers },
    ...(secure
      ? { servername: process.getBuiltinModule('node:net').isIP(hostname) === 0 ? hostname : '', ...trusting(ca) }
      : {}),
  }
}

/** Names in lower case, repeated ones joined. */
export function flatHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]))
}
