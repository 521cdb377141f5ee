import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createEngine, type EngineOptions, ServiceError } from '../../rehearsal/engine/index.ts'
import { realClock } from './clock.ts'
import { Machines } from './machines.ts'
import { executionOperations, machineOperations } from './operations.ts'
import type { Forward } from './upstream.ts'

export interface LocalOptions {
  /** Loopback port; 0 takes a free one. */
  readonly port: number
  readonly region: string
  readonly account: string
  /** Carries out a task; see {@link EngineOptions}. */
  readonly task: EngineOptions['task']
  /** Told when an execution has started or closed. */
  readonly onStatusChange?: NonNullable<EngineOptions['onStatusChange']>
  /** Answers what is not run here; absent: machines are created here, and the rest is refused. */
  readonly upstream?: Forward
}

export interface Local {
  readonly endpoint: string
  close(): Promise<void>
}

const target = /^AWSStepFunctions\.(\w+)$/
/** Step Functions takes no request beyond this. */
const bodyMax = 2 ** 20

/** Serves our engine over the Step Functions JSON protocol, on loopback only. Nobody's signature is looked at. */
export async function serveLocal({ port, upstream, ...options }: LocalOptions): Promise<Local> {
  const engine = createEngine({ clock: realClock, random: () => Math.random(), ...options })
  const machines = new Machines(engine, upstream, realClock.now)
  const operations = {
    ...(upstream === undefined && machineOperations(machines)),
    ...executionOperations(engine, machines),
  }
  const answer = async (operation: string, body: string): Promise<{ status: number; body: string }> => {
    const run = operations[operation]
    if (run === undefined && upstream !== undefined) return upstream(operation, body)
    if (run === undefined) throw new ServiceError('UnknownOperationException', `${operation} is not served here`)
    return { status: 200, body: JSON.stringify(await run(parsed(body)), seconds) }
  }
  const server = createServer((request, response) => {
    respond(request, answer).then(
      ({ status, body }) => send(response, status, body),
      (error: unknown) => send(response, error instanceof ServiceError ? 400 : 500, failure(error)),
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve())
  })
  return { endpoint: `http://127.0.0.1:${portOf(server)}`, close: () => closed(server) }
}

async function respond(
  request: IncomingMessage,
  answer: (operation: string, body: string) => Promise<{ status: number; body: string }>,
) {
  const [, operation] = target.exec(String(request.headers['x-amz-target'] ?? '')) ?? []
  if (request.method !== 'POST' || operation === undefined)
    throw new ServiceError('UnknownOperationException', 'POST with X-Amz-Target: AWSStepFunctions.<operation>')
  let body = ''
  for await (const chunk of request.setEncoding('utf8')) {
    body += chunk
    if (body.length > bodyMax) throw new ServiceError('ValidationException', 'the request is larger than 1 MiB')
  }
  return answer(operation, body)
}

function parsed(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body === '' ? '{}' : body)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch {
    // Told below, as what is JSON but no object is.
  }
  throw new ServiceError('SerializationException', 'the body is no JSON object')
}

/** Dates travel as seconds. `toJSON` has made text of them before a replacer sees them, so the holder is asked. */
function seconds(this: unknown, key: string, value: unknown): unknown {
  const held = (this as Record<string, unknown>)[key]
  return held instanceof Date ? held.getTime() / 1000 : value
}

const failure = (error: unknown): string => {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  return JSON.stringify({ __type: error instanceof ServiceError ? name : 'InternalFailure', message })
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(body)
}

const portOf = (server: Server): number => (server.address() as { port: number }).port

function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}
