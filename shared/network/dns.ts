import type { Answer, DecodedPacket } from 'dns-packet'
import type { DnsAnswer, DnsQuestion } from '../world.ts'

/** What a UDP answer fails with that did not fit: the same is asked over TCP. */
export const truncated = 'TRUNCATED'
export interface NameServer {
  readonly host: string
  readonly port: number
}

/** The bytes of one question; loaded when first asked, because few functions do. */
export async function dnsQuestion({ name, type }: DnsQuestion, id: number): Promise<Buffer> {
  const { default: packet } = await import('dns-packet')
  return packet.encode({
    type: 'query',
    id,
    flags: packet.RECURSION_DESIRED,
    questions: [{ type, name: bare(name) }],
  })
}

/**
 * What a server said: values without the last dot, names in lower case, with each record's own TTL.
 *
 * A parent zone's server answers a question for NS with a referral; those records count as its answer, because they
 * are what sends the world there.
 */
export async function readDns(bytes: Buffer, { name, type }: DnsQuestion): Promise<DnsAnswer> {
  const { default: packet } = await import('dns-packet')
  const said = packet.decode(bytes) as DecodedPacket & { rcode?: string }
  if (said.flag_tc) return { answers: [], failed: truncated }
  if (said.rcode !== undefined && said.rcode !== 'NOERROR') return { answers: [], failed: said.rcode }
  const ofType = (records: readonly Answer[] | undefined) => (records ?? []).filter((record) => record.type === type)
  const referred = () => ofType(said.authorities).filter((record) => bare(record.name) === bare(name))
  const answers = ofType(said.answers)
  const found = answers.length > 0 || type !== 'NS' ? answers : referred()
  return { answers: found.map((record) => ({ value: readable(record), ttl: 'ttl' in record ? (record.ttl ?? 0) : 0 })) }
}

function readable(record: Answer): string {
  switch (record.type) {
    case 'CNAME':
    case 'NS':
      return bare(record.data)
    case 'A':
    case 'AAAA':
      return record.data
    case 'TXT':
      return [record.data].flat().map(String).join('')
    case 'SOA':
      return `${bare(record.data.mname)} ${bare(record.data.rname)} ${record.data.serial ?? 0}`
    default:
      return ''
  }
}

/** `192.0.2.1`, `192.0.2.1:5353`, `[2001:db8::1]:53`, `2001:db8::1`, `ns.example`, `ns.example:5353`. */
export function withPort(server: string): NameServer {
  const match = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(server)
  if (match === null) return { host: server, port: 53 }
  return { host: match[1] ?? match[2] ?? server, port: Number(match[3] ?? 53) }
}

const bare = (name: string): string => name.toLowerCase().replace(/\.$/, '')
