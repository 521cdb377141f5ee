import { meets } from './conditions.ts'
import { frozen } from './frozen.ts'
import type { Item, Json, Key, Write, Written } from './store.ts'

/** One table held in memory, synchronous: what a rehearsed World reads and writes at the virtual time it chooses. */
export interface MemoryTable {
  get(key: Key): Item | undefined
  query(pk: string, prefix?: string): Item[]
  write(writes: readonly Write[]): Written
  /** Everything, in key order. */
  dump(): Item[]
}

interface Partition {
  readonly items: Map<string, Item>
  /** Sort keys in order; forgotten when a key comes or goes, and made again by the next query. */
  sorted?: string[]
}

// DynamoDB's own limits: a ledger that outgrows them in a rehearsal would fail on the night.
const transactionWritesMax = 100
const itemBytesMax = 400 * 1024

export function memoryTable(): MemoryTable {
  const partitions = new Map<string, Partition>()

  const get = ({ pk, sk }: Key) => partitions.get(pk)?.items.get(sk)

  function store(key: Key, item: Item | undefined): void {
    const partition: Partition = partitions.get(key.pk) ?? { items: new Map() }
    if (partition.items.has(key.sk) !== (item !== undefined)) partition.sorted = undefined
    if (item === undefined) partition.items.delete(key.sk)
    else partition.items.set(key.sk, item)
    partitions.set(key.pk, partition)
  }

  function sortedKeys(pk: string): string[] {
    const partition = partitions.get(pk)
    if (partition === undefined) return []
    partition.sorted ??= [...partition.items.keys()].sort()
    return partition.sorted
  }

  function query(pk: string, prefix = ''): Item[] {
    const found: Item[] = []
    for (const sk of sortedKeys(pk)) if (sk.startsWith(prefix)) found.push(get({ pk, sk })!)
    return found
  }

  function write(writes: readonly Write[]): Written {
    refuseWhatDynamoDbRefuses(writes)
    for (const [failed, write] of writes.entries()) {
      const found = get(keyOf(write))
      if (write.if !== undefined && !meets(found, write.if)) return { ok: false, failed, found }
    }
    // All images first: an item that is too large must leave the others unwritten as well.
    const images = writes.map((write) => ({ write, item: imageAfter(write, get(keyOf(write))) }))
    for (const { write, item } of images) if (!('check' in write)) store(keyOf(write), item)
    const only = images.length === 1 ? images[0] : undefined
    return only?.item !== undefined && !('check' in only.write) ? { ok: true, now: only.item } : { ok: true }
  }

  return {
    get,
    query,
    write,
    dump: () => [...partitions.keys()].sort().flatMap((pk) => query(pk)),
  }
}

export function keyOf(write: Write): Key {
  if ('put' in write) return write.put
  if ('set' in write) return write.set
  return 'remove' in write ? write.remove : write.check
}

function imageAfter(write: Write, found: Item | undefined): Item | undefined {
  if ('put' in write) return frozenItem(write.put)
  if ('remove' in write) return undefined
  if ('check' in write) return found
  const image: { [name: string]: Json } = { ...found, pk: write.set.pk, sk: write.set.sk }
  for (const [name, value] of Object.entries(write.to)) {
    if (value === null) delete image[name]
    else if (value !== undefined) image[name] = value
  }
  return frozenItem(image as Item)
}

function frozenItem(item: Item): Item {
  const { value, bytes } = frozen(item)
  if (bytes > itemBytesMax) throw invalid(`item ${item.pk} / ${item.sk} is larger than 400 KB`)
  return value as Item
}

function refuseWhatDynamoDbRefuses(writes: readonly Write[]): void {
  if (writes.length > transactionWritesMax) {
    throw invalid(`a transaction takes at most ${transactionWritesMax} writes, not ${writes.length}`)
  }
  const keys = writes.map(keyOf)
  if (keys.some(({ pk, sk }) => pk === '' || sk === '')) throw invalid('a key must not be empty')
  if (new Set(keys.map(({ pk, sk }) => JSON.stringify([pk, sk]))).size < keys.length) {
    throw invalid('a transaction cannot write the same item twice')
  }
}

function invalid(message: string): Error {
  return Object.assign(new Error(message), { name: 'ValidationException' })
}
