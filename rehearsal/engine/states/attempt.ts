import type { Execution } from '../execution.ts'
import type { Frame } from '../frame.ts'
import { Payload } from '../payload.ts'
import type { Resource } from '../resources.ts'
import type { TaskLimits } from '../task-events.ts'
import type { TaskAnswer } from '../types.ts'

export type Settlement =
  | { output: Payload }
  | { error: string | undefined; cause: string | undefined }
  | 'timed out'
  | 'no heartbeat'

/** One attempt of a task, open until the first answer or time-out; whatever comes later is ignored. */
export class Attempt {
  readonly #execution: Execution
  readonly #frame: Frame
  readonly #done: Promise<Settlement>
  readonly #forget: () => void
  #settle!: (settlement: Settlement) => void
  #fail!: (error: unknown) => void
  #open = true
  #ends: (() => void)[] = []
  #heartbeat: { seconds: number; cancel: () => void } | undefined
  #heartbeatSeconds: number | undefined

  constructor(execution: Execution, frame: Frame) {
    this.#execution = execution
    this.#frame = frame
    this.#done = new Promise((resolve, reject) => {
      this.#settle = resolve
      this.#fail = reject
    })
    // An attempt that breaks after its scope has ended has nobody to tell.
    this.#done.catch(() => undefined)
    this.#forget = frame.onEnd(() => this.end())
  }

  /** The token of this attempt; it dies with it. */
  issueToken(): string {
    const { token, revoke } = this.#execution.host.issueToken(this.#execution, {
      answered: (answer) => this.#close(answer),
      heartbeat: () => this.#beat(),
    })
    this.#ends.push(revoke)
    return token
  }

  /** Starts the clocks. Where a token is waited for, heartbeats are expected once the call itself has returned. */
  limit({ timeoutInSeconds, heartbeatInSeconds }: TaskLimits, pattern: Resource['pattern']): void {
    this.#heartbeatSeconds = heartbeatInSeconds
    if (timeoutInSeconds !== undefined) {
      this.#ends.push(this.#execution.timer(this.#frame, timeoutInSeconds * 1000, () => this.#close('timed out')))
    }
    if (pattern === 'request') this.#beat()
  }

  submitted(): void {
    this.#beat()
  }

  #beat(): void {
    const seconds = this.#heartbeatSeconds
    if (seconds === undefined || !this.#open) return
    this.#heartbeat?.cancel()
    const cancel = this.#execution.timer(this.#frame, seconds * 1000, () => this.#close('no heartbeat'))
    this.#heartbeat = { seconds, cancel }
  }

  answer(answer: TaskAnswer): void {
    if ('hang' in answer) return
    if ('output' in answer) this.#close({ output: Payload.copyOf(answer.output) })
    else this.#close({ error: answer.error, cause: answer.cause })
  }

  /** Runs a step unless the attempt is over; what it throws ends the attempt. */
  whileOpen(step: () => void): void {
    if (!this.#open) return
    try {
      step()
    } catch (error) {
      this.break(error)
    }
  }

  /** Ends the attempt by an error that is none of the machine's: it surfaces where the execution was started. */
  break(error: unknown): void {
    this.#open = false
    this.#fail(error)
  }

  settled(): Promise<Settlement> {
    return this.#frame.hold(this.#done)
  }

  onEnd(run: () => void): void {
    this.#ends.push(run)
  }

  #close(settlement: Settlement): void {
    if (!this.#open) return
    this.#open = false
    this.#settle(settlement)
  }

  end(): void {
    this.#open = false
    this.#forget()
    this.#heartbeat?.cancel()
    const ends = this.#ends
    this.#ends = []
    for (const run of ends) run()
  }
}
