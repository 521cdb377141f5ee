import type * as Sdk from '@aws-sdk/client-cloudfront-keyvaluestore'
import type { Account } from './account.ts'
import type { Answer } from './answer.ts'
import { AwsError, type Service } from './port.ts'

interface Store {
  readonly name: string
  readonly arn: string
  readonly keys: Map<string, string>
  /** One for the whole store: any change makes a new one. */
  eTag: string
}

/** A changed key is read at the edges within seconds (CloudFront Developer Guide, KeyValueStore). */
const edgeMs = 3_000

/** Key-value stores with compare-and-swap over the whole store. */
export class CloudFrontKeyValueStore implements Service {
  readonly client = 'CloudFrontKeyValueStore'
  readonly latency = { '*': [40, 160] } as const
  readonly #account: Account
  readonly #stores = new Map<string, Store>()
  /** What the edges serve. */
  readonly #edges = new Map<string, string>()

  constructor(account: Account) {
    this.#account = account
    for (const [name, { id, keys }] of Object.entries(account.state.keyValueStores)) {
      const arn = `arn:aws:cloudfront::${account.id}:key-value-store/${id}`
      const store: Store = { name, arn, keys: new Map(Object.entries(keys)), eTag: '' }
      store.eTag = this.#tag()
      this.#stores.set(arn, store)
      for (const [key, value] of store.keys) this.#edges.set(`${name}/${key}`, value)
    }
  }

  /** What a distribution's function reads. */
  atTheEdge(store: string, key: string): string | undefined {
    return this.#edges.get(`${store}/${key}`)
  }
  value(name: string, key: string): string | undefined {
    return [...this.#stores.values()].find((store) => store.name === name)?.keys.get(key)
  }

  /** Somebody else changes a key. */
  drift(name: string, key: string, value: string): void {
    const store = [...this.#stores.values()].find((one) => one.name === name)
    if (store === undefined) throw new Error(`nobody can change ${name} by hand: the account has no such store`)
    this.#write(store, [[key, value]], [])
  }

  readonly operations = {
    DescribeKeyValueStore: ({
      KvsARN,
    }: Sdk.DescribeKeyValueStoreCommandInput): Answer<Sdk.DescribeKeyValueStoreCommandOutput> => {
      const store = this.#store(KvsARN)
      return { ...this.#counts(store), KvsARN: store.arn, Created: new Date(0), Status: 'READY' }
    },
    GetKey: ({ KvsARN, Key = '' }: Sdk.GetKeyCommandInput): Answer<Sdk.GetKeyCommandOutput> => {
      const store = this.#store(KvsARN)
      const value = store.keys.get(Key)
      if (value === undefined) throw new AwsError('ResourceNotFoundException', 'Key not found.', 404)
      const { ItemCount, TotalSizeInBytes } = this.#counts(store)
      return { Key, Value: value, ItemCount, TotalSizeInBytes }
    },
    ListKeys: ({ KvsARN }: Sdk.ListKeysCommandInput): Answer<Sdk.ListKeysCommandOutput> => ({
      Items: [...this.#store(KvsARN).keys].map(([Key, Value]) => ({ Key, Value })),
    }),
    PutKey: (input: Sdk.PutKeyCommandInput): Answer<Sdk.PutKeyCommandOutput> => {
      const store = this.#matching(input)
      this.#write(store, [[input.Key ?? '', input.Value ?? '']], [])
      return this.#counts(store)
    },
    UpdateKeys: (input: Sdk.UpdateKeysCommandInput): Answer<Sdk.UpdateKeysCommandOutput> => {
      const store = this.#matching(input)
      const puts = (input.Puts ?? []).map(({ Key = '', Value = '' }): [string, string] => [Key, Value])
      this.#write(
        store,
        puts,
        (input.Deletes ?? []).map(({ Key = '' }) => Key),
      )
      return this.#counts(store)
    },
  }

  #store(arn = ''): Store {
    const found = this.#stores.get(arn)
    if (found === undefined) throw new AwsError('ResourceNotFoundException', 'Key Value Store not found.', 404)
    return found
  }

  #matching({ KvsARN, IfMatch }: { KvsARN: string | undefined; IfMatch: string | undefined }): Store {
    const store = this.#store(KvsARN)
    if (IfMatch !== store.eTag) throw new AwsError('ConflictException', 'Pre-Condition failed', 409)
    return store
  }

  #write(store: Store, puts: readonly (readonly [string, string])[], deletes: readonly string[]): void {
    for (const [key, value] of puts) store.keys.set(key, value)
    for (const key of deletes) store.keys.delete(key)
    store.eTag = this.#tag()
    const keys = new Map(store.keys)
    this.#account.clock.after(edgeMs, () => {
      for (const [key, value] of keys) this.#edges.set(`${store.name}/${key}`, value)
      for (const key of deletes) this.#edges.delete(`${store.name}/${key}`)
      this.#account.traffic.pointerChanged()
    })
  }

  #counts(store: Store) {
    const bytes = [...store.keys].reduce((sum, [key, value]) => sum + key.length + value.length, 0)
    return { ItemCount: store.keys.size, TotalSizeInBytes: bytes, ETag: store.eTag }
  }

  #tag(): string {
    return `KV${this.#account.idOf('etags', 12, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789')}`
  }
}
