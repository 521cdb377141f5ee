import { ledger as open } from '../ledger/index.ts'
import type { Everything, Ledger } from '../ledger/ledger.ts'
import type { SlackRecord } from '../ledger/records.ts'
import type { Directory } from '../people/directory.ts'
import { publishedPeople } from '../people/published.ts'
import { digestOf } from '../plan/digest.ts'
import type { World } from '../world.ts'
import { type SlackApi, SlackRefused, slackApi } from './api.ts'
import { card } from './card.ts'
import { clip } from './text.ts'
import { happenings, type Told } from './thread.ts'

/** Longer than a function may take: whoever held it that long is dead. */
const holdMs = 90_000
/** What is changed meanwhile is looked at again; more often than this it waits for the next minute. */
const looksMax = 4
/** A channel that cannot be written to is tried again after so long, and not each minute. */
const brokenMs = 10 * 60_000

/** Brings the messages of all that is open, or was a moment ago, to what the ledger says now. */
export async function refreshAll(world: World): Promise<void> {
  if (world.home.slackSecret === undefined) return
  const ledger = open(world.store)
  const [openNow, pending] = await Promise.all([ledger.openReleases(), ledger.slackPending()])
  const all = new Set([...openNow.map(({ release }) => release), ...pending])
  if (all.size === 0) return
  const people = await publishedPeople(world)
  for (const release of all) await refresh(world, ledger, release, people)
}

/** The same for named releases, whether open or not. */
export async function refreshThese(world: World, releases: readonly string[]): Promise<void> {
  if (world.home.slackSecret === undefined || releases.length === 0) return
  const people = await publishedPeople(world)
  for (const release of new Set(releases)) await refresh(world, open(world.store), release, people)
}

/**
 * Brings the message of one release, and its thread, to what the ledger says now.
 *
 * One at a time writes to Slack: who finds another doing it leaves a sign, and that one looks once more. So there is one
 * message, and no older card replaces a newer one. Nothing to tell costs two reads and no write.
 */
export async function refresh(world: World, ledger: Ledger, release: string, people: Directory): Promise<void> {
  const known = await ledger.release(release)
  if (known === undefined) return
  const channel = people.slack?.channels[known.system] ?? people.slack?.channels['all']
  if (channel === undefined) return
  const before = await ledger.slack(release)
  if (before?.notBefore !== undefined && world.now() < before.notBefore) return
  if (before !== undefined && !isNews(await newsOf(world, ledger, release, people, before)))
    return done(ledger, release, before, known.outcome)
  const holder = world.uuid()
  let record = await ledger.holdSlack(release, channel, holder, world.now(), world.now() + holdMs)
  if (record === undefined) return
  try {
    const api = await slackApi(world)
    for (let look = 1; look <= looksMax; look += 1) {
      record = await write(world, ledger, api, release, holder, record, people)
      const wanted = (await ledger.slack(release))?.wanted ?? record.wanted
      if (wanted === record.wanted || look === looksMax) break
      record = { ...record, wanted }
    }
  } catch (error) {
    await giveUp(world, ledger, release, holder, error)
  }
  await leave(ledger, release, holder)
  await done(ledger, release, await ledger.slack(release), (await ledger.release(release))?.outcome)
}

interface News {
  readonly all: Everything
  readonly card: { readonly text: string; readonly blocks: readonly object[] } | undefined
  readonly digest: string
  readonly thread: readonly Told[]
}

async function newsOf(
  world: World,
  ledger: Ledger,
  release: string,
  people: Directory,
  record: SlackRecord,
): Promise<News> {
  const all = await ledger.everything(release)
  // Without a sign-in nobody gets into the room by its address alone: a link there would lead nowhere.
  const now = card(all, world.now(), world.home.peopleSignIn ? world.home.pages : undefined)
  const digest = digestOf(JSON.parse(JSON.stringify(now)))
  const thread = happenings(all, people).filter(({ key }) => !record.told.includes(key))
  return { all, card: digest === record.card && record.ts !== undefined ? undefined : now, digest, thread }
}

const isNews = (news: News): boolean => news.card !== undefined || news.thread.length > 0

async function write(
  world: World,
  ledger: Ledger,
  api: SlackApi,
  release: string,
  holder: string,
  record: SlackRecord,
  people: Directory,
): Promise<SlackRecord> {
  const { channel } = record
  const news = await newsOf(world, ledger, release, people, record)
  let written = record
  const keep = async (to: Partial<SlackRecord>) => {
    await ledger.setSlack(release, holder, to)
    written = { ...written, ...to }
  }
  if (news.card !== undefined) {
    const ts = await post(api, channel, record.ts, news.card)
    await keep({ ts, card: news.digest })
  }
  if (news.thread.length > 0 && written.ts !== undefined) {
    const text = clip(news.thread.map((one) => one.text).join('\n'), 3_000)
    const thread = { channel, thread_ts: written.ts, text, unfurl_links: false, unfurl_media: false }
    await api.call('chat.postMessage', (client) => client.chat.postMessage(thread))
    await keep({ told: [...record.told, ...news.thread.map(({ key }) => key)] })
  }
  return written
}

/** The one message: posted once, edited after; anew when somebody has deleted it. */
async function post(
  api: SlackApi,
  channel: string,
  ts: string | undefined,
  { text, blocks }: NonNullable<News['card']>,
): Promise<string> {
  const message = { channel, text, blocks: blocks as never, unfurl_links: false, unfurl_media: false }
  if (ts !== undefined) {
    try {
      await api.call('chat.update', (client) => client.chat.update({ channel, ts, text, blocks: blocks as never }))
      return ts
    } catch (error) {
      if (!(error instanceof SlackRefused) || error.code !== 'message_not_found') throw error
    }
  }
  const posted = await api.call('chat.postMessage', (client) => client.chat.postMessage(message))
  return posted.ts!
}

/** Slack's wish for peace is kept; what a person has to put right is told in the log, and tried again later. */
async function giveUp(world: World, ledger: Ledger, release: string, holder: string, error: unknown): Promise<void> {
  if (!(error instanceof Error)) throw error
  const peaceMs = error instanceof SlackRefused ? error.retryAfterSeconds : undefined
  const wait = peaceMs === undefined ? brokenMs : peaceMs * 1000
  // A moment without an answer is over by the next minute.
  const over =
    error instanceof SlackRefused &&
    /^(ratelimited|HTTP 5|no answer|\w+ http)/.test(error.code) &&
    peaceMs === undefined
  if (!over) await ledger.setSlack(release, holder, { notBefore: world.now() + wait })
  world.log(
    peaceMs === undefined ? 'error' : 'warn',
    `${release} could not be told in Slack: ${error.message}; its ledger and other channels have it`,
    { release },
  )
}

/** Whoever looked last has seen everything that was wanted, or the next minute will. */
async function leave(ledger: Ledger, release: string, holder: string): Promise<void> {
  for (let tries = 0; tries < looksMax; tries += 1) {
    const stands = await ledger.slack(release)
    if (stands === undefined || stands.holder !== holder) return
    if (await ledger.leaveSlack(release, holder, stands.wanted)) return
  }
}

/** Nothing more is to be told of what is over and told. */
async function done(
  ledger: Ledger,
  release: string,
  record: SlackRecord | undefined,
  outcome: string | undefined,
): Promise<void> {
  if (outcome === undefined || record?.ts === undefined) return
  if (record.told.some((key) => key.startsWith(`outcome/${outcome}/`))) await ledger.slackDone(release)
}
