import { createHash } from 'node:crypto'
import type { TokenHandlers } from './execution.ts'
import { ServiceError } from './failures.ts'
import { Payload } from './payload.ts'

/** What SendTaskFailure may carry. */
const errorMax = 256
const causeMax = 32_768

/** The task tokens of an engine: who is waiting for which, and what AWS says to an answer nobody waits for. */
export class Tokens {
  readonly #waiting = new Map<string, TokenHandlers>()
  readonly #random: () => number
  readonly #payloadBytes: number
  #issued = 0

  constructor(random: () => number, payloadBytes: number) {
    this.#random = random
    this.#payloadBytes = payloadBytes
  }

  /** As if none had ever been issued. */
  reset(): void {
    this.#issued = 0
    this.#waiting.clear()
  }

  issue(handlers: TokenHandlers): { token: string; revoke(): void } {
    const number = this.#issued++
    const body = `${number.toString(36)}.${Math.floor(this.#random() * 2 ** 48).toString(36)}`
    const token = `AQCEAAAAKgAAAAMAAAAA${Buffer.from(`${body}.${seal(body)}`).toString('base64url')}`
    this.#waiting.set(token, handlers)
    return { token, revoke: () => this.#waiting.delete(token) }
  }

  /** @throws {ServiceError} TaskTimedOut, InvalidToken, TaskDoesNotExist or InvalidOutput */
  succeed(token: string, output: string): void {
    const handlers = this.#find(token)
    handlers.answered({ output: this.#parsed(output) })
    this.#waiting.delete(token)
  }

  /** @throws {ServiceError} TaskTimedOut, InvalidToken, TaskDoesNotExist or ValidationException */
  fail(token: string, error?: string, cause?: string): void {
    const handlers = this.#find(token)
    if ((error?.length ?? 0) > errorMax || (cause?.length ?? 0) > causeMax) {
      throw new ServiceError('ValidationException', `error may have ${errorMax} characters, cause ${causeMax}`)
    }
    handlers.answered({ error, cause })
    this.#waiting.delete(token)
  }

  /** @throws {ServiceError} TaskTimedOut, InvalidToken or TaskDoesNotExist */
  heartbeat(token: string): void {
    this.#find(token).heartbeat()
  }

  #find(token: string): TokenHandlers {
    const handlers = this.#waiting.get(token)
    if (handlers !== undefined) return handlers
    const number = numberOf(token)
    if (number === undefined) throw new ServiceError('InvalidToken', `Invalid Token: '${token}'`)
    if (number >= this.#issued) throw new ServiceError('TaskDoesNotExist', `Task Does Not Exist: '${token}'`)
    throw new ServiceError('TaskTimedOut', `Task Timed Out: 'Provided task does not exist anymore'`)
  }

  #parsed(output: string): Payload {
    let value: unknown
    try {
      value = JSON.parse(output)
    } catch {
      throw new ServiceError('InvalidOutput', 'Invalid Output: the output is not JSON')
    }
    const payload = new Payload(value)
    if (new Payload(undefined, output).exceeds(this.#payloadBytes)) {
      throw new ServiceError('InvalidOutput', `Invalid Output: the output is larger than ${this.#payloadBytes} bytes`)
    }
    return payload
  }
}

function seal(body: string): string {
  return createHash('sha256').update(body).digest('hex').slice(0, 8)
}

/** The number of a token, if it is one that an engine could have made. */
function numberOf(token: string): number | undefined {
  const [number, chance, sealed] = Buffer.from(token.slice(20), 'base64url').toString().split('.')
  if (number === undefined || chance === undefined || sealed !== seal(`${number}.${chance}`)) return undefined
  return Number.parseInt(number, 36)
}
