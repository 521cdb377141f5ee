import * as z from 'zod/mini'
import { secrets } from '../clients/secrets.ts'
import { WrongInput } from '../errors.ts'
import type { Home, World } from '../world.ts'

/** What the secret of the sign-in holds, as JSON. */
const LoginSecret = z.object({
  /** The issuer knows us by it. */
  clientSecret: z.string().check(z.minLength(8)),
  /** Cookies are encrypted with it; another one signs everybody out. */
  cookieKey: z.string().check(z.minLength(32)),
})
type LoginSecret = z.infer<typeof LoginSecret>

/** Each request of somebody who is signed in needs it, and a room asks ten times a minute. */
const keptMs = 300_000
const kept = new Map<string, { readonly secret: LoginSecret; readonly at: number }>()

/**
 * The secret of the sign-in, at most five minutes old.
 *
 * @throws {WrongInput} it cannot be read; says nothing of what it holds
 */
export async function loginSecret(world: World, { secret: arn }: NonNullable<Home['oidc']>): Promise<LoginSecret> {
  const known = kept.get(arn)
  const age = known === undefined ? keptMs : world.now() - known.at
  if (known !== undefined && age >= 0 && age < keptMs) return known.secret
  const { GetSecretValueCommand, SecretsManagerClient } = await secrets(world)
  const { SecretString = '' } = await world.send(SecretsManagerClient, new GetSecretValueCommand({ SecretId: arn }))
  const parsed = LoginSecret.safeParse(jsonOf(SecretString))
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path }) => path.join('.') || 'it').join(', ')
    throw new WrongInput(
      `the secret ${arn} cannot be read (${wrong}), so nobody can sign in; ` +
        'put {"clientSecret": "…", "cookieKey": "…"} into it (docs/guides/sign-in.md)',
    )
  }
  kept.set(arn, { secret: parsed.data, at: world.now() })
  return parsed.data
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
