import { type SignedIn, signedIn } from '../../shared/login/session.ts'
import type { World } from '../../shared/world.ts'
import { cookieOf } from '../cookies.ts'
import type { Access } from '../site.ts'

export const sessionCookie = 'tidegate-session'

/** Who is signed in, as this request proves it; undefined also where nobody can. */
export const whoAsks = (request: Request, world: World): Promise<SignedIn | undefined> =>
  signedIn(world, cookieOf(request, sessionCookie))

/** Whoever is signed in and is one of our people may see every release. */
export async function accessOf(request: Request, world: World): Promise<Access | undefined> {
  const who = await whoAsks(request, world)
  return who?.person === undefined ? undefined : { person: who.person, signedInAs: who.called }
}
