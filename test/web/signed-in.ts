import { randomUUID } from 'node:crypto'
import type { Bench } from '../../rehearsal/bench.ts'
import { applyRequest, operationOf, storeOf } from '../../shared/ledger/memory-store.ts'
import type { World } from '../../shared/world.ts'
import { answerEvent } from '../../web/lambda.ts'
import { worldHere } from '../shared/world-fixture.ts'
import { atTheGate, type Wanted } from '../stories/at-the-gate.ts'
import { client, type Issuer } from './issuer.ts'

export const cookieKey = 'planted-cookie-key-0123456789-0123456789'
const secret = JSON.stringify({ clientSecret: client.client_secret, cookieKey })

/** A release at its gate, in a stage whose people sign in. */
export async function gateWithSignIn(issuer: Pick<Issuer, 'url'>, wanted: Wanted & { secret?: string } = {}) {
  const night = await atTheGate(wanted)
  const name = wanted.secret === undefined ? 'tidegate/sign-in' : 'tidegate/another'
  const oidc = {
    issuer: issuer.url,
    client: client.client_id,
    secret: night.bench.account.secretsManager.put(name, wanted.secret ?? secret),
  }
  Object.assign(night.bench.home, { oidc })
  const world = worldOver(night.bench)
  return { night, world, browser: () => browser(world), signs: () => signs(night.bench) }
}
export type Gate = Awaited<ReturnType<typeof gateWithSignIn>>

const signs = (bench: Bench) => bench.table.dump().filter(({ sk }) => /^(SIGN|HOLD)#/.test(sk))

/**
 * The simulated account at a moment that stands still while a page is made: real ciphers and a real issuer take time that is
 * not virtual. Whoever listens to the calls of the bench hears of these.
 */
function worldOver(bench: Bench): World {
  const { account, home, scheduler, hooks } = bench
  // The real one, as far as it goes to loopback.
  const { http, tls, dns, sleep, random, load } = worldHere()
  const now = () => scheduler.now()
  let n = 0
  const told = <T>(what: string, input: unknown, effect: () => T): T => {
    n += 1
    const facts = { n, at: now(), by: 'web', invocation: 1, what, input } as never
    try {
      const output = effect()
      for (const hook of hooks.afterCall) hook(facts, { ok: true, output })
      return output
    } catch (error) {
      for (const hook of hooks.afterCall) hook(facts, { ok: false, error })
      throw error
    }
  }
  return {
    http,
    tls,
    dns,
    sleep,
    random,
    load,
    self: {
      name: 'web',
      arn: 'arn:aws:lambda:eu-west-1:111122223333:function:tidegate-web',
      remainingMs: () => 20_000,
    },
    home,
    now,
    uuid: () => randomUUID(),
    send: (async (clientClass: never, command: { input: object }) => {
      const { what, operation, service } = account.operation(clientClass, command)
      const where = { region: home.region, by: 'web', now: now() }
      return told(what, command.input, () => operation.call(service, command.input, where))
    }) as never,
    store: storeOf(async (request) =>
      told(`ledger:${operationOf(request)}`, request, () => applyRequest(bench.table, request)),
    ),
    log: (level, message, facts = {}) => bench.logs.push({ at: now(), by: 'web', level, message, facts }),
  }
}

export interface Seen {
  readonly status: number
  readonly page: string
  readonly to: string | undefined
  /** As they were set. */
  readonly cookies: readonly string[]
}

/** A browser with its cookies, before the function behind the HTTP API. */
function browser(world: World) {
  const jar = new Map<string, string>()
  async function ask(path: string, { method = 'GET', form, host = 'tidegate.example' }: Ask = {}): Promise<Seen> {
    const url = new URL(path, `https://${host}`)
    const headers = { host, ...(form && { 'content-type': 'application/x-www-form-urlencoded', origin: url.origin }) }
    const got = await answerEvent(
      {
        version: '2.0',
        rawPath: url.pathname,
        rawQueryString: url.search.slice(1),
        headers,
        cookies: [...jar].map(([name, value]) => `${name}=${value}`),
        requestContext: { domainName: host, http: { method, path: url.pathname, sourceIp: '192.0.2.7' } },
        ...(form && { body: new URLSearchParams(form).toString() }),
        isBase64Encoded: false,
      },
      world,
    )
    for (const cookie of got.cookies ?? []) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!
      if (/Max-Age=0/i.test(cookie)) jar.delete(name!)
      else jar.set(name!, value!)
    }
    const to = got.headers?.['location']?.toString()
    return { status: got.statusCode ?? 0, page: got.body ?? '', to, cookies: got.cookies ?? [] }
  }
  /** To the issuer and back, up to what the browser is to bring us. */
  async function away(to: string, more = ''): Promise<string> {
    const begun = await ask(`/login?to=${encodeURIComponent(to)}${more}`)
    if (begun.status !== 303) throw new Error(`/login answered ${begun.status}: ${begun.page}`)
    const answer = await fetch(begun.to!, { redirect: 'manual' })
    await answer.body?.cancel()
    return answer.headers.get('Location')!
  }
  return {
    jar,
    ask,
    away,
    signIn: async (to = '/', more = '') => ask(await away(to, more)),
    /** Sends the form that a page shows, or what somebody makes up. */
    async send(path: string, fields: Record<string, string>): Promise<Seen> {
      const { page } = await ask(path)
      const csrf = /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? jar.get('__Host-tidegate') ?? ''
      return ask(path, { method: 'POST', form: { csrf, ...fields } })
    },
  }
}
interface Ask {
  readonly method?: string
  readonly form?: Record<string, string>
  readonly host?: string
}
