import dgram from 'node:dgram'
import net from 'node:net'
import type { Places } from './places.ts'

/**
 * Loaded before a function's own code: whatever it would say to the internet is said to servers of the test on loopback,
 * and to nobody else. What goes to loopback already, as to the emulator, is left alone.
 */
const places = JSON.parse(process.env['TIDEGATE_INTERNET'] ?? '{"https":{}}') as Places
const here = /^(127\.|::1$|localhost$)/
/** Nobody listens there. */
const nowhere = 1
type Any = never[]

const promises = process.getBuiltinModule('node:dns/promises')
const lookup = promises.lookup as (name: string, ...more: Any) => Promise<unknown>
Object.assign(promises, {
  // Only servers of names are looked up this way; they are all one.
  lookup: (name: string, ...more: Any) =>
    here.test(name) ? lookup(name, ...more) : Promise.resolve({ address: '192.0.2.53', family: 4 }),
})

const overUdp = dgram.Socket.prototype.connect as (this: dgram.Socket, ...args: unknown[]) => void
dgram.Socket.prototype.connect = function connect(this: dgram.Socket, port: number, ...more: Any) {
  const [address] = more as unknown[]
  if (typeof address === 'string' && here.test(address)) return overUdp.call(this, port, ...more)
  return overUdp.call(this, port === 53 ? places.dns : nowhere, '127.0.0.1', ...more.slice(1))
} as typeof dgram.Socket.prototype.connect

const overTcp = net.Socket.prototype.connect as (this: net.Socket, ...args: unknown[]) => net.Socket
net.Socket.prototype.connect = function connect(this: net.Socket, ...args: unknown[]) {
  const [first] = args
  const options = (Array.isArray(first) ? first[0] : first) as { host?: string; port?: number; path?: string | null }
  // Where the SDK puts an account before the emulator's name.
  if (typeof options === 'object' && options.host?.endsWith('.localhost')) options.host = '127.0.0.1'
  if (typeof options === 'object' && !options.path && !here.test(options.host ?? 'localhost')) {
    const port = Number(options.port) === 443 ? (places.https[options.host!] ?? places.https['*']) : undefined
    Object.assign(options, { host: '127.0.0.1', port: port ?? nowhere })
  }
  return overTcp.apply(this, args)
} as typeof net.Socket.prototype.connect
