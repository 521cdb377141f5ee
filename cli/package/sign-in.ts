import type { Naming } from '../../shared/permissions/index.ts'
import type { Variables } from './cloudformation.ts'

/** What a stage says of its sign-in; all empty is none. */
export interface SignIn {
  readonly issuer: string
  readonly client: string
  readonly secret: string
}

/**
 * The names of a stage with the secret of its sign-in.
 *
 * @throws {Error} half of a sign-in, which would be none where somebody believes that there is one
 */
export function withSignIn(names: Naming, signIn: SignIn): Naming {
  const given = Object.values(signIn).filter((one) => one !== '').length
  if (given === 0) return names
  if (given === 3) return { ...names, loginSecret: signIn.secret }
  throw new Error('oidcIssuer, oidcClient and oidcSecret belong together: give all three, or none')
}

/** Only the pages know how people sign in, and only they may read the secret; Slack's messages know that people can. */
export function signInEnvironment(name: string, { issuer, client, secret }: SignIn): Variables {
  if (issuer === '') return {}
  if (name === 'chatops') return { TIDEGATE_PEOPLE_SIGN_IN: 'yes' }
  return name === 'web'
    ? { TIDEGATE_OIDC_ISSUER: issuer, TIDEGATE_OIDC_CLIENT: client, TIDEGATE_OIDC_SECRET: secret }
    : {}
}
