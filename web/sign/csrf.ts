import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { cookieName, ownCookie } from '../cookies.ts'
import type { Env } from '../site.ts'

/**
 * A form counts only from a browser that has been shown the page: what its cookie says must stand in the form too, and
 * the request must come from our own page. Scanners that submit what they find have neither typed nor kept the cookie.
 */
export function pageSecret(c: Context<Env>): string {
  const name = cookieName(c.req.url, 'tidegate')
  const known = getCookie(c, name)
  const secret = known !== undefined && shape.test(known) ? known : c.get('world').uuid()
  setCookie(c, name, secret, ownCookie(c.req.url, 3600))
  return secret
}

export function isFromOurPage(c: Context<Env>, given: string | undefined): boolean {
  const cookie = getCookie(c, cookieName(c.req.url, 'tidegate'))
  const origin = c.req.header('Origin')
  const site = c.req.header('Sec-Fetch-Site')
  if (origin !== undefined && origin !== 'null' && hostOf(origin) !== hostOf(c.req.url)) return false
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false
  return cookie !== undefined && shape.test(cookie) && given === cookie
}

const shape = /^[0-9a-f-]{36}$/

function hostOf(url: string): string {
  try {
    return new URL(url).host
  } catch {
    return ''
  }
}
