import type { StoreRequest } from '../shared/ledger/memory-store.ts'
import type { Item, Write } from '../shared/ledger/store.ts'
import { isRead } from '../shared/retries.ts'

/**
 * What a look that repeats does each time without changing anything that another look would see: reading, claiming its
 * tick, queueing the next, noting what it saw. Whatever else such a look does is a happening.
 */
export function isRoutine(what: string, input: unknown): boolean {
  if (what === 'ledger') return (input as { write: readonly Write[] }).write.every(isRoutineWrite)
  if (what === 'SQS.SendMessage') {
    return (JSON.parse((input as { MessageBody: string }).MessageBody) as { tick?: number }).tick !== undefined
  }
  return isRead(what) || what === 'Lambda.Invoke'
}

function isRoutineWrite(write: Write): boolean {
  if ('put' in write) return write.put.sk.startsWith('EVENT#') || write.put.sk.startsWith('CHECK#')
  if ('set' in write) return Object.keys(write.to).every((name) => name === 'tick' || name === 'dueAt')
  return 'check' in write
}

/** Moments at which something in the ledger runs out by itself, so that a look after them sees another world. */
export function marksOf(request: StoreRequest): number[] {
  if (!('write' in request)) return []
  const marks: number[] = []
  for (const write of request.write) {
    const item: Partial<Item> | undefined = 'put' in write ? write.put : 'set' in write ? write.to : undefined
    if (item === undefined) continue
    for (const name of ['endsAt', 'deadline', 'notBefore', 'until']) {
      const at = item[name]
      if (typeof at === 'number') marks.push(at)
    }
    for (const [name, value] of Object.entries(item)) {
      if (name.endsWith('lookAt')) marks.push(...momentsIn(value))
    }
    const detail = item['detail'] as { lookAt?: unknown } | undefined
    marks.push(...momentsIn(detail?.lookAt))
  }
  return marks
}

/** One moment, or several that a wait names from its beginning. */
const momentsIn = (value: unknown): number[] => [value].flat().filter((one): one is number => typeof one === 'number')
