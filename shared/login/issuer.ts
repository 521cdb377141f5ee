import type { AuthorizationServer } from 'oauth4webapi'
import { oidc as library } from '../clients/oidc.ts'
import type { Home, HttpRequest, World } from '../world.ts'

type Oidc = NonNullable<Home['oidc']>

/** Three of these fit into the function's time, and its own work besides. */
const callMs = 5_000
/** What an issuer says of itself hardly ever changes; its keys are looked up again when a new one signs. */
const keptMs = 3_600_000
const known = new Map<string, { readonly as: AuthorizationServer; readonly at: number }>()

/** The issuer could not be asked, or answers as none does: nobody can sign in now. */
export class IssuerAway extends Error {
  override readonly name = 'IssuerAway'
}

/**
 * What the issuer says of itself, once an hour in each warm function.
 *
 * @throws {IssuerAway}
 */
export async function issuerOf(world: World, { issuer }: Oidc): Promise<AuthorizationServer> {
  const kept = known.get(issuer)
  const age = kept === undefined ? keptMs : world.now() - kept.at
  if (kept !== undefined && age >= 0 && age < keptMs) return kept.as
  const { discoveryRequest, processDiscoveryResponse } = await library(world)
  try {
    const url = new URL(issuer)
    const answer = await discoveryRequest(url, { algorithm: 'oidc', ...(await asked(world, issuer)) })
    const as = await processDiscoveryResponse(url, answer)
    known.set(issuer, { as, at: world.now() })
    return as
  } catch (error) {
    throw away(issuer, error)
  }
}

/** How the library asks: through the World, and without TLS only of this very machine, as in a test. */
export async function asked(world: World, issuer: string) {
  const { allowInsecureRequests, customFetch } = await library(world)
  return {
    [customFetch]: through(world),
    [allowInsecureRequests]: /^http:\/\/127\.0\.0\.1:/.test(issuer),
  }
}

export const away = (issuer: string, error: unknown): IssuerAway =>
  new IssuerAway(`${new URL(issuer).host}: ${error instanceof Error ? error.message : String(error)}`)

/** What the library hands to its `fetch`, as far as it is used here. */
interface Sent {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** The World's door in the shape that the library knows: no socket is opened but there, and no redirect is followed. */
function through(world: World): (url: string, sent: Sent) => Promise<Response> {
  return async (url, { method = 'GET', headers = {}, body }) => {
    const text = body === undefined || body === null ? undefined : String(body)
    const request: HttpRequest = {
      url,
      method,
      headers: { ...headers, ...(text !== undefined && { 'content-length': String(Buffer.byteLength(text)) }) },
      ...(text !== undefined && { body: text }),
      timeoutMs: callMs,
    }
    const got = await world.http(request)
    const bare = got.status === 204 || got.status === 304
    const type = got.headers['content-type']
    const own = type === undefined ? {} : { 'content-type': type }
    return new Response(bare ? null : got.body, { status: got.status, headers: own })
  }
}
