import { wrongBlocks, wrongView } from './limits.ts'

export interface SlackUser {
  readonly id: string
  readonly team_id: string
  is_bot?: boolean
  is_restricted?: boolean
  is_ultra_restricted?: boolean
  is_stranger?: boolean
  deleted?: boolean
}

export interface SlackMessage {
  readonly ts: string
  readonly channel: string
  readonly thread_ts?: string
  text: string
  blocks: readonly Record<string, unknown>[]
  /** How often it was edited. */
  edits: number
}

export interface Asking {
  readonly url: string
  readonly method: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}
export interface Answering {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface WorkspaceOptions {
  readonly team: string
  readonly botToken: string
  readonly channels: readonly string[]
  readonly users: readonly SlackUser[]
  now(): number
}

/** A form opens within three seconds of the press that it belongs to, and once. */
const triggerMs = 3_000
/** "Generally" one message a second and channel, with short bursts above it. */
const burstMax = 4
const answersMax = 5
const answerMs = 30 * 60_000

/**
 * A Slack workspace as its Web API is documented, as far as Tidegate speaks to it: what was posted, edited, opened and
 * answered is kept to be looked at. Behind a rehearsal's network, or behind a server on loopback.
 *
 * @see https://docs.slack.dev/apis/web-api
 */
export class SlackWorkspace {
  readonly messages: SlackMessage[] = []
  readonly views: { readonly view: Record<string, unknown>; readonly trigger: string }[] = []
  /** One line to one person, as response URLs bring it. */
  readonly answers: { readonly to: string; readonly text: string }[] = []
  readonly calls: { readonly at: number; readonly method: string; readonly answer: string }[] = []
  readonly users: Map<string, SlackUser>
  readonly options: WorkspaceOptions
  readonly #triggers = new Map<string, number>()
  readonly #responses = new Map<string, { readonly at: number; readonly user: string; left: number }>()
  readonly #posts = new Map<string, { at: number; tokens: number }>()
  readonly #refusals: { readonly method: string; readonly answer: Partial<Answering> }[] = []
  #count = 0

  constructor(options: WorkspaceOptions) {
    this.options = options
    this.users = new Map(options.users.map((user) => [user.id, { ...user }]))
  }

  /** The next call of a method is answered like this instead. */
  refuseNext(method: string, answer: Partial<Answering>): void {
    this.#refusals.push({ method, answer })
  }

  /** Something that a person did: a form can be opened for a moment after it, and answers can be sent for a while. */
  did(user: string): { readonly trigger: string; readonly responseUrl: string } {
    this.#count += 1
    const trigger = `${this.#count}.trigger`
    const responseUrl = `https://hooks.slack.com/commands/${this.options.team}/${this.#count}/answer`
    this.#triggers.set(trigger, this.options.now())
    this.#responses.set(responseUrl, { at: this.options.now(), user, left: answersMax })
    return { trigger, responseUrl }
  }

  /** Messages that are no answers in a thread. */
  get cards(): SlackMessage[] {
    return this.messages.filter((one) => one.thread_ts === undefined)
  }

  answer(asking: Asking): Answering {
    const { hostname, pathname } = new URL(asking.url)
    if (hostname === 'hooks.slack.com') return this.#respond(asking)
    const method = pathname.replace(/^\/api\//, '')
    const at = this.#refusals.findIndex((one) => one.method === method)
    if (at >= 0) {
      const { answer } = this.#refusals.splice(at, 1)[0]!
      this.calls.push({ at: this.options.now(), method, answer: String(answer.status ?? 200) })
      return { status: 200, headers: json, body: '', ...answer }
    }
    const said = this.#call(method, asking)
    this.calls.push({ at: this.options.now(), method, answer: String(said['error'] ?? 'ok') })
    if (said['error'] === 'ratelimited')
      return { status: 429, headers: { ...json, 'retry-after': '1' }, body: JSON.stringify(said) }
    return { status: 200, headers: json, body: JSON.stringify(said) }
  }

  #call(method: string, { method: verb, headers, body }: Asking): Record<string, unknown> {
    if (verb !== 'POST') return no('invalid_post_type')
    const { authorization = '' } = headers
    if (authorization === '') return no('not_authed')
    if (authorization !== `Bearer ${this.options.botToken}`) return no('invalid_auth')
    if (!headers['content-type']?.startsWith('application/x-www-form-urlencoded')) return no('invalid_form_data')
    const asked = Object.fromEntries(new URLSearchParams(body))
    switch (method) {
      case 'chat.postMessage':
        return this.#post(asked)
      case 'chat.update':
        return this.#update(asked)
      case 'views.open':
        return this.#open(asked)
      case 'users.info': {
        const user = this.users.get(asked['user'] ?? '')
        return user === undefined ? no('user_not_found') : { ok: true, user }
      }
      case 'conversations.info':
        return this.options.channels.includes(asked['channel'] ?? '')
          ? { ok: true, channel: { id: asked['channel'], is_ext_shared: false } }
          : no('channel_not_found')
      default:
        return no('unknown_method')
    }
  }

  #post({ channel = '', text = '', blocks, thread_ts }: Record<string, string>): Record<string, unknown> {
    if (!this.options.channels.includes(channel)) return no('channel_not_found')
    if (text === '' && blocks === undefined) return no('no_text')
    if (text.length > 40_000) return no('msg_too_long')
    const parsed = blocks === undefined ? [] : JSON.parse(blocks)
    const wrong = wrongBlocks(parsed, 50)
    if (wrong !== undefined) return no(wrong)
    if (thread_ts !== undefined && !this.cards.some((one) => one.ts === thread_ts)) return no('thread_not_found')
    if (!this.#maySpeak(channel)) return no('ratelimited')
    this.#count += 1
    const ts = `${Math.floor(this.options.now() / 1000)}.${String(this.#count).padStart(6, '0')}`
    this.messages.push({ ts, channel, text, blocks: parsed, edits: 0, ...(thread_ts !== undefined && { thread_ts }) })
    return { ok: true, channel, ts, message: { text, blocks: parsed } }
  }

  #update({ channel, ts, text = '', blocks = '[]' }: Record<string, string>): Record<string, unknown> {
    const found = this.messages.find((one) => one.ts === ts && one.channel === channel)
    if (found === undefined) return no('message_not_found')
    const parsed = JSON.parse(blocks)
    const wrong = wrongBlocks(parsed, 50)
    if (wrong !== undefined) return no(wrong)
    Object.assign(found, { text, blocks: parsed, edits: found.edits + 1 })
    return { ok: true, channel, ts, text }
  }

  #open({ trigger_id = '', view = '{}' }: Record<string, string>): Record<string, unknown> {
    const at = this.#triggers.get(trigger_id)
    if (at === undefined)
      return no(
        this.views.some(({ trigger }) => trigger === trigger_id) ? 'exchanged_trigger_id' : 'invalid_trigger_id',
      )
    if (this.options.now() - at > triggerMs) return no('expired_trigger_id')
    const parsed = JSON.parse(view)
    const wrong = wrongView(parsed)
    if (wrong !== undefined) return no(wrong)
    this.#triggers.delete(trigger_id)
    this.views.push({ view: parsed, trigger: trigger_id })
    return { ok: true, view: { id: `V${this.views.length}` } }
  }

  #maySpeak(channel: string): boolean {
    const now = this.options.now()
    const { at, tokens } = this.#posts.get(channel) ?? { at: now, tokens: burstMax }
    const have = Math.min(burstMax, tokens + (now - at) / 1000)
    this.#posts.set(channel, { at: now, tokens: Math.max(0, have - 1) })
    return have >= 1
  }

  #respond({ url, headers, body }: Asking): Answering {
    const known = this.#responses.get(url)
    const late = known !== undefined && this.options.now() - known.at > answerMs
    if (known === undefined || known.left === 0 || late)
      return { status: 404, headers: {}, body: known === undefined ? 'no_team' : 'used_url' }
    if (!headers['content-type']?.startsWith('application/json'))
      return { status: 400, headers: {}, body: 'invalid_payload' }
    known.left -= 1
    const { text } = JSON.parse(body) as { text: string }
    this.answers.push({ to: known.user, text })
    return { status: 200, headers: {}, body: 'ok' }
  }
}

const json = { 'content-type': 'application/json; charset=utf-8' }
const no = (error: string): Record<string, unknown> => ({ ok: false, error })
