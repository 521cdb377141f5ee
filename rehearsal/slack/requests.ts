import { signatureOf } from '../../shared/chatops/signature.ts'

/** A request as Slack sends it: raw body, and the headers that sign it. */
export interface SignedRequest {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Signs a body as Slack does at that moment. */
export function signed(body: string, signingSecret: string, atMs: number): SignedRequest {
  const timestamp = String(Math.floor(atMs / 1000))
  return {
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signatureOf(timestamp, Buffer.from(body), signingSecret),
    },
    body,
  }
}

/** The same request as API Gateway hands it over, in payload format 2.0. */
export const asHttpEvent = ({ headers, body }: SignedRequest, base64 = false): object => ({
  version: '2.0',
  routeKey: 'POST /slack',
  rawPath: '/slack',
  rawQueryString: '',
  headers,
  requestContext: {
    http: { method: 'POST', path: '/slack', protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'Slackbot 1.0' },
  },
  body: base64 ? Buffer.from(body).toString('base64') : body,
  isBase64Encoded: base64,
})

export interface By {
  readonly user: string
  readonly team: string
  readonly trigger: string
  readonly responseUrl: string
}

export const commandBody = (text: string, { user, team, trigger, responseUrl }: By): string =>
  new URLSearchParams({
    team_id: team,
    team_domain: 'serveml',
    channel_id: 'C0RELEASES',
    channel_name: 'releases',
    user_id: user,
    user_name: 'whatever-they-call-themselves',
    command: '/tidegate',
    text,
    api_app_id: 'A0TIDEGATE',
    response_url: responseUrl,
    trigger_id: trigger,
  }).toString()

export const pressBody = (
  button: { action_id: string; value: string },
  { user, team, trigger, responseUrl }: By,
): string =>
  new URLSearchParams({
    payload: JSON.stringify({
      type: 'block_actions',
      user: { id: user, username: 'whatever', team_id: team },
      team: { id: team, domain: 'serveml' },
      api_app_id: 'A0TIDEGATE',
      container: { type: 'message', channel_id: 'C0RELEASES' },
      trigger_id: trigger,
      response_url: responseUrl,
      actions: [{ type: 'button', block_id: 'b', action_ts: '1.0', ...button }],
    }),
  }).toString()

export const submitBody = (
  view: Record<string, unknown>,
  reason: string,
  { user, team }: Pick<By, 'user' | 'team'>,
): string =>
  new URLSearchParams({
    payload: JSON.stringify({
      type: 'view_submission',
      user: { id: user, username: 'whatever', team_id: team },
      team: { id: team, domain: 'serveml' },
      view: {
        ...view,
        id: 'V1',
        state: { values: { reason: { reason: { type: 'plain_text_input', value: reason } } } },
      },
    }),
  }).toString()
