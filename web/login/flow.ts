import type { Context } from 'hono'
import { deleteCookie, setCookie } from 'hono/cookie'
import { beginLogin, waySeconds } from '../../shared/login/begin.ts'
import { type Finished, finishLogin } from '../../shared/login/finish.ts'
import { IssuerAway } from '../../shared/login/issuer.ts'
import { ownPath } from '../../shared/login/own-path.ts'
import { sessionSeconds } from '../../shared/login/session.ts'
import { redact } from '../../shared/redact.ts'
import { cookieName, cookieOf, isHttps, ownCookie } from '../cookies.ts'
import { isFromOurPage, pageSecret } from '../sign/csrf.ts'
import type { Env } from '../site.ts'
import { issuerAway, left, loginPath, mayLeave, refused, stale, unverified } from './pages.ts'
import { sessionCookie, whoAsks } from './who.ts'

const wayCookie = 'tidegate-way'

/** Leads to the issuer. */
export async function begin(c: Context<Env>): Promise<Response> {
  const world = c.get('world')
  const [to, again] = [c.req.query('to'), c.req.query('again') === 'yes']
  // The issuer sends people back to one address; what their browser keeps on the way, it keeps for that one.
  const home = new URL(world.home.pages ?? c.req.url)
  if (home.host !== new URL(c.req.url).host) return c.redirect(`${home.origin}${loginPath(ownPath(to), again)}`)
  try {
    const { address, way } = await beginLogin(world, world.home.oidc!, { to, again })
    setCookie(c, cookieName(c.req.url, wayCookie), way, ownCookie(c.req.url, waySeconds))
    return c.redirect(address, 303)
  } catch (error) {
    return unlessAway(c, error)
  }
}

/** Back from the issuer. */
export async function finish(c: Context<Env>): Promise<Response> {
  const world = c.get('world')
  const way = cookieOf(c.req.raw, wayCookie)
  // Used once, whatever comes of it.
  if (way !== undefined) forget(c, wayCookie)
  try {
    return comeBack(c, await finishLogin(world, world.home.oidc!, new URL(c.req.url).searchParams, way))
  } catch (error) {
    return unlessAway(c, error)
  }
}

function comeBack(c: Context<Env>, came: Finished): Response | Promise<Response> {
  switch (came.is) {
    case 'signed-in':
      setCookie(c, cookieName(c.req.url, sessionCookie), came.session, ownCookie(c.req.url, sessionSeconds))
      return c.redirect(came.to, 303)
    case 'stale':
      return c.html(stale(), 400)
    case 'unverified':
      return c.html(unverified(came.to), 403)
    default:
      c.get('world').log('warn', `a sign-in was refused: ${came.why}`)
      return c.html(refused(came.to, came.why), 403)
  }
}

/** Asks whether to sign out. */
export const askToLeave = async (c: Context<Env>): Promise<Response> =>
  c.html(mayLeave(await whoAsks(c.req.raw, c.get('world')), pageSecret(c)))

/** Signs out. */
export async function leave(c: Context<Env>): Promise<Response> {
  const form = new URLSearchParams(await c.req.raw.text())
  if (!isFromOurPage(c, form.get('csrf') ?? undefined)) {
    return c.html(mayLeave(await whoAsks(c.req.raw, c.get('world')), pageSecret(c)), 403)
  }
  forget(c, sessionCookie)
  return c.html(left(ownPath(c.req.query('to'))))
}

const forget = (c: Context<Env>, name: string) =>
  deleteCookie(c, cookieName(c.req.url, name), { path: '/', secure: isHttps(c.req.url) })

function unlessAway(c: Context<Env>, error: unknown): Response | Promise<Response> {
  if (!(error instanceof IssuerAway)) throw error
  c.get('world').log('warn', `nobody can sign in: ${redact(error.message)}`)
  return c.html(issuerAway(), 503, { 'Retry-After': '60' })
}
