import type { SignedIn } from '../../shared/login/session.ts'
import type { World } from '../../shared/world.ts'
import { cookieOf } from '../cookies.ts'
import type { Access } from '../site.ts'
import { logins } from './parts.ts'

export const sessionCookie = 'tidegate-session'

/** Who is signed in, as this request proves it; undefined also where nobody can. */
export async function whoAsks(request: Request, world: World): Promise<SignedIn | undefined> {
  const session = cookieOf(request, sessionCookie)
  if (world.home.oidc === undefined || session === undefined) return undefined
  const { signedIn } = await logins(world)
  return signedIn(world, session)
}

/** Whoever is signed in and is one of our people may see every release. */
export async function accessOf(request: Request, world: World): Promise<Access | undefined> {
  const who = await whoAsks(request, world)
  return who?.person === undefined ? undefined : { person: who.person, signedInAs: who.called }
}
