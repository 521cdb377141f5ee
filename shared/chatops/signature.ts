import { createHmac, timingSafeEqual } from 'node:crypto'

/** Older than this, a request may be a replay. */
export const ageSecondsMax = 300

export type Signed =
  | { readonly signed: true }
  /** `ageSeconds`: how far Slack's clock and ours were apart; tells a wrong secret from a wrong clock. */
  | { readonly signed: false; readonly because: string; readonly ageSeconds?: number }

/**
 * Whether Slack sent these very bytes within the last five minutes. Headers by their names in lower case.
 *
 * Looks at the raw body, before anything parses it, and compares in constant time.
 *
 * @see https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function signedBySlack(
  headers: Readonly<Record<string, string | undefined>>,
  body: Uint8Array,
  signingSecret: string,
  nowMs: number,
): Signed {
  const timestamp = headers['x-slack-request-timestamp'] ?? ''
  const signature = headers['x-slack-signature'] ?? ''
  if (!/^\d{1,12}$/.test(timestamp) || !/^v0=[0-9a-f]{64}$/.test(signature)) {
    return { signed: false, because: 'no signature of Slack is on it' }
  }
  const ageSeconds = Math.round(nowMs / 1000 - Number(timestamp))
  if (Math.abs(ageSeconds) > ageSecondsMax) {
    return {
      signed: false,
      because: `its timestamp is ${ageSeconds} s away from now, at most ${ageSecondsMax} are`,
      ageSeconds,
    }
  }
  const wanted = Buffer.from(signatureOf(timestamp, body, signingSecret))
  if (!timingSafeEqual(wanted, Buffer.from(signature)))
    return { signed: false, because: 'its signature is wrong', ageSeconds }
  return { signed: true }
}

/** `v0=…` as Slack makes it. */
export function signatureOf(timestamp: string, body: Uint8Array, signingSecret: string): string {
  return `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:`).update(body).digest('hex')}`
}
