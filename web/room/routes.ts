import { type Context, Hono } from 'hono'
import { notOurs } from '../login/turn-away.ts'
import type { Access, Env } from '../site.ts'
import { nothingHere } from '../told.ts'
import { rooms } from './parts.ts'

const released = /^[\w.:-]{1,200}$/

/** `/` is the list of releases, `/releases/<id>` the room of one, `/releases/<id>/live` what changes of it. */
export const room = new Hono<Env>()

room.get('/', async (c) => {
  const access = await proved(c)
  if (access === undefined) return notOurs(c)
  if (access.release !== undefined) return c.redirect(`/releases/${encodeURIComponent(access.release)}`)
  const { about, ...shelf } = c.get('shelf')
  const { listPage } = await rooms(c.get('world'))
  return c.html(listPage(about, await shelf.list(), c.get('world').now(), access.signedInAs))
})

room.get('/releases/:id', (c) => seen(c, 'whole'))
room.get('/releases/:id/live', (c) => seen(c, 'live'))

async function seen(c: Context<Env>, what: 'whole' | 'live'): Promise<Response> {
  const access = await proved(c)
  if (access === undefined) return notOurs(c)
  const id = c.req.param('id') ?? ''
  // Another release than one's own looks like none, so that nobody learns what there is.
  const may = access.release === undefined || access.release === id
  if (!may || !released.test(id)) return c.html(nothingHere(), 404)
  const evidence = await c.get('shelf').find(id)
  if (evidence === undefined) return c.html(nothingHere(), 404)
  const here = `/releases/${encodeURIComponent(id)}`
  const { [what]: answer } = await rooms(c.get('world'))
  return answer(c, evidence, {
    here,
    ...(access.release === undefined && { home: { path: '/', text: 'all releases' } }),
  })
}

const proved = (c: Context<Env>): Promise<Access | undefined> => c.get('site').access(c.req.raw, c.get('world'))
