import type { Catcher, Retrier } from './code.ts'
import type { StateFailure } from './failures.ts'

/** What the wildcard States.TaskFailed does not stand for. */
const notTaskFailed = new Set(['States.Timeout', 'States.HeartbeatTimeout', 'States.QueryEvaluationError'])

/**
 * Whether a list of error names matches a failure.
 *
 * States.ALL matches everything that can be caught, States.DataLimitExceeded included (recorded on AWS, against its
 * documentation). A missed heartbeat answers to both of its names.
 */
export function matches(errors: readonly string[], { error, alias, fatal }: StateFailure): boolean {
  if (fatal) return false
  return errors.some((name) => {
    if (name === 'States.ALL') return true
    if (name === 'States.TaskFailed') return !notTaskFailed.has(error ?? '')
    return name === error || (alias !== undefined && name === alias)
  })
}

/** Counts the attempts of each retrier of a state, from the time it is entered until it is left. */
export class Retries {
  readonly #retriers: readonly Retrier[]
  readonly #used = new Map<Retrier, number>()
  /** State.RetryCount: retries made so far, by whichever retrier. */
  count = 0

  constructor(retriers: readonly Retrier[]) {
    this.#retriers = retriers
  }

  /**
   * Milliseconds to wait before the next attempt; undefined when there is none. The first retrier that matches owns
   * the failure: when it is used up, later ones are not asked.
   */
  next(failure: StateFailure, random: () => number): number | undefined {
    const retrier = this.#retriers.find(({ errors }) => matches(errors, failure))
    if (retrier === undefined) return undefined
    const used = this.#used.get(retrier) ?? 0
    if (used >= retrier.maxAttempts) return undefined
    this.#used.set(retrier, used + 1)
    this.count += 1
    const { intervalSeconds, backoffRate, maxDelaySeconds, jitter } = retrier
    const seconds = Math.min(intervalSeconds * backoffRate ** used, maxDelaySeconds)
    return Math.round((jitter ? seconds * random() : seconds) * 1000)
  }
}

export function catcherOf(catchers: readonly Catcher[], failure: StateFailure): Catcher | undefined {
  return catchers.find(({ errors }) => matches(errors, failure))
}
