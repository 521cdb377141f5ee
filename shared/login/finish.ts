import type { AuthorizationServer } from 'oauth4webapi'
import * as z from 'zod/mini'
import { oidc as library } from '../clients/oidc.ts'
import { NetworkError, type World } from '../world.ts'
import { callback } from './begin.ts'
import { asked, away, IssuerAway, issuerOf } from './issuer.ts'
import { seal, unseal } from './seal.ts'
import { loginSecret } from './secret.ts'
import { sessionSeconds } from './session.ts'

type Oidc = NonNullable<World['home']['oidc']>

/** How somebody came back from the issuer. */
export type Finished =
  | { readonly is: 'signed-in'; readonly to: string; readonly session: string }
  /** Too late, from another browser, or once more: nothing of it counts. */
  | { readonly is: 'stale' }
  /** The issuer let them not in, or what it sent is not to be trusted; `why` is a code. */
  | { readonly is: 'refused'; readonly to: string; readonly why: string }
  /** Anybody can write any address into their account: only one that the issuer has verified says who somebody is. */
  | { readonly is: 'unverified'; readonly to: string }

const Way = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), to: z.string() })
/** Cognito says "true" of some people, and true of others. */
const Claims = z.object({
  sub: z.string(),
  email: z.optional(z.string()),
  email_verified: z.optional(z.union([z.boolean(), z.string()])),
})
type Claims = z.infer<typeof Claims>

/**
 * Takes what the issuer sent back with the browser, asks the issuer for the rest, and believes it only if everything fits:
 * state, code, PKCE, nonce, signature, issuer, audience, times.
 *
 * @param way what the browser brought back
 * @throws {IssuerAway}
 */
export async function finishLogin(
  world: World,
  oidc: Oidc,
  query: URLSearchParams,
  way: string | undefined,
): Promise<Finished> {
  const parsed = Way.safeParse(way === undefined ? undefined : await unseal(world, oidc, 'way', way))
  if (!parsed.success || query.get('state') !== parsed.data.state) return { is: 'stale' }
  const { to } = parsed.data
  const as = await issuerOf(world, oidc)
  try {
    const { sub, email, email_verified } = await claimsOf(world, oidc, as, query, parsed.data)
    if (email === undefined || `${email_verified}` !== 'true') return { is: 'unverified', to }
    return { is: 'signed-in', to, session: await seal(world, oidc, 'session', { sub, mail: email }, sessionSeconds) }
  } catch (error) {
    if (error instanceof NetworkError) throw away(oidc.issuer, error)
    if (error instanceof IssuerAway || !isTheirs(error)) throw error
    return { is: 'refused', to, why: error.code }
  }
}

async function claimsOf(
  world: World,
  oidc: Oidc,
  as: AuthorizationServer,
  query: URLSearchParams,
  { state, nonce, verifier }: z.infer<typeof Way>,
): Promise<Claims> {
  const on = await library(world)
  const client = { client_id: oidc.client }
  const options = await asked(world, oidc.issuer)
  const { clientSecret } = await loginSecret(world, oidc)
  const ways = as.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
  const proof = ways.includes('client_secret_basic')
    ? on.ClientSecretBasic(clientSecret)
    : on.ClientSecretPost(clientSecret)
  const code = on.validateAuthResponse(as, client, query, state)
  const to = callback(world)
  const answer = await on.authorizationCodeGrantRequest(as, client, proof, code, to, verifier, options)
  if (answer.status >= 500) throw away(oidc.issuer, new Error(`its tokens: ${answer.status}`))
  const tokens = await on.processAuthorizationCodeResponse(as, client, answer, {
    expectedNonce: nonce,
    requireIdToken: true,
  })
  await on.validateApplicationLevelSignature(as, answer, options)
  const claims = Claims.parse(on.getValidatedIdTokenClaims(tokens))
  if (claims.email !== undefined || as.userinfo_endpoint === undefined) return claims
  // Some issuers put into the token no more than who it is.
  const more = await on.userInfoRequest(as, client, tokens.access_token, options)
  return Claims.parse(await on.processUserInfoResponse(as, client, claims.sub, more))
}

/** The library's own errors have a code of its own; whatever else fails is no fault of the issuer's. */
const isTheirs = (error: unknown): error is Error & { readonly code: string } =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('OAUTH_')
