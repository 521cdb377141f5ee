import type { Client, Command, MetadataBearer } from '@smithy/types'
import type { Store } from './ledger/store.ts'

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

export interface Self {
  /** `cutover`, as in functions/. */
  readonly name: FunctionName
  /** Qualified ARN (version or alias) of the running function: what resume invokes later. */
  readonly arn: string
  remainingMs(): number
}

export type FunctionName =
  | 'admit'
  | 'preflight'
  | 'approval-request'
  | 'approval-decide'
  | 'backup'
  | 'migrate'
  | 'deploy'
  | 'verify'
  | 'cutover'
  | 'bake'
  | 'rollback'
  | 'close'
  | 'resume'
  | 'watchdog'
  | 'report'

/** Names of our own resources; environment variables on AWS. */
export interface Home {
  readonly region: string
  readonly account: string
  readonly table: string
  readonly bucket: string
  readonly queueUrl: string
  readonly approvalsTopic: string
  readonly noticesTopic: string
  /** State machine ARNs by name. */
  readonly machines: Readonly<Record<'release' | 'change' | 'rollback' | 'close', string>>
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
}
