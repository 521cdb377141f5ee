import { createSocket } from 'node:dgram'
import { createServer } from 'node:https'
import { decode, encode, type Packet } from 'dns-packet'
import type { Planned } from './places.ts'

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

/** Opens the servers of the suite on loopback. @returns what closes them */
export async function openInternet({ places, cert, key }: Planned, answering: Answering): Promise<() => void> {
  const closing: (() => void)[] = []
  for (const [at, port] of Object.entries(places.https)) {
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
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
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
  await new Promise<void>((resolve) => socket.bind(places.dns, '127.0.0.1', resolve))
  closing.push(() => socket.close())
  return () => {
    for (const close of closing) close()
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
