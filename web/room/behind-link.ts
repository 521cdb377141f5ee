import { type Context, Hono } from 'hono'
import { visit } from '../../shared/gates/visit.ts'
import { unlessOurs } from '../login/turn-away.ts'
import type { Env } from '../site.ts'
import { nothingHere, tooOften } from '../told.ts'
import { tickMs } from './ledger-shelf.ts'
import { rooms } from './parts.ts'

/** A release is looked back on for a while; a link in an old mail shows nothing any more. */
const readableDays = 30

/**
 * `/s/<token>/room`: the release that a personal link is about, for whoever has the link (and has signed in, where people
 * can). It is read, whatever has become of the question; nobody learns by it of any other release.
 */
export const roomBehindLink = new Hono<Env>()

export const roomOfLink = (token: string): string => `/s/${token}/room`

roomBehindLink.get('/s/:token/room', (c) => shown(c, 'whole'))
roomBehindLink.get('/s/:token/room/live', (c) => shown(c, 'live'))

async function shown(c: Context<Env>, what: 'whole' | 'live'): Promise<Response> {
  const token = c.req.param('token') ?? ''
  const world = c.get('world')
  const visited = await visit(world, token)
  if (visited.is === 'too-often') return c.html(tooOften(), 429, { 'Retry-After': '60' })
  if (visited.is === 'unknown' || world.now() > visited.link.endsAt + readableDays * 86_400_000)
    return c.html(nothingHere(), 404)
  const stranger = await unlessOurs(c)
  if (stranger !== undefined) return stranger
  const { fold, [what]: answer } = await rooms(world)
  const evidence = fold(visited.everything, world.now() - (world.now() % tickMs))
  const home = { path: `/s/${token}`, text: 'what you are asked' }
  return answer(c, evidence, { here: roomOfLink(token), home })
}
