import { type DnsAnswer, type HttpAnswer, NetworkError, type TlsAnswer, type World } from '../../../../shared/world.ts'

export interface NetworkState {
  /** By `<host or address> <path>`; what is not there refuses. */
  sites: Record<string, Omit<HttpAnswer, 'ms'>>
  /** By `<host>:<port>`: what is served, and the oldest version that is taken. */
  certificates: Record<string, { served: TlsAnswer; oldest: (typeof versions)[number] }>
  /** By `<server> <name> <type>`; what is not there is NXDOMAIN; `resolver` is the system's. */
  records: Record<string, DnsAnswer>
}
const versions = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const

export function network(state: NetworkState): Pick<World, 'http' | 'tls' | 'dns'> {
  return {
    async http({ url, address }) {
      const { hostname, pathname } = new URL(url)
      const answer = state.sites[`${address ?? hostname} ${pathname}`]
      if (answer === undefined) throw new NetworkError(`GET ${url}: connect ECONNREFUSED`, 'ECONNREFUSED')
      return { ...answer, ms: 34 }
    },
    async tls({ host, port, maxVersion = 'TLSv1.3' }) {
      const found = state.certificates[`${host}:${port}`]
      if (found === undefined) throw new NetworkError(`connect ECONNREFUSED ${host}:${port}`, 'ECONNREFUSED')
      if (versions.indexOf(maxVersion) < versions.indexOf(found.oldest)) {
        throw new NetworkError('tlsv1 alert protocol version', 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION')
      }
      return { ...found.served, protocol: maxVersion }
    },
    async dns({ name, type, server = 'resolver' }) {
      return state.records[`${server} ${name} ${type}`] ?? { answers: [], failed: 'NXDOMAIN' }
    },
  }
}
