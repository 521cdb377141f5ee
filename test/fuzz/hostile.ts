import * as fc from 'fast-check'

/**
 * What anybody may send. Links in `path` are `{ana}`: replaced by hers, so that a found case can be told. Cy has signed
 * before, and the very same form is sent again.
 */
export interface Hostile {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
  /** How far the sender's idea of the time is off, ms; the server's clock moves on by it where it is positive. */
  readonly laterMs: number
}

const token = fc.constantFrom('{ana}', '{bo}', '{cy}')
const hex = (length: number) =>
  fc.array(fc.constantFrom(...'0123456789abcdef'), { minLength: length, maxLength: length }).map((all) => all.join(''))
const forged = fc.tuple(hex(8), hex(32), hex(43)).map((parts) => parts.join('-'))
const bent = fc.oneof(
  token.map((one) => `${one}x`),
  token.map((one) => `x${one}`),
  token.map((one) => `${one}%00`),
  token.map((one) => `${one}/`),
  token.map((one) => `${one}/../${one}`),
  fc.tuple(token, token).map(([a, b]) => `${a}${b}`),
)
const garbage = fc.string({ maxLength: 60 }).map((text) => encodeURIComponent(text.replaceAll(/[\ud800-\udfff]/g, '')))
const long = fc.constantFrom(1000, 20_000).map((length) => 'a'.repeat(length))
const broken = fc.constantFrom(
  '%',
  '%zz',
  '%e0%a4',
  '..%2f..%2f',
  '%2e%2e',
  '<script>',
  "'--",
  '\\',
  '%0d%0aSet-Cookie:x=1',
)

const path = fc.oneof(
  { weight: 6, arbitrary: token.map((one) => `/s/${one}`) },
  {
    weight: 2,
    arbitrary: fc.tuple(token, fc.constantFrom('room', 'live', 'nothing')).map(([one, end]) => `/s/${one}/${end}`),
  },
  { weight: 2, arbitrary: fc.oneof(forged, bent, garbage, long, broken).map((one) => `/s/${one}`) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '/',
      '//',
      '/releases/serveml-2-4-0-1',
      '/releases/serveml-2-4-0-1/live',
      '/releases/%00',
      '/releases/__proto__',
      '/assets/none.css',
      '/robots.txt',
      '/slack',
      '/.env',
      '/s/',
      '/s',
    ),
  },
  { weight: 1, arbitrary: fc.oneof(garbage, broken).map((one) => `/${one}`) },
)

const header = (name: string, values: readonly string[]) =>
  fc
    .option(
      fc.oneof(
        fc.constantFrom(...values),
        fc.string({ maxLength: 40 }).map((text) => text.replaceAll(/[^\x20-\x7e]/g, '?')),
      ),
      { nil: undefined },
    )
    .map((value) => (value === undefined ? {} : { [name]: value }))

const headers = fc
  .tuple(
    header('Content-Type', [
      'application/x-www-form-urlencoded',
      'application/json',
      'multipart/form-data; boundary=x',
      'text/plain',
    ]),
    header('Origin', ['https://tidegate.example', 'https://elsewhere.test', 'null', 'not a url', '']),
    header('Sec-Fetch-Site', ['same-origin', 'cross-site', 'none']),
    header('Cookie', [
      '__Host-tidegate=00000000-0000-4000-8000-000000000000',
      '__Host-tidegate=',
      'a=b; a=c',
      '=;=',
      '%%%',
    ]),
    header('If-None-Match', ['*', '"x"', 'W/"x"']),
    header('Host', ['tidegate.example', 'elsewhere.test']),
    header('X-Forwarded-For', ['127.0.0.1', '<script>']),
    header('Accept-Language', ['x'.repeat(200)]),
  )
  .map((all) => Object.assign({}, ...all) as Record<string, string>)

const word = fc.oneof(
  fc.constantFrom('sign', 'reject', 'break-glass', 'go-on', 'roll-back', 'serveml 2.4.0', '', '__proto__', 'yes'),
  fc.string({ maxLength: 40 }),
  long,
)
/** As a form of ours, but for the secret that only the page tells, which is guessed, missing or somebody else's. */
const fields = fc
  .tuple(
    fc.record({ say: word, typed: word, reason: word, review: word }, { requiredKeys: [] }),
    fc.option(fc.constantFrom('', '00000000-0000-4000-8000-000000000001', 'x'), { nil: undefined }),
    fc.dictionary(fc.string({ maxLength: 10 }), fc.string({ maxLength: 20 }), { maxKeys: 3 }),
  )
  .map(([own, csrf, more]) => new URLSearchParams({ ...more, ...own, ...(csrf !== undefined && { csrf }) }).toString())
const body = fc.oneof(
  { weight: 5, arbitrary: fields },
  { weight: 1, arbitrary: fields.map((one) => `${one}&${one}`) },
  { weight: 1, arbitrary: fc.string({ maxLength: 300, unit: 'binary' }) },
  { weight: 1, arbitrary: fc.json({ maxDepth: 3 }) },
  { weight: 1, arbitrary: long },
)

const secret = '00000000-0000-4000-8000-000000000000'
const likeOurs = {
  'Content-Type': 'application/x-www-form-urlencoded',
  Origin: 'https://tidegate.example',
  'Sec-Fetch-Site': 'same-origin',
}
const urlencoded = (of: Record<string, string>) => new URLSearchParams(of).toString()

/** Forms that are nearly right: another release typed, no secret, a secret that the cookie does not have, a replay. */
const nearly: fc.Arbitrary<Pick<Hostile, 'path' | 'headers' | 'body'>> = fc.oneof(
  fc
    .tuple(fc.constantFrom('{ana}', '{bo}'), fc.constantFrom('serveml 2.3.1', 'serveml', '', ' '))
    .map(([who, typed]) => ({
      path: `/s/${who}`,
      headers: { ...likeOurs, Cookie: `__Host-tidegate=${secret}` },
      body: urlencoded({ csrf: secret, say: 'sign', typed }),
    })),
  fc.tuple(token, fc.constantFrom('', 'x', secret.replace(/0$/, '1'))).map(([who, csrf]) => ({
    path: `/s/${who}`,
    headers: { ...likeOurs, Cookie: `__Host-tidegate=${secret}` },
    body: urlencoded({ csrf, say: 'sign', typed: 'serveml 2.4.0' }),
  })),
  token.map((who) => ({
    path: `/s/${who}`,
    headers: { ...likeOurs, Origin: 'https://elsewhere.test', Cookie: `__Host-tidegate=${secret}` },
    body: urlencoded({ csrf: secret, say: 'reject', reason: 'from elsewhere' }),
  })),
  fc.constantFrom('sign', 'reject').map((say) => ({
    path: '/s/{cy}',
    headers: { ...likeOurs, Cookie: `__Host-tidegate=${secret}` },
    body: urlencoded({ csrf: secret, say, ...(say === 'sign' ? { typed: 'serveml 2.4.0' } : { reason: 'again' }) }),
  })),
)
/** Mostly within the minute, so that a link is asked for too often, too. */
const laterMs = fc.oneof(
  { weight: 60, arbitrary: fc.integer({ min: 0, max: 100 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 12_000 }) },
)
const method = fc.oneof(
  { weight: 4, arbitrary: fc.constant('POST') },
  { weight: 3, arbitrary: fc.constantFrom('GET', 'HEAD') },
  { weight: 1, arbitrary: fc.constantFrom('PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND') },
)

export const hostile: fc.Arbitrary<Hostile> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .record({ method, path, headers, body: fc.option(body, { nil: undefined, freq: 8 }), laterMs })
      .map((one) => ({ ...one, body: one.method === 'GET' || one.method === 'HEAD' ? undefined : one.body })),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(nearly, laterMs).map(([one, later]) => ({ ...one, method: 'POST', laterMs: later })),
  },
)
