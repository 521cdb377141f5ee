import { createHmac, timingSafeEqual } from 'node:crypto'
import { canonical } from '../plan/digest.ts'
import type { SlackSecret } from './secret.ts'
import type { Work } from './work-input.ts'

/**
 * What answers Slack hands work on to an invocation of its own, and whoever may invoke the function could hand it some too:
 * so it is sealed with what Slack itself signs with. Slack's signatures begin with `v0:` and are none of these.
 */
export const sealOf = (work: Omit<Work, 'seal'>, { signingSecret }: Pick<SlackSecret, 'signingSecret'>): string =>
  createHmac('sha256', signingSecret)
    .update(`tidegate work: ${canonical(work)}`)
    .digest('hex')

export function isSealed({ seal, ...work }: Work, secret: SlackSecret): boolean {
  const right = Buffer.from(sealOf(work, secret))
  const given = Buffer.from(seal)
  return right.length === given.length && timingSafeEqual(right, given)
}
