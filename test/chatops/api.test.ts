import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SlackWorkspace } from '../../rehearsal/slack/workspace.ts'
import { type SlackApi, slackApi } from '../../shared/chatops/api.ts'
import { listen, worldHere } from '../shared/world-fixture.ts'
import { channel, team, users } from './people.ts'

const botToken = 'xoxb-0000-loopback-0000'
const workspace = new SlackWorkspace({ team, botToken, channels: [channel], users, now: () => Date.now() })
let server: Server
let api: SlackApi
let port: number
const seen: { path: string; authorization: string }[] = []

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const headers = request.headers as Record<string, string>
      seen.push({ path: request.url ?? '', authorization: headers['authorization'] ?? '' })
      const url = `http://${headers['host']}${request.url}`
      const {
        status,
        headers: more,
        body,
      } = workspace.answer({ url, method: request.method ?? '', headers, body: Buffer.concat(chunks).toString() })
      response.writeHead(status, more).end(body)
    })
  })
  port = await listen(server)
  api = await apiAs(botToken)
})
afterAll(() => server.close())

const apiAs = (token: string) =>
  slackApi(worldHere(), { signingSecret: 'x'.repeat(16), botToken: token, api: `http://127.0.0.1:${port}/api/` })
const post = (text: string, more: object = {}) =>
  api.call('chat.postMessage', (client) => client.chat.postMessage({ channel, text, ...more } as never))
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: { name: string; code: string; retryAfterSeconds?: number }) => [
      error.name,
      error.code,
      error.retryAfterSeconds,
    ],
  )

describe("Slack's Web API, over a real socket and through the World alone", () => {
  it('posts, edits, and reads members, as the bot', async () => {
    const { ts } = await post('hello')
    await api.call('chat.update', (client) => client.chat.update({ channel, ts: ts!, text: 'hello again' }))
    expect(workspace.messages.at(-1)).toMatchObject({ text: 'hello again', edits: 1 })
    expect((await api.call('users.info', (client) => client.users.info({ user: 'U0GUEST' }))).user).toMatchObject({
      is_restricted: true,
    })
    expect(seen.map(({ path }) => path)).toEqual(['/api/chat.postMessage', '/api/chat.update', '/api/users.info'])
    expect(new Set(seen.map(({ authorization }) => authorization))).toEqual(new Set([`Bearer ${botToken}`]))
  })

  it('opens a form once, and only with a trigger', async () => {
    const { trigger } = workspace.did('U0ANA')
    const view = {
      type: 'modal',
      callback_id: 'x',
      private_metadata: '{}',
      title: { type: 'plain_text', text: 'T' },
      submit: { type: 'plain_text', text: 'S' },
      close: { type: 'plain_text', text: 'C' },
      blocks: [],
    } as const
    const open = (trigger_id: string) =>
      api.call('views.open', (client) => client.views.open({ trigger_id, view: view as never }))
    await open(trigger)
    expect(await refusal(open(trigger))).toEqual(['SlackRefused', 'exchanged_trigger_id', undefined])
    expect(await refusal(open('none'))).toEqual(['SlackRefused', 'invalid_trigger_id', undefined])
  })

  it.each([
    ['a channel that is not there', { channel: 'C0NONE' }, 'channel_not_found'],
    ['a thread that is not there', { thread_ts: '1.1' }, 'thread_not_found'],
    ['51 blocks', { blocks: Array.from({ length: 51 }, () => ({ type: 'divider' })) }, 'invalid_blocks'],
    [
      'a section of 3,001 characters',
      { blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3_001) } }] },
      'invalid_blocks',
    ],
    [
      'too much in all',
      {
        blocks: Array.from({ length: 5 }, () => ({
          type: 'section',
          text: { type: 'mrkdwn', text: 'x'.repeat(2_900) },
        })),
      },
      'msg_blocks_too_long',
    ],
  ])("is told Slack's own word for %s", async (_what, more, code) => {
    expect(await refusal(post('hello', more))).toEqual(['SlackRefused', code, undefined])
  })

  it('is told that the token is wrong, and never the token', async () => {
    const other = await apiAs('xoxb-1111-wrong-1111')
    const failed = other.call('users.info', (client) => client.users.info({ user: 'U0ANA' }))
    await expect(failed).rejects.toThrow('Slack answered users.info: invalid_auth')
    await expect(failed).rejects.not.toThrow('xoxb-1111')
  })

  it('is not tried again by itself: a limit is handed on with the time that Slack names', async () => {
    const before = workspace.calls.length
    workspace.refuseNext('users.info', {
      status: 429,
      headers: { 'retry-after': '30' },
      body: '{"ok":false,"error":"ratelimited"}',
    })
    expect(await refusal(api.call('users.info', (client) => client.users.info({ user: 'U0ANA' })))).toEqual([
      'SlackRefused',
      'ratelimited',
      30,
    ])
    expect(workspace.calls.length).toBe(before + 1)
  })

  it('is limited in one channel when too much comes at once', async () => {
    const results = await Promise.all(Array.from({ length: 8 }, (_, at) => refusal(post(`burst ${at}`))))
    expect(results).toContainEqual(['SlackRefused', 'ratelimited', 1])
  })

  it.each([
    ['an error of a server', { status: 503, body: 'upstream' }, 'HTTP 503'],
    ['a page of somebody in between', { status: 200, body: '<html>Log in to the proxy</html>' }, 'no answer of Slack'],
  ])('tells %s from an answer', async (_what, answer, code) => {
    workspace.refuseNext('users.info', answer)
    expect(await refusal(api.call('users.info', (client) => client.users.info({ user: 'U0ANA' })))).toEqual([
      'SlackRefused',
      code,
      undefined,
    ])
  })

  it('says when nobody answers', async () => {
    const nobody = await slackApi(worldHere(), {
      signingSecret: 'x'.repeat(16),
      botToken,
      api: 'http://127.0.0.1:1/api/',
    })
    const [name, code] = (await refusal(
      nobody.call('users.info', (client) => client.users.info({ user: 'U0ANA' })),
    )) as string[]
    expect([name, code]).toEqual(['SlackRefused', expect.stringContaining('ECONNREFUSED')])
  })
})
