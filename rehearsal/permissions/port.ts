/** What AWS asks IAM about one call: an action on a resource, in a context. */
export interface Ask {
  readonly action: string
  readonly resource: string
  readonly context?: Readonly<Record<string, string | readonly string[]>>
}

export interface Where {
  readonly region: string
  readonly account: string
}

/** How a call went: some rights are only needed when something is not there. */
export interface Went {
  readonly output?: unknown
  /** Name of AWS's error. */
  readonly error?: string
}

/**
 * What one service asks IAM, by command: what AWS's service authorization reference says, written down once more and
 * apart from what the kinds declare, so that the two can contradict each other.
 */
// biome-ignore lint/suspicious/noExplicitAny: each line knows the input of its own command
export type Asks = { readonly [command: string]: (input: any, where: Where, went: Went) => readonly Ask[] }

export const ask = (action: string, resource: string, context?: Ask['context']): Ask[] => [
  { action, resource, ...(context !== undefined && { context }) },
]

export const arn = ({ region, account }: Where, service: string, resource: string): string =>
  `arn:aws:${service}:${region}:${account}:${resource}`
