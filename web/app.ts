import { Hono } from 'hono'
import { AwsUnavailable } from '../shared/errors.ts'
import { EvidenceMissing } from '../shared/evidence/evidence-missing.ts'
import { redact } from '../shared/redact.ts'
import { script, stylesheet } from './assets.ts'
import { headers } from './headers.ts'
import { login } from './login/routes.ts'
import { roomBehindLink } from './room/behind-link.ts'
import { room } from './room/routes.ts'
import { sign } from './sign/routes.ts'
import type { Env, Site } from './site.ts'
import { contradicting, failed, later, nothingHere } from './told.ts'

/** The approval pages and the release room: one app for Lambda, for a laptop, and for a rehearsal. */
export function createApp(site: Site): Hono<Env> {
  const app = new Hono<Env>()
  app.use(headers)
  app.use(async (c, next) => {
    const world = site.world()
    c.set('site', site)
    c.set('world', world)
    c.set('shelf', site.shelf(world))
    await next()
  })
  for (const { path, type, text } of [stylesheet, script]) {
    app.get(path, (c) =>
      c.body(text, 200, { 'Content-Type': type, 'Cache-Control': 'public, max-age=31536000, immutable' }),
    )
  }
  app.get('/robots.txt', (c) => c.text('User-agent: *\nDisallow: /\n'))
  app.route('/', login)
  app.route('/', roomBehindLink)
  app.route('/', room)
  app.route('/', sign)
  app.notFound((c) => c.html(nothingHere(), 404))
  app.onError((error, c) => {
    if (error instanceof EvidenceMissing) return c.html(contradicting(error), 409)
    // The path may be a link that signs: it is told nowhere, and neither is a stack.
    c.get('world').log('error', `a page failed: ${error.name}: ${redact(error.message)}`, { page: c.req.method })
    if (error instanceof AwsUnavailable) return c.html(later(), 503, { 'Retry-After': '60' })
    return c.html(failed(), 500)
  })
  return app
}
