import type { Clock } from '../clock.ts'

/**
 * One AWS service of the simulated account: one file in this folder and one line in `index.ts`.
 *
 * Operations are synchronous: they read and change plain state at the virtual instant in which the World completes the
 * call. Whatever takes time on AWS is scheduled with `account.clock.after` and read back by later calls.
 */
export interface Service {
  /** The SDK client's class name without `Client`: `ECS`, `Route53`, `CloudWatch`. */
  readonly client: string
  /** By command name without `Command`: `DescribeServices`. Answers the command's output, without `$metadata`. */
  readonly operations: { readonly [command: string]: Operation }
  /** Virtual milliseconds an answer takes, from–to, by command or for all; with the source of the range. Default 20–80. */
  readonly latency?: { readonly [command: string]: readonly [number, number] }
}

// biome-ignore lint/suspicious/noExplicitAny: each operation knows the input type of its own command
export type Operation = (input: any, call: Call) => object

export interface Call {
  readonly region: string
  /** Short name of the function that calls, or `operator`. */
  readonly by: string
  readonly now: number
}

/** An error as the SDK would throw it. `name` is what callers match. */
export class AwsError extends Error {
  readonly $fault: 'client' | 'server'
  readonly $metadata: { readonly httpStatusCode: number }
  constructor(name: string, message: string, status = 400, facts: object = {}) {
    super(message)
    this.name = name
    this.$fault = status >= 500 ? 'server' : 'client'
    this.$metadata = { httpStatusCode: status }
    Object.assign(this, facts)
  }
}

/** What services share. The account itself (rehearsal/account/account.ts) implements it. */
export interface Surroundings {
  readonly id: string
  readonly region: string
  readonly clock: Clock
  /** A stream of its own per name, so that a new user of chance does not reshuffle the others. */
  random(stream: string): number
  /** Emits an event on the default bus: envelope added here; delivery (late, lost, twice) is EventBridge's. */
  emit(event: { source: string; 'detail-type': string; resources?: string[]; detail: object }): void
}
