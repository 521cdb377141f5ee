import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { html } from '../../shared/evidence/html/html.ts'
import type { Said } from '../../shared/gates/by-link.ts'
import { type Question, type Visit, visit } from '../../shared/gates/visit.ts'
import { notTheirs, unlessTheirs } from '../login/turn-away.ts'
import { whoAsks } from '../login/who.ts'
import { page } from '../page.ts'
import { roomOfLink } from '../room/behind-link.ts'
import type { Env } from '../site.ts'
import { nothingHere, told, tooOften } from '../told.ts'
import { isFromOurPage, pageSecret } from './csrf.ts'
import { endedPage, type Headed } from './ended-page.ts'
import type { Wrong } from './fields.ts'
import { gatePage } from './gate-page.ts'
import { holdPage } from './hold-page.ts'
import { answering } from './parts.ts'

/** A form of ours has some hundred bytes. */
const bodyBytesMax = 16_384

/**
 * `/s/<link>` shows one person their question, and takes their answer; `/s/<link>/room` (room/behind-link.ts) the release.
 * GET decides nothing and burns nothing; POST decides once.
 */
export const sign = new Hono<Env>()

sign.get('/s/:token', async (c) => {
  const seen = await visit(c.get('world'), c.req.param('token'))
  return isQuestion(seen) ? ((await unlessTheirs(c, seen)) ?? c.html(shown(c, seen))) : turnedAway(c, seen)
})

sign.post('/s/:token', bodyLimit({ maxSize: bodyBytesMax, onError: (c) => c.html(tooMuch(), 413) }), async (c) => {
  const token = c.req.param('token')
  const world = c.get('world')
  const { decideByLink, readSaid } = await answering(world)
  const read = await readSaid(c.req.raw)
  if ('unreadable' in read) return c.html(notOurForm(read.unreadable), 400)
  if (!isFromOurPage(c, read.csrf)) {
    const seen = await visit(world, token)
    if (!isQuestion(seen)) return turnedAway(c, seen)
    const message = 'This form was not sent from the page as you see it now. Answer here again.'
    return (await unlessTheirs(c, seen)) ?? c.html(shown(c, seen, wrongOf(read.said, message)), 403)
  }
  const who = await whoAsks(c.req.raw, world)
  const origin = { ...c.get('site').origin?.(c), ...(who?.person !== undefined && { signedIn: who.person }) }
  const answered = await decideByLink(world, token, read.said, origin)
  if (!isQuestion(answered.visit)) return turnedAway(c, answered.visit)
  if (answered.unproved) return notTheirs(c, answered.visit, who)
  if (answered.wrong !== undefined) return c.html(shown(c, answered.visit, wrongOf(read.said, answered.wrong)), 422)
  // What is loaded again then is the page, and not the decision.
  return c.redirect(`/s/${token}`, 303)
})

const isQuestion = (seen: Visit): seen is Question => seen.is !== 'unknown' && seen.is !== 'too-often'

function turnedAway(c: Context<Env>, seen: Visit): Response | Promise<Response> {
  if (seen.is !== 'too-often') return c.html(nothingHere(), 404)
  c.header('Retry-After', '60')
  return c.html(tooOften(), 429)
}

function shown(c: Context<Env>, question: Question, wrong?: Wrong): string {
  const { title, body } = asked(c, question, wrong)
  const room = html`<p class="to-room"><a href="${roomOfLink(c.req.param('token') ?? '')}">See the whole release as it goes</a></p>`
  const about = wrong === undefined ? title : `Nothing was decided: ${wrong.message}`
  return page({ title: `${about} · Tidegate`, body: html`<div class="sign">${body}${room}</div>` })
}

function asked(c: Context<Env>, question: Question, wrong: Wrong | undefined): Headed {
  if (question.is !== 'open' && question.mayBreak !== true) return endedPage(question)
  const signedIn = c.get('world').home.oidc !== undefined
  const form = {
    csrf: pageSecret(c),
    now: c.get('world').now(),
    signedIn,
    ...(wrong !== undefined && { wrong }),
  }
  const { about } = question
  if (question.is !== 'open') return endedPage(question, form)
  return 'gate' in about ? gatePage(question, about.gate, form) : holdPage(question, about.hold, form)
}

const wrongOf = (said: Said, message: string): Wrong => ({
  say: said.say,
  message,
  ...('typed' in said && { typed: said.typed }),
  ...(said.reason !== undefined && { reason: said.reason }),
})

const tooMuch = (): string =>
  told(
    'That was too much',
    'What was sent is larger than any answer can be. Nothing was decided.',
    'Open the link again, and say it shorter.',
  )
const notOurForm = (why: string): string =>
  told('That was no answer', `${why} Nothing was decided.`, 'Open the link that you were sent, and answer there.')
