import { Conflicted } from '../errors.ts'
import type { World } from '../world.ts'
import { compare, isOurs } from './ours.ts'
import { type Change, defineAction, type Look, undo } from './port.ts'
import { resourceKey } from './resource-key.ts'
import { asOriginPath, invalidate, putOrigin, readOrigin, underWay } from './site-pointer/origin.ts'
import { isServed } from './site-pointer/served.ts'
import { putEntry, readEntry, readETag } from './site-pointer/store.ts'
import { Image, Mark, Target } from './site-pointer/target.ts'

/** Somebody else may change another key of the store, or another setting of the distribution, so often. */
const swapsMax = 3

/** Points a site at another build's files: by a KeyValueStore entry (seconds) or by an origin's path (minutes). */
export const sitePointer = defineAction<Target, Image, Mark>({
  kind: 'site-pointer',
  target: Target,
  image: Image,
  mark: Mark,
  limitSeconds: 900,
  usualSeconds: 60,

  resource: keyOf,
  exposes: () => true,
  comeBack: ({ store }) => undo(store === undefined ? 600 : 30),
  capture: async (target, world) => ({ pointer: (await pointerOf(target, world)).pointer }),
  aim: ({ store, prefix }, now, step) => {
    if (step === 0) return now
    return { pointer: store === undefined ? asOriginPath(prefix) : prefix }
  },
  async go(target, to, world, change) {
    await swapPointer(target, to, world, change)
    // What a function rewrites is cached by its new address; what an origin serves is cached by its old one.
    if (target.store !== undefined) return { invalidation: null }
    return { invalidation: await invalidate(target.distribution, change.token, world) }
  },
  async look(target, to, mark, world, change): Promise<Look> {
    const { pointer } = await pointerOf(target, world)
    if (pointer !== to.pointer) {
      const seen = `the pointer of ${target.distribution} is "${pointer}"`
      return isOurs({ pointer }, change) ? { notYet: seen } : { elsewhere: seen }
    }
    const busy = target.store === undefined && (await underWay(target.distribution, mark?.invalidation ?? null, world))
    if (typeof busy === 'string') return { notYet: busy }
    return isServed(target, pointer, world, change.direction)
  },
  wakes: () => [],
  // A fetch asks one edge; CloudFront brings an entry to all of them within seconds.
  followSeconds: ({ store }) => (store === undefined ? 0 : 10),
  plainly: ({ url }) => `visitors of ${url} see the new pages`,
  describe: ({ url }, from, to) =>
    `${url} ${from ? `from "${from.pointer}" ` : ''}to ${to ? `"${to.pointer}"` : 'another build'}`,
})

function keyOf({ distribution, store, originId, key }: Target): string {
  return resourceKey('site-pointer', distribution, store === undefined ? `origin/${originId}` : `key/${key}`)
}

interface Pointer {
  readonly pointer: string
  /** Compare-and-swap; answers whether it was taken. */
  swap(value: string): Promise<boolean>
}

async function pointerOf({ distribution, store, originId = '', key = '' }: Target, world: World): Promise<Pointer> {
  if (store === undefined) {
    const configured = await readOrigin({ distribution, originId }, world)
    const swap = (value: string) => putOrigin({ distribution, originId }, value, configured, world)
    return { pointer: configured.path, swap }
  }
  const entry = { store, key }
  const eTag = await readETag(entry, world)
  return { pointer: await readEntry(entry, world), swap: (value) => putEntry(entry, value, eTag, world) }
}

/** @throws {Conflicted} */
async function swapPointer(target: Target, to: Image, world: World, change: Change<Image>): Promise<void> {
  for (let swaps = 0; swaps < swapsMax; swaps++) {
    const { pointer, swap } = await pointerOf(target, world)
    if (compare(keyOf(target), { pointer }, to, change) === 'there') return
    if (await swap(to.pointer)) return
  }
  throw new Conflicted(keyOf(target), `something else changing it ${swapsMax} times in a row`)
}
