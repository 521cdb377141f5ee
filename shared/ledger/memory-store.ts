import { keyOf, type MemoryTable, memoryTable } from './memory-table.ts'
import type { Item, Key, Store, Write, Written } from './store.ts'

/** What one call of the Store needs to be allowed in DynamoDB, and of which items. */
export interface StoreCall {
  readonly action: StoreAction
  readonly detail: { readonly pk: string; readonly sk?: string }
}
export type StoreAction =
  | 'dynamodb:GetItem'
  | 'dynamodb:Query'
  | 'dynamodb:PutItem'
  | 'dynamodb:UpdateItem'
  | 'dynamodb:DeleteItem'
  | 'dynamodb:ConditionCheckItem'

/** One call of the Store as data, so that whoever owns the clock can complete it when its time has come. */
export type StoreRequest =
  | { readonly get: Key }
  | { readonly query: { readonly pk: string; readonly prefix?: string } }
  | { readonly write: readonly Write[] }
export type StoreAnswer = Item | undefined | Item[] | Written

/** Completes one call, now; throws what DynamoDB would. */
export function applyRequest(table: MemoryTable, request: StoreRequest): StoreAnswer {
  if ('get' in request) return table.get(request.get)
  if ('query' in request) return table.query(request.query.pk, request.query.prefix)
  return table.write(request.write)
}

/** TransactWriteItems has no IAM action of its own: its parts are what is allowed or denied. */
export function callsOf(request: StoreRequest): StoreCall[] {
  if ('get' in request) return [{ action: 'dynamodb:GetItem', detail: keyOnly(request.get) }]
  if ('query' in request) return [{ action: 'dynamodb:Query', detail: { pk: request.query.pk } }]
  return request.write.map((write) => ({ action: actionOf(write), detail: keyOnly(keyOf(write)) }))
}

/** The DynamoDB operation that carries a request, as a call of the World is named. */
export function operationOf(request: StoreRequest): string {
  if ('get' in request) return 'GetItem'
  if ('query' in request) return 'Query'
  const [first] = request.write
  if (request.write.length > 1 || first === undefined || 'check' in first) return 'TransactWriteItems'
  return actionOf(first).slice('dynamodb:'.length)
}

/** A Store whose calls are completed by `complete`: at once here, at a virtual time in a rehearsal. */
export function storeOf(complete: (request: StoreRequest) => Promise<StoreAnswer>): Store {
  return {
    get: (key) => complete({ get: key }) as Promise<Item | undefined>,
    query: (pk, prefix) => complete({ query: { pk, ...(prefix === undefined ? {} : { prefix }) } }) as Promise<Item[]>,
    write: (...writes) => complete({ write: writes }) as Promise<Written>,
  }
}

/** The table in memory behind the Store port; deterministic, and strict where DynamoDB is. */
export function memoryStore(options: { onCall?: (call: StoreCall) => void; table?: MemoryTable } = {}): Store & {
  dump(): Item[]
} {
  const table = options.table ?? memoryTable()
  const store = storeOf(async (request) => {
    if (options.onCall) for (const call of callsOf(request)) options.onCall(call)
    return applyRequest(table, request)
  })
  return { ...store, dump: () => table.dump() }
}

function actionOf(write: Write): StoreAction {
  if ('put' in write) return 'dynamodb:PutItem'
  if ('set' in write) return 'dynamodb:UpdateItem'
  return 'remove' in write ? 'dynamodb:DeleteItem' : 'dynamodb:ConditionCheckItem'
}

const keyOnly = ({ pk, sk }: Key): Key => ({ pk, sk })
