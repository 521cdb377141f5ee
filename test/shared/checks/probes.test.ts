import { describe, expect, it } from 'vitest'
import { dnsProbe } from '../../../shared/checks/dns-probe.ts'
import { httpProbe } from '../../../shared/checks/http-probe.ts'
import { nameserversDelegated } from '../../../shared/checks/nameservers-delegated.ts'
import { sideAnswers } from '../../../shared/checks/side-answers.ts'
import { tlsProbe } from '../../../shared/checks/tls-probe.ts'
import { NetworkError } from '../../../shared/world.ts'
import { checkContract } from '../../contracts/check.ts'
import type { Account } from './fakes/account.ts'
import { preflight, serveml, watching } from './fakes/serveml.ts'

const health = {
  url: 'https://api.serveml.example/health',
  expect: {
    status: 200,
    headers: { 'X-Version': '/^2\\.4\\./' },
    contains: '"status":"ok"',
    json: { path: 'db.ok', is: true },
  },
}
const answering = (change: object) => () =>
  serveml((account) => Object.assign(account.sites['api.serveml.example /health'] as object, change))

checkContract({
  check: httpProbe,
  ask: health,
  moment: watching,
  good: serveml,
  bad: {
    'another status is answered': answering({ status: 502 }),
    'the header is of another version': answering({ headers: { 'x-version': '2.3.1' } }),
    'the header is missing': answering({ headers: {} }),
    'the body lacks the text': answering({ body: '{"db":{"ok":true},"status":"bad"}' }),
    'the JSON says something else': answering({ body: '{"status":"ok","db":{"ok":false}}' }),
    'the body is no JSON': answering({ body: '"ok' }),
    'nobody listens': () => serveml((account) => delete account.sites['api.serveml.example /health']),
  },
})

checkContract({
  check: sideAnswers,
  ask: {
    url: 'http://api.serveml.example/',
    address: '192.0.2.9',
    expect: { status: 503, headers: { 'retry-after': '600' } },
  },
  moment: preflight,
  good: serveml,
  bad: { 'the page is gone': () => serveml((account) => delete account.sites['192.0.2.9 /']) },
})

describe('an HTTP probe', () => {
  it('forgives one lost answer, and not two', async () => {
    const losing = (lost: number) => {
      const world = serveml()
      let n = 0
      return {
        ...world,
        http: async (request: Parameters<typeof world.http>[0]) => {
          if (n++ < lost) throw new NetworkError('read ECONNRESET', 'ECONNRESET')
          return world.http(request)
        },
      }
    }
    expect(await httpProbe.run(httpProbe.ask.parse(health), losing(1), watching)).toMatchObject({ verdict: 'pass' })
    expect(await httpProbe.run(httpProbe.ask.parse(health), losing(2), watching)).toMatchObject({ verdict: 'fail' })
  })

  it('tells how to ask one side by hand', async () => {
    const ask = httpProbe.ask.parse({ ...health, address: '192.0.2.1' })
    const result = await httpProbe.run(ask, serveml(), watching)
    expect(result).toMatchObject({ whatToDo: expect.stringContaining('--resolve api.serveml.example:443:192.0.2.1') })
  })

  it('shows nothing of a body that looks like a key', async () => {
    const world = answering({ status: 500, body: `key=${'AKIA'}IOSFODNN7EXAMPLE` })()
    expect(JSON.stringify(await httpProbe.run(httpProbe.ask.parse(health), world, watching))).not.toContain('IOSFODNN7')
  })
})

const served = (change: (found: Account['certificates'][string]) => void) => () =>
  serveml((account) => change(account.certificates['api.serveml.example:443'] as Account['certificates'][string]))

checkContract({
  check: tlsProbe,
  ask: { host: 'api.serveml.example', names: ['api.serveml.example', 'serveml.example'] },
  moment: watching,
  good: serveml,
  bad: {
    'nobody vouches for it': served((found) => Object.assign(found.served, { trusted: false, because: 'SELF_SIGNED' })),
    'a name is missing': served((found) => Object.assign(found.served, { names: ['*.serveml.example'] })),
    'it ends in 20 days': served((found) =>
      Object.assign(found.served, { notAfter: Date.parse('2026-12-11T22:00:00Z') }),
    ),
    'it has not begun': served((found) =>
      Object.assign(found.served, { notBefore: Date.parse('2026-11-22T00:00:00Z') }),
    ),
    'TLS 1.1 is still taken': served((found) => Object.assign(found, { oldest: 'TLSv1' })),
    'nobody listens': () => serveml((account) => delete account.certificates['api.serveml.example:443']),
  },
})

checkContract({
  check: dnsProbe,
  ask: {
    name: 'api.serveml.example',
    type: 'A',
    servers: ['ns-1.example', 'ns-2.example'],
    expect: { values: ['192.0.2.7'], maxTtl: 60 },
  },
  moment: watching,
  good: serveml,
  bad: {
    'one server has the former value': () =>
      serveml((account) => {
        account.records['ns-2.example api.serveml.example A'] = { answers: [{ value: '192.0.2.1', ttl: 60 }] }
      }),
    'the TTL was not lowered': () =>
      serveml((account) => {
        account.records['ns-2.example api.serveml.example A'] = { answers: [{ value: '192.0.2.7', ttl: 300 }] }
      }),
    'the name does not exist': () =>
      serveml((account) => {
        account.records = {}
      }),
  },
  blind: {
    'one server says nothing': () =>
      serveml((account) => {
        account.records['ns-2.example api.serveml.example A'] = { answers: [], failed: 'TIMEOUT' }
      }),
  },
})

checkContract({
  check: nameserversDelegated,
  ask: { zone: 'Z0SERVEML', name: 'serveml.example' },
  moment: preflight,
  good: serveml,
  bad: {
    'the parent sends elsewhere': () =>
      serveml((account) => {
        account.records['a.nic.example serveml.example NS'] = { answers: [{ value: 'ns.parked.example', ttl: 900 }] }
      }),
    'the parent knows nothing of it': () =>
      serveml((account) => delete account.records['a.nic.example serveml.example NS']),
    'the zone is gone': () =>
      serveml((account) => {
        account.zones = {}
      }),
  },
  blind: {
    'the parent is silent': () =>
      serveml((account) => {
        account.records['a.nic.example serveml.example NS'] = { answers: [], failed: 'TIMEOUT' }
      }),
    'nobody knows the parent': () => serveml((account) => delete account.records['resolver example NS']),
  },
})
