import { hkdfSync } from 'node:crypto'
import type { JWTPayload } from 'jose'
import { jose } from '../clients/jose.ts'
import type { Home, World } from '../world.ts'
import { loginSecret } from './secret.ts'

/** What a browser keeps for us: on its way to the issuer and back, or signed in. */
export type Purpose = 'way' | 'session'

type Oidc = NonNullable<Home['oidc']>

/** Encrypts it, so that the browser can neither read nor change it, for so many seconds. */
export async function seal(world: World, oidc: Oidc, purpose: Purpose, what: JWTPayload, seconds: number) {
  const { EncryptJWT } = await jose(world)
  const now = Math.floor(world.now() / 1000)
  return new EncryptJWT(what)
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .setIssuedAt(now)
    .setExpirationTime(now + seconds)
    .encrypt(await keyOf(world, oidc, purpose))
}

/** What was sealed for this purpose; undefined when it is too old, changed, or not ours. */
export async function unseal(world: World, oidc: Oidc, purpose: Purpose, sealed: string) {
  const { jwtDecrypt } = await jose(world)
  const key = await keyOf(world, oidc, purpose)
  try {
    const { payload } = await jwtDecrypt(sealed, key, {
      currentDate: new Date(world.now()),
      requiredClaims: ['exp'],
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
    })
    return payload
  } catch {
    return undefined
  }
}

/** A key for each purpose, issuer and client: what was sealed for one opens nothing of another. */
async function keyOf(world: World, oidc: Oidc, purpose: Purpose): Promise<Uint8Array> {
  const { cookieKey } = await loginSecret(world, oidc)
  const use = ['tidegate', purpose, oidc.issuer, oidc.client].join('\n')
  return new Uint8Array(hkdfSync('sha256', cookieKey, '', use, 32))
}
