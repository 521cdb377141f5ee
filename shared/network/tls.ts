import type { ConnectionOptions, TLSSocket } from 'node:tls'
import type { TlsAnswer, TlsRequest } from '../world.ts'

/** How a handshake is offered. Pure: the World opens the socket. */
export function tlsOptions(request: TlsRequest, ca: string | undefined): ConnectionOptions {
  const old = request.maxVersion === 'TLSv1' || request.maxVersion === 'TLSv1.1'
  const minVersion = request.minVersion ?? (old ? 'TLSv1' : undefined)
  return {
    host: request.address ?? request.host,
    port: request.port,
    servername: request.servername,
    // Whether it is trusted is the answer, not a reason to have none.
    rejectUnauthorized: false,
    ...(minVersion === undefined ? {} : { minVersion }),
    ...(request.maxVersion === undefined ? {} : { maxVersion: request.maxVersion }),
    // OpenSSL 3 offers the old versions only at its lowest level; otherwise every server would seem to refuse them.
    ...(old ? { ciphers: 'DEFAULT@SECLEVEL=0' } : {}),
    ...trusting(ca),
  }
}

export const trusting = (ca: string | undefined): { ca?: string[] } =>
  ca === undefined ? {} : { ca: [...process.getBuiltinModule('node:tls').rootCertificates, ca] }

/** What was served, trusted or not. */
export function tlsAnswer(socket: TLSSocket): TlsAnswer {
  const served = socket.getPeerCertificate()
  const names = [...(served.subjectaltname ?? '').matchAll(/(?:DNS|IP Address):([^,\s]+)/g)].map((m) => m[1] ?? '')
  return {
    trusted: socket.authorized,
    because: socket.authorized ? '' : String(socket.authorizationError),
    protocol: socket.getProtocol() ?? '',
    names: names.length > 0 ? names : [served.subject?.CN ?? ''].flat().filter((name) => name !== ''),
    notBefore: Date.parse(served.valid_from),
    notAfter: Date.parse(served.valid_to),
    fingerprint256: served.fingerprint256 ?? '',
  }
}
