import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { decode, encode, type Packet } from 'dns-packet'
import { selfSigned } from '../../shared/x509.ts'
import type { Places } from './places.ts'

export interface Answer {
  readonly status: number
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}
export interface Answering {
  /** Addresses that a name has now, or the servers of a zone. */
  resolve(name: string, type: string): Promise<readonly string[]>
  /** What is answered at an address, to a request in some name. */
  answer(address: string, request: { host: string; method: string; path: string }): Promise<Answer>
}

export interface Internet {
  /** What functions need to find it. */
  readonly environment: Readonly<Record<string, string>>
  close(): void
}

/**
 * Opens the servers of the suite on loopback.
 *
 * @param folder where the certificate is written
 * @param hosts addresses and names of balancers, each of which gets a server of its own
 * @param names what the certificate is for
 */
export async function openInternet(
  folder: string,
  hosts: readonly string[],
  names: readonly string[],
  answering: Answering,
): Promise<Internet> {
  const day = 86_400_000
  const { cert, key } = selfSigned({ names, from: new Date(Date.now() - day), to: new Date(Date.now() + 90 * day) })
  const file = join(folder, 'internet.pem')
  writeFileSync(file, cert)
  const https: Record<string, number> = {}
  const closing: (() => void)[] = []
  for (const at of [...hosts, '*']) {
    const server = createServer({ cert, key }, (request, response) => {
      const host = String(request.headers.host ?? '').replace(/:\d+$/, '')
      const told = async () => {
        const known = at === '*' ? (await answering.resolve(host, 'A'))[0] : at
        if (known === undefined) throw new Error(`nobody is called ${host}`)
        return answering.answer(known, { host, method: request.method ?? 'GET', path: request.url ?? '/' })
      }
      told().then(
        ({ status, body, headers }) => response.writeHead(status, headers).end(body),
        (error: unknown) => response.writeHead(500).end(String(error)),
      )
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    https[at] = (server.address() as AddressInfo).port
    closing.push(() => {
      server.closeAllConnections()
      server.close()
    })
  }
  const socket = createSocket('udp4')
  socket.on('message', (message, from) => {
    reply(decode(message), answering).then(
      (packet) => socket.send(encode(packet), from.port, from.address),
      // A server that fails says nothing; whoever asked has a time-out.
      () => undefined,
    )
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  closing.push(() => socket.close())
  const places: Places = { dns: socket.address().port, https }
  return {
    environment: {
      NODE_OPTIONS: `--import ${new URL('redirect.ts', import.meta.url).href}`,
      NODE_EXTRA_CA_CERTS: file,
      TIDEGATE_INTERNET: JSON.stringify(places),
    },
    close() {
      for (const close of closing) close()
    },
  }
}

async function reply({ id, questions = [] }: Packet, answering: Answering): Promise<Packet> {
  const [{ name, type } = { name: '', type: 'A' }] = questions
  const values = await answering.resolve(name.toLowerCase(), type)
  // 0x400: authoritative; 3: there is no such name.
  const flags = values.length === 0 ? 0x400 | 3 : 0x400
  const answers = values.map((data) => ({ type, name, ttl: 60, data }))
  return { type: 'response', id: id ?? 0, flags, questions, answers } as Packet
}
