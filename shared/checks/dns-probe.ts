import * as z from 'zod/mini'
import type { DnsAnswer, World } from '../world.ts'
import { defineCheck } from './port.ts'
import { sorted } from './reading/names.ts'
import { telling } from './reading/tell.ts'
import { type Finding, weighed } from './reading/verdict.ts'

const Ask = z.strictObject({
  name: z.string().check(z.minLength(1)),
  type: z.enum(['A', 'AAAA', 'CNAME', 'NS', 'TXT', 'SOA']),
  /** Each is asked and each must agree; none: the system's resolvers. */
  servers: z._default(z.array(z.string()), []),
  expect: z.strictObject({
    values: z.optional(z.array(z.string())),
    minTtl: z.optional(z.int()),
    maxTtl: z.optional(z.int()),
  }),
  timeoutMs: z._default(z.int().check(z.maximum(10_000)), 2_000),
})
type Ask = z.infer<typeof Ask>

/** Whether name servers answer a name with the expected values and TTL. */
export const dnsProbe = defineCheck<Ask>({
  kind: 'dns-probe',
  ask: Ask,
  describe: ({ name, type, servers }) => `${type} ${name} is as expected at ${where(servers)}`,
  run: (ask, world) => telling(`DNS at ${where(ask.servers)}`, () => look(ask, world)),
})

const where = (servers: readonly string[]) => (servers.length > 0 ? servers.join(', ') : "the system's resolvers")

async function look(ask: Ask, world: World) {
  const servers = ask.servers.length > 0 ? ask.servers : [undefined]
  const told = await Promise.all(
    servers.map(async (server) => {
      const question = { name: ask.name, type: ask.type, timeoutMs: ask.timeoutMs }
      return {
        at: server ?? 'resolver',
        said: await world.dns(server === undefined ? question : { ...question, server }),
      }
    }),
  )
  const faults: Finding[] = []
  const doubts: Finding[] = []
  for (const { at, said } of told) {
    // NXDOMAIN is an answer; a server that fails or says nothing has not been heard.
    if (said.failed !== undefined && said.failed !== 'NXDOMAIN') {
      doubts.push({
        what: `${at} gave no answer (${said.failed})`,
        whatToDo: `see whether ${at} can be reached, then ask again`,
      })
      continue
    }
    for (const what of differences(said, ask)) {
      faults.push({
        what: `${at} ${what}`,
        whatToDo: `look at the ${ask.type} record of ${ask.name} in its zone, or wait until ${at} has it`,
      })
    }
  }
  const ttls = told.flatMap(({ said }) => said.answers.map(({ ttl }) => ttl))
  const seen = told.map(
    ({ at, said }) => `${at}: ${said.answers.map(({ value, ttl }) => `${value} (${ttl} s)`).join(' ') || 'no records'}`,
  )
  return weighed({ faults, doubts }, { seen: seen.join('; '), bound: bounds(ask.expect), ...drawn(ttls, ask.expect) })
}

function differences(said: DnsAnswer, { type, expect: { values, minTtl, maxTtl } }: Ask): string[] {
  const wrong: string[] = []
  // Texts are told apart by case, names are not.
  const alike = (found: readonly string[]) => (type === 'TXT' ? [...new Set(found)].sort() : sorted(found))
  const got = alike(said.answers.map(({ value }) => value))
  if (values !== undefined && got.join() !== alike(values).join()) {
    wrong.push(`says ${said.failed ?? (got.join(', ') || 'no records')}`)
  } else if (values === undefined && got.length === 0) wrong.push(`says ${said.failed ?? 'no records'}`)
  const ttls = said.answers.map(({ ttl }) => ttl)
  if (maxTtl !== undefined && Math.max(...ttls) > maxTtl) wrong.push(`keeps it for ${Math.max(...ttls)} s`)
  if (minTtl !== undefined && Math.min(...ttls) < minTtl) wrong.push(`keeps it for ${Math.min(...ttls)} s only`)
  return wrong
}

function bounds({ values, minTtl, maxTtl }: Ask['expect']): string {
  return [
    values === undefined ? 'an answer' : values.length === 0 ? 'no records' : values.join(', '),
    ...(minTtl === undefined ? [] : [`TTL at least ${minTtl} s`]),
    ...(maxTtl === undefined ? [] : [`TTL at most ${maxTtl} s`]),
  ].join(', ')
}

function drawn(ttls: readonly number[], { minTtl, maxTtl }: Ask['expect']) {
  if (ttls.length === 0) return {}
  if (maxTtl !== undefined) return { value: Math.max(...ttls), limit: maxTtl, unit: 's' }
  return minTtl === undefined ? {} : { value: Math.min(...ttls), limit: minTtl, unit: 's' }
}
