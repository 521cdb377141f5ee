import type { Context } from 'hono'
import { isTheirs } from '../../shared/gates/theirs.ts'
import type { Question } from '../../shared/gates/visit.ts'
import type { SignedIn } from '../../shared/login/session.ts'
import type { Env } from '../site.ts'
import { unproved } from '../told.ts'
import { logins } from './parts.ts'
import { whoAsks } from './who.ts'

/** What somebody is told who may not see a page of the releases; undefined for who may. */
export async function unlessOurs(c: Context<Env>): Promise<Response | undefined> {
  const { home } = c.get('world')
  if (home.oidc === undefined) return undefined
  const who = await whoAsks(c.req.raw, c.get('world'))
  if (who?.person !== undefined) return undefined
  const { nobodyOfOurs, signInFirst } = await logins(c.get('world'))
  return who === undefined ? c.html(signInFirst(here(c)), 401) : c.html(nobodyOfOurs(who), 403)
}

/** The same where nobody could be let in otherwise. */
export const notOurs = async (c: Context<Env>): Promise<Response> => (await unlessOurs(c)) ?? c.html(unproved(), 401)

/**
 * What somebody is told who holds a link and is not, or has not shown to be, the person whose link it is; undefined for
 * that person, and where a link alone is enough.
 */
export async function unlessTheirs(c: Context<Env>, question: Question): Promise<Response | undefined> {
  const world = c.get('world')
  const who = await whoAsks(c.req.raw, world)
  return isTheirs(world, question.person, who?.person) ? undefined : notTheirs(c, question, who)
}

/** What is asked of somebody else is told to nobody: not even which sign-off it is. */
export async function notTheirs(c: Context<Env>, question: Question, who: SignedIn | undefined) {
  const { signInFirst, somebodyElse } = await logins(c.get('world'))
  if (who !== undefined) return c.html(somebodyElse(question, who, here(c)), 403)
  return c.html(signInFirst(here(c), question), c.req.method === 'POST' ? 403 : 401)
}

const here = (c: Context<Env>): string => c.req.path
