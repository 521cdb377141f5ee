import * as z from 'zod/mini'
import { nameOf, personOf } from '../people/holders.ts'
import { publishedPeople } from '../people/published.ts'
import type { World } from '../world.ts'
import { unseal } from './seal.ts'

/** A working day; whoever signs at night has signed in that night. */
export const sessionSeconds = 8 * 3600

/** Who is signed in: the address that the issuer has verified, and whose it is among our people, if anybody's. */
export interface SignedIn {
  readonly mail: string
  readonly person?: string
  /** As pages call them. */
  readonly called: string
}

const Session = z.object({ sub: z.string(), mail: z.string() })

/**
 * Whose session this is. People are read anew each time: whoever has left is nobody from then on.
 *
 * @param sealed what the browser keeps
 * @throws {WrongInput} nobody has published people
 */
export async function signedIn(world: World, sealed: string | undefined): Promise<SignedIn | undefined> {
  const { oidc } = world.home
  if (oidc === undefined || sealed === undefined) return undefined
  const session = Session.safeParse(await unseal(world, oidc, 'session', sealed))
  if (!session.success) return undefined
  const { mail } = session.data
  const directory = await publishedPeople(world)
  const person = personOf(directory, { mail })
  return {
    mail,
    ...(person !== undefined && { person }),
    called: person === undefined ? mail : nameOf(directory, person),
  }
}
