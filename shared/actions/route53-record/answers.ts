import type { World } from '../../world.ts'
import type { Look } from '../port.ts'
import type { Member } from '../route53/group.ts'
import { type Asked, askEach, nameServers } from '../route53/name-servers.ts'
import type { Image, Target } from './target.ts'

/** Of aliases to load balancers. */
export const aliasTtlSeconds = 60

/** What a server may answer now. An alias answers its target's addresses, which change by themselves. */
interface Expected {
  readonly allowed: ReadonlySet<string>
  readonly forbidden: ReadonlySet<string>
  readonly ttl: number | null
  readonly aliases: boolean
}

/** Answers are drawn by weight: any member that has one may come, and none that has not. */
async function expected({ type }: Target, { records }: Image, world: World): Promise<Expected> {
  const values = async ({ values, alias }: Member): Promise<readonly string[]> => {
    if (alias === null) return values ?? []
    const resolved = await world.dns({ name: alias.dnsName, type, timeoutMs: 3_000 })
    return resolved.answers.map(({ value }) => value)
  }
  const of = async (wanted: boolean) => {
    const some = records.filter(({ weight }) => (weight === null || weight > 0) === wanted)
    return new Set((await Promise.all(some.map(values))).flat().map(plain))
  }
  const [allowed, out] = [await of(true), await of(false)]
  return {
    allowed,
    forbidden: new Set([...out].filter((value) => !allowed.has(value))),
    ttl: records.find(({ alias }) => alias === null)?.ttl ?? null,
    aliases: records.some(({ alias }) => alias !== null),
  }
}

const plain = (value: string): string => value.toLowerCase().replace(/\.$/, '')

/** What is wrong with an answer. One from a cache has part of its TTL behind it. */
function wrong(asked: Asked, should: Expected, cached: boolean): string | undefined {
  const { allowed, forbidden, ttl, aliases } = should
  const { server, answers, failed } = asked
  if (failed !== undefined) return `${server} says ${failed}`
  if (answers.length === 0) return `${server} answers nothing`
  const stranger = answers.find(({ value }) => forbidden.has(plain(value)) || (!aliases && !allowed.has(plain(value))))
  if (stranger !== undefined) return `${server} still answers ${stranger.value}`
  const other = ttl === null || aliases ? undefined : answers.find((one) => (cached ? one.ttl > ttl : one.ttl !== ttl))
  return other === undefined ? undefined : `${server} answers a TTL of ${other.ttl} s instead of ${ttl} s`
}

/** Every authoritative server itself, without anybody's cache in between. */
export async function authoritativeAnswers(target: Target, to: Image, world: World): Promise<Look> {
  const servers = target.authoritative ?? (await nameServers(target.zone, world))
  if (servers.length === 0) return { notYet: 'the zone names no servers to ask' }
  const should = await expected(target, to, world)
  const first = (await askEach(target, servers, world))
    .map((one) => wrong(one, should, false))
    .find((one) => one !== undefined)
  return first === undefined ? 'there' : { notYet: first }
}

/**
 * Public resolvers follow within the TTL. One that does not is told and not waited for: the former side answers on
 * through the bake, and there is always a resolver somewhere that stretches a TTL.
 */
export async function resolversFollow(target: Target, to: Image, sinceMs: number, world: World): Promise<Look> {
  if (target.resolvers.length === 0) return 'there'
  const should = await expected(target, to, world)
  const asked = await askEach(target, target.resolvers, world)
  const behind = asked.map((one) => wrong(one, should, true)).filter((one) => one !== undefined)
  if (behind.length === 0) return 'there'
  if (world.now() - sinceMs < patienceMs(to)) return { notYet: behind.join('; ') }
  world.log('warn', 'resolvers do not follow within the TTL', { name: target.name, behind: behind.join('; ') })
  return 'there'
}

/** Route 53 spreads a change within 60 s; from then on a cached answer lives for the TTL at most. */
const patienceMs = (to: Image): number => (60 + ttlSeconds(to)) * 1000

export const ttlSeconds = ({ records }: Image): number => Math.max(...records.map(({ ttl }) => ttl ?? aliasTtlSeconds))
