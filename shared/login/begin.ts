import { oidc as library } from '../clients/oidc.ts'
import type { World } from '../world.ts'
import { issuerOf } from './issuer.ts'
import { ownPath } from './own-path.ts'
import { seal } from './seal.ts'

/** So long somebody may take at the issuer: a password, a second factor, a telephone in another room. */
export const waySeconds = 600

export interface Begun {
  /** Where the browser goes. */
  readonly address: string
  /** What it brings back: state, nonce and verifier, sealed. */
  readonly way: string
}

/**
 * Sends somebody to the issuer (authorization code flow with PKCE); nothing is kept here.
 *
 * @param again has the issuer ask for a name and password even if it knows the browser: somebody else wants to sign in
 * @throws {IssuerAway}
 */
export async function beginLogin(
  world: World,
  oidc: NonNullable<World['home']['oidc']>,
  { to, again }: { readonly to: string | undefined; readonly again: boolean },
): Promise<Begun> {
  const as = await issuerOf(world, oidc)
  const { calculatePKCECodeChallenge } = await library(world)
  const [state, nonce, verifier] = [secretOf(world), secretOf(world), secretOf(world)]
  const address = new URL(as.authorization_endpoint ?? oidc.issuer)
  const wanted = {
    response_type: 'code',
    client_id: oidc.client,
    redirect_uri: callback(world),
    scope: 'openid email',
    state,
    nonce,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...(again && { prompt: 'login' }),
  }
  for (const [name, value] of Object.entries(wanted)) address.searchParams.set(name, value)
  const way = await seal(world, oidc, 'way', { state, nonce, verifier, to: ownPath(to) }, waySeconds)
  return { address: address.href, way }
}

/** Where the issuer sends people back to: it knows no other address. */
export const callback = ({ home }: World): string => `${home.pages ?? ''}/login/callback`

/** 244 bits, in the letters that every part of the protocol takes. */
const secretOf = (world: World): string => `${world.uuid()}${world.uuid()}`.replaceAll('-', '')
