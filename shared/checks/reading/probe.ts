import * as z from 'zod/mini'
import { redact } from '../../redact.ts'
import { type HttpAnswer, NetworkError, type World } from '../../world.ts'
import type { CheckResult } from '../port.ts'
import { CannotTell } from './tell.ts'
import { judged } from './verdict.ts'

/** What an HTTP answer is held against. */
export const Expect = z.strictObject({
  status: z.union([z.int(), z.array(z.int()).check(z.minLength(1))]),
  /** Exactly the value, or `/a regular expression/`. */
  headers: z.optional(z.record(z.string(), z.string())),
  contains: z.optional(z.string()),
  json: z.optional(z.strictObject({ path: z.string(), is: z.union([z.string(), z.number(), z.boolean(), z.null()]) })),
})

/** One request and what is expected of its answer. */
export const Probe = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  method: z._default(z.enum(['GET', 'HEAD', 'OPTIONS', 'POST']), 'GET'),
  headers: z._default(z.record(z.string(), z.string()), {}),
  body: z.optional(z.string()),
  expect: Expect,
  /** Asks this address in the URL's name: how one side is asked before users are sent there. */
  address: z.optional(z.string()),
  timeoutMs: z._default(z.int().check(z.minimum(1), z.maximum(10_000)), 5_000),
})
export type Probe = z.infer<typeof Probe>

/** Names that our own resolver does not answer for the moment, and networks we have no way to: not the site's fault. */
const ours = /^(EAI_AGAIN|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|EMFILE)$/
const againAfterMs = 500

/**
 * Asks and judges. No answer is asked again once, because one lost packet is no outage; after that it is a failure:
 * users would have got no answer either.
 */
export async function probe(ask: Probe, world: World): Promise<CheckResult> {
  const bound = bounds(ask.expect)
  const whatToDo = `ask ${ask.address ?? 'it'} by hand (${curl(ask)}), read the logs of what serves it, and mend that`
  let answer = await answerOf(ask, world)
  if (answer instanceof NetworkError) {
    await world.sleep(againAfterMs)
    answer = await answerOf(ask, world)
  }
  if (answer instanceof NetworkError) {
    if (ours.test(answer.code)) {
      throw new CannotTell(redact(answer.message), 'mend name resolution or the route of the function, then ask again')
    }
    return judged(false, { seen: redact(`no answer, twice: ${answer.message}`), bound, whatToDo })
  }
  const wrong = differences(answer, ask.expect)
  const seen = wrong.length > 0 ? wrong.join('; ') : `status ${answer.status} in ${answer.ms} ms, as expected`
  const drawn = { value: answer.ms, limit: ask.timeoutMs, unit: 'ms' }
  return judged(wrong.length === 0, { seen: redact(seen), bound, whatToDo, ...drawn })
}

async function answerOf({ expect: _, ...request }: Probe, world: World): Promise<HttpAnswer | NetworkError> {
  const { body, address, ...rest } = request
  try {
    return await world.http({
      ...rest,
      ...(body === undefined ? {} : { body }),
      ...(address === undefined ? {} : { address }),
    })
  } catch (thrown) {
    if (thrown instanceof NetworkError) return thrown
    throw thrown
  }
}

function differences(answer: HttpAnswer, expect: Probe['expect']): string[] {
  const wrong: string[] = []
  if (![expect.status].flat().includes(answer.status)) wrong.push(`status ${answer.status}: ${excerpt(answer.body)}`)
  for (const [name, wanted] of Object.entries(expect.headers ?? {})) {
    const got = answer.headers[name.toLowerCase()]
    if (got === undefined) wrong.push(`no header ${name}`)
    else if (!matches(got, wanted)) wrong.push(`header ${name} is "${got.slice(0, 120)}"`)
  }
  if (expect.contains !== undefined && !answer.body.includes(expect.contains)) {
    wrong.push(`the body does not contain "${expect.contains}": ${excerpt(answer.body)}`)
  }
  if (expect.json !== undefined) {
    const found = pick(answer.body, expect.json.path)
    if (found !== expect.json.is) wrong.push(`${expect.json.path} is ${JSON.stringify(found) ?? 'not there'}`)
  }
  return wrong
}

function matches(got: string, wanted: string): boolean {
  const pattern = /^\/(.*)\/([imsu]*)$/.exec(wanted)
  return pattern === null ? got === wanted : new RegExp(pattern[1] ?? '', pattern[2]).test(got)
}

/** `checks.database.ok`, `items[0].name`. */
function pick(body: string, path: string): unknown {
  let found: unknown
  try {
    found = JSON.parse(body)
  } catch {
    return undefined
  }
  for (const step of path.split(/[.[\]]+/).filter((part) => part !== '' && part !== '$')) {
    if (found === null || typeof found !== 'object') return undefined
    found = (found as Record<string, unknown>)[step]
  }
  return found
}

function bounds({ status, headers, contains, json }: Probe['expect']): string {
  return [
    `status ${[status].flat().join(' or ')}`,
    ...Object.entries(headers ?? {}).map(([name, value]) => `header ${name} ${value}`),
    ...(contains === undefined ? [] : [`body contains "${contains}"`]),
    ...(json === undefined ? [] : [`${json.path} is ${JSON.stringify(json.is)}`]),
  ].join(', ')
}

function curl({ url, method, address }: Probe): string {
  const { hostname, port, protocol } = new URL(url)
  const to = address ? ` --resolve ${hostname}:${port || (protocol === 'https:' ? 443 : 80)}:${address}` : ''
  return redact(`curl -i${method === 'GET' ? '' : ` -X ${method}`}${to} ${url}`)
}

const excerpt = (body: string): string => (body === '' ? '(empty body)' : JSON.stringify(body.slice(0, 120)))
