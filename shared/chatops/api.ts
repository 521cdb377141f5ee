import type { WebClient } from '@slack/web-api'
import { slack } from '../clients/slack.ts'
import { NetworkError, type World } from '../world.ts'
import { type SlackSecret, slackSecret } from './secret.ts'

/** Slack said no, or nothing; `code` is its own word: `channel_not_found`, `ratelimited`, `expired_trigger_id`. */
export class SlackRefused extends Error {
  override readonly name = 'SlackRefused'
  readonly code: string
  /** Slack asks for so much peace. */
  readonly retryAfterSeconds?: number
  constructor(method: string, code: string, retryAfterSeconds?: number) {
    super(
      `Slack answered ${method}: ${code}${retryAfterSeconds === undefined ? '' : `, again in ${retryAfterSeconds} s`}`,
    )
    this.code = code
    if (retryAfterSeconds !== undefined) this.retryAfterSeconds = retryAfterSeconds
  }
}

/** Slack's Web API as the app's bot. */
export interface SlackApi {
  /** @throws {SlackRefused} */
  call<T>(method: string, run: (client: WebClient) => Promise<T>): Promise<T>
}

/** So long one call may take: the person who waits for a form has three seconds in all. */
const callMs = 2_500

/** @throws {WrongInput} no secret, or one that cannot be read */
export async function slackApi(world: World, secret?: SlackSecret): Promise<SlackApi> {
  const { api, botToken } = secret ?? (await slackSecret(world))
  const { Slack } = await slack(world)
  const client = new Slack(botToken, {
    slackApiUrl: api,
    allowAbsoluteUrls: false,
    // When to try again is the World's business and the ledger's, not a timer's inside of a function.
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: silent as never,
    fetch: through(world),
  })
  return {
    async call(method, run) {
      try {
        return await run(client)
      } catch (error) {
        throw refused(method, error)
      }
    },
  }
}

/** The World's door in the shape that the client knows: no socket is opened but there. */
function through(world: World): NonNullable<ConstructorParameters<typeof WebClient>[1]>['fetch'] {
  return async (url, init) => {
    const { status, headers, body } = await world.http({
      url: String(url),
      method: init?.method ?? 'GET',
      headers: { ...init?.headers, 'content-length': String(Buffer.byteLength(String(init?.body ?? ''))) },
      body: String(init?.body ?? ''),
      timeoutMs: callMs,
    })
    return {
      ok: status >= 200 && status < 300,
      status,
      statusText: '',
      url: String(url),
      headers: {
        get: (name: string) => headers[name.toLowerCase()] ?? null,
        entries: () => Object.entries(headers).values(),
      },
      text: async () => body,
      json: async () => JSON.parse(body),
      arrayBuffer: async () => new TextEncoder().encode(body).buffer as ArrayBuffer,
    }
  }
}

function refused(method: string, error: unknown): SlackRefused {
  const { code, data, retryAfter, statusCode, cause } = error as Record<string, unknown>
  if (code === 'slack_webapi_rate_limited_error') return new SlackRefused(method, 'ratelimited', Number(retryAfter))
  if (code === 'slack_webapi_platform_error') {
    const said = String((data as { error?: unknown }).error ?? 'unknown')
    // What is no code of Slack's is a page of somebody in between, and not told on.
    return new SlackRefused(method, /^[a-z_]{1,60}$/.test(said) ? said : 'no answer of Slack')
  }
  if (code === 'slack_webapi_http_error') return new SlackRefused(method, `HTTP ${String(statusCode)}`)
  const under = cause ?? error
  return new SlackRefused(method, under instanceof NetworkError ? under.message : 'no answer of Slack')
}

const silent = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => 'error',
  setName() {},
}
