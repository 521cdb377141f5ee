import { describe, expect, it } from 'vitest'
import { signatureOf, signedBySlack } from '../../shared/chatops/signature.ts'

/** The example of Slack's own page on verifying requests; its secret is no secret. */
const secret = '8f742231b10e8888abcd99yyyzzz85a5'
const at = 1_531_420_618
const text =
  'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar' +
  '&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com' +
  '%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121' +
  '.803a0bc887a14d10d2c447fce8b6703c'
const body = Buffer.from(text)
const signature = 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503'
const headers = { 'x-slack-request-timestamp': String(at), 'x-slack-signature': signature }

describe("Slack's signature", () => {
  it('is the one that Slack documents', () => {
    expect(signatureOf(String(at), body, secret)).toBe(signature)
    expect(signedBySlack(headers, body, secret, at * 1000)).toEqual({ signed: true })
  })

  it.each([
    ['another secret', headers, body, '0f742231b10e8888abcd99yyyzzz85a5'],
    ['a changed byte', headers, Buffer.from(text.replace('U2CERLKJA', 'U2CERLKJB')), secret],
    ['another timestamp', { ...headers, 'x-slack-request-timestamp': String(at + 1) }, body, secret],
    ['the same text in other bytes', headers, Buffer.from(text, 'utf16le'), secret],
  ])('is wrong with %s', (_what, head, bytes, key) => {
    expect(signedBySlack(head, bytes, key, at * 1000)).toMatchObject({
      signed: false,
      because: 'its signature is wrong',
    })
  })

  it.each([
    ['none', {}],
    ['no timestamp', { 'x-slack-signature': signature }],
    ['half a signature', { ...headers, 'x-slack-signature': signature.slice(0, 40) }],
    ['a signature of another version', { ...headers, 'x-slack-signature': signature.replace('v0', 'v1') }],
    ['a timestamp that is no number', { ...headers, 'x-slack-request-timestamp': '1e9' }],
    ['capital letters', { ...headers, 'x-slack-signature': signature.toUpperCase() }],
  ])('is missing when there is %s', (_what, head) => {
    expect(signedBySlack(head, body, secret, at * 1000)).toMatchObject({
      signed: false,
      because: 'no signature of Slack is on it',
    })
  })

  it('holds for five minutes in either direction, and tells how far the clocks are apart after that', () => {
    for (const seconds of [300, -300])
      expect(signedBySlack(headers, body, secret, (at + seconds) * 1000).signed).toBe(true)
    for (const seconds of [301, -301, 86_400]) {
      expect(signedBySlack(headers, body, secret, (at + seconds) * 1000)).toMatchObject({
        signed: false,
        ageSeconds: seconds,
      })
    }
  })
})
