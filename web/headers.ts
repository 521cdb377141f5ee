import type { MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'

/** Nothing from elsewhere, nothing inline, no frame around it: a page that leaks its address leaks a link to sign with. */
const policy = {
  defaultSrc: ["'none'"],
  styleSrc: ["'self'"],
  scriptSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
  baseUri: ["'none'"],
}

const strict = secureHeaders({
  contentSecurityPolicy: policy,
  referrerPolicy: 'no-referrer',
  xFrameOptions: 'DENY',
  // Told below, and only where it is true.
  strictTransportSecurity: false,
})

/** Headers of every answer. Pages are about people and production: no cache keeps them, no search engine finds them. */
export const headers: MiddlewareHandler = async (c, next) => {
  await strict(c, next)
  if (!c.res.headers.has('Cache-Control')) c.res.headers.set('Cache-Control', 'no-store')
  c.res.headers.set('X-Robots-Tag', 'noindex, nofollow')
  if (c.req.url.startsWith('https:')) c.res.headers.set('Strict-Transport-Security', 'max-age=31536000')
}
