import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Env } from '../site.ts'
import { nothingHere } from '../told.ts'
import { logins } from './parts.ts'

/** `/login` leads to the issuer, `/login/callback` back from it, `/logout` out. Not there where a link alone is enough. */
export const login = new Hono<Env>()

for (const path of ['/login', '/login/callback', '/logout']) {
  login.use(path, (c, next) =>
    c.get('world').home.oidc === undefined ? Promise.resolve(c.html(nothingHere(), 404)) : next(),
  )
}

login.get('/login', async (c) => (await logins(c.get('world'))).begin(c))
login.get('/login/callback', async (c) => (await logins(c.get('world'))).finish(c))
login.get('/logout', async (c) => (await logins(c.get('world'))).askToLeave(c))
login.post('/logout', bodyLimit({ maxSize: 4096 }), async (c) => (await logins(c.get('world'))).leave(c))
