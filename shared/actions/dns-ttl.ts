import * as z from 'zod/mini'
import { ChangeFailed } from '../errors.ts'
import type { World } from '../world.ts'
import { compare, isOurs } from './ours.ts'
import { defineAction, undo } from './port.ts'
import { resourceKey } from './resource-key.ts'
import { address, type Member, normalName, readGroup } from './route53/group.ts'
import { inSync } from './route53/in-sync.ts'
import { askEach, nameServers } from './route53/name-servers.ts'
import { swap } from './route53/swap.ts'
import { Text } from './text.ts'

const Target = z.strictObject({ ...address, ttl: z.int().check(z.minimum(1)) })
/** The TTL and nothing else: values and weights are other actions'. */
const Image = z.strictObject({ ttl: z.int() })
const Mark = z.strictObject({ changeId: z.nullable(Text) })
type Target = z.infer<typeof Target>
type Image = z.infer<typeof Image>
type Mark = z.infer<typeof Mark>

/** Lowers a name's TTL before its cutover; restored by Close, or as the last undo. */
export const dnsTtl = defineAction<Target, Image, Mark>({
  kind: 'dns-ttl',
  target: Target,
  image: Image,
  mark: Mark,
  limitSeconds: 600,
  usualSeconds: 60,
  pace: [10, 30],
  stage: 'ttl',

  resource: keyOf,
  exposes: () => false,
  comeBack: () => undo(60),
  capture: async (target, world) => ({ ttl: ttlOf(target, await readGroup(target, world)) }),
  // Never raised: a TTL that is short already needs no lowering.
  aim: ({ ttl }, now) => ({ ttl: Math.min(ttl, now.ttl) }),
  async go(target, to, world, change) {
    const group = await readGroup(target, world)
    if (compare(keyOf(target), { ttl: ttlOf(target, group) }, to, change) === 'there') return { changeId: null }
    const wanted = group.map((one) => (one.ttl === null ? one : { ...one, ttl: to.ttl }))
    const comment = `tidegate ${change.release} ${change.action} ${change.token}`
    return { changeId: await swap(target, group, wanted, comment, keyOf(target), world) }
  },
  async look(target, to, mark, world, change) {
    const found = { ttl: ttlOf(target, await readGroup(target, world)) }
    const seen = `${target.name} has a TTL of ${found.ttl} s`
    if (found.ttl !== to.ttl) return isOurs(found, change) ? { notYet: seen } : { elsewhere: seen }
    const synced = await inSync(mark?.changeId, world)
    if (synced === 'no' && change.direction === 'forward') return { notYet: 'Route 53 has the change PENDING' }
    if (synced === 'yes') return 'there'
    return observed(target, to, world)
  },
  wakes: () => [],
  plainly: ({ name }) => `${name} is looked up more often from now on, so that users follow each move sooner`,
  describe: ({ name, type }, from, to) =>
    `TTL of ${name} ${type} ${from ? `from ${from.ttl} s ` : ''}to ${to ? `${to.ttl} s` : 'a shorter one'}`,
})

function keyOf({ zone, name, type }: Target): string {
  return resourceKey('dns-ttl', zone, normalName(name).slice(0, -1), type)
}

function ttlOf({ name, type }: Target, group: readonly Member[]): number {
  const ttl = group.find((one) => one.ttl !== null)?.ttl
  if (ttl != null) return ttl
  const why = group.length === 0 ? 'has no record' : 'is an alias, which has its target’s TTL'
  throw new ChangeFailed(`TTL of ${name} ${type}`, `the name ${why}: there is none to lower; take it out of the plan`)
}

/** Without a change id to ask for, the servers themselves tell. */
async function observed(target: Target, to: Image, world: World) {
  const servers = await nameServers(target.zone, world)
  const asked = await askEach(target, servers, world)
  const other = asked.find(({ answers, failed }) => failed !== undefined || !answers.some(({ ttl }) => ttl === to.ttl))
  if (servers.length > 0 && other === undefined) return 'there' as const
  return {
    notYet: other === undefined ? 'the zone names no servers to ask' : `${other.server} does not tell ${to.ttl} s yet`,
  }
}
