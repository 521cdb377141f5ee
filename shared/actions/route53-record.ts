import { same } from '../changes/same.ts'
import { compare, isOurs } from './ours.ts'
import { defineAction, undo } from './port.ts'
import { resourceKey } from './resource-key.ts'
import { normalName, readGroup } from './route53/group.ts'
import { inSync } from './route53/in-sync.ts'
import { swap } from './route53/swap.ts'
import { authoritativeAnswers, resolversFollow, ttlSeconds } from './route53-record/answers.ts'
import { mustBeHealthy } from './route53-record/health.ts'
import { Image, Mark, Target } from './route53-record/target.ts'
import { mustFit, oursWithTtlOf, tellShares, weighted, withTtlOf } from './route53-record/weights.ts'

/** Moves a name from one side to another by weight: one atomic batch per step, seen to arrive everywhere. */
export const route53Record = defineAction<Target, Image, Mark>({
  kind: 'route53-record',
  target: Target,
  image: Image,
  mark: Mark,
  limitSeconds: 600,
  usualSeconds: 90,
  // The whole account has five calls a second: no look before 10 s have passed.
  pace: [10, 30],

  resource: keyOf,
  exposes: () => true,
  comeBack: ({ ttl }) => undo(60 + ttl),
  async capture(target, world) {
    const image = { records: await readGroup(target, world) }
    mustFit(target, image)
    return image
  },
  aim: (target, now, step = 100) => weighted(target, now, step),
  async go(target, to, world, change) {
    const found = { records: await readGroup(target, world) }
    const wanted = withTtlOf(found, to)
    if (compare(keyOf(target), found, wanted, oursWithTtlOf(found, change)) === 'there') return { changeId: null }
    if (change.direction === 'forward') await mustBeHealthy(target, world)
    const comment = `tidegate ${change.release} ${change.action} ${change.token}`
    return { changeId: await swap(target, found.records, wanted.records, comment, keyOf(target), world) }
  },
  async look(target, to, mark, world, change) {
    const found = { records: await readGroup(target, world) }
    const wanted = withTtlOf(found, to)
    if (!same(found, wanted)) {
      const seen = `${target.name} is at ${tellShares(found)}`
      return isOurs(found, oursWithTtlOf(found, change)) ? { notYet: seen } : { elsewhere: seen }
    }
    const synced = await inSync(mark?.changeId, world)
    // Seen at every authoritative server is enough to go back; going forward, Route 53 itself says so too.
    if (synced === 'no' && change.direction === 'forward') return { notYet: 'Route 53 has the change PENDING' }
    const answered = await authoritativeAnswers(target, wanted, world)
    // Going back, the stage's barrier waits out the TTL instead.
    if (answered !== 'there' || change.direction === 'back') return answered
    return resolversFollow(target, wanted, change.since, world)
  },
  wakes: () => [],
  followSeconds: (_target, image) => ttlSeconds(image),
  plainly: ({ name, from, to }) => `users of ${name} go from the ${from} side to the ${to} side`,
  describe: ({ name, type }, from, to) =>
    `${name} ${type} ${from ? `from ${tellShares(from)} ` : ''}to ${to ? tellShares(to) : 'other shares'}`,
})

function keyOf({ zone, name, type }: Target): string {
  return resourceKey('route53-record', zone, normalName(name).slice(0, -1), type)
}
