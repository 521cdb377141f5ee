import { describe, expect, it } from 'vitest'
import { ledger } from '../../../shared/ledger/index.ts'
import { applyRequest, memoryStore, operationOf, type StoreCall, storeOf } from '../../../shared/ledger/memory-store.ts'
import { memoryTable } from '../../../shared/ledger/memory-table.ts'
import { plan, release } from '../../contracts/ledger-examples.ts'

const key = { pk: 'p', sk: 's' }

describe('the memory store in a rehearsal', () => {
  it('names what its twin would have to be allowed, part by part of a transaction', async () => {
    const calls: StoreCall[] = []
    const store = memoryStore({ onCall: (call) => calls.push(call) })
    await store.get(key)
    await store.query('p')
    await store.write({ put: key })
    await store.write(
      { set: key, to: { n: 1 } },
      { remove: { ...key, sk: 't' } },
      { check: { ...key, sk: 'u' }, if: {} },
    )
    expect(calls).toEqual([
      { action: 'dynamodb:GetItem', detail: key },
      { action: 'dynamodb:Query', detail: { pk: 'p' } },
      { action: 'dynamodb:PutItem', detail: key },
      { action: 'dynamodb:UpdateItem', detail: key },
      { action: 'dynamodb:DeleteItem', detail: { ...key, sk: 't' } },
      { action: 'dynamodb:ConditionCheckItem', detail: { ...key, sk: 'u' } },
    ])
  })

  it('names a call as it travels: one write by itself, several as a transaction', () => {
    expect(operationOf({ write: [{ remove: key }] })).toBe('DeleteItem')
    expect(operationOf({ write: [{ check: key, if: {} }] })).toBe('TransactWriteItems')
    expect(operationOf({ write: [{ put: key }, { remove: { ...key, sk: 't' } }] })).toBe('TransactWriteItems')
  })

  it('leaves the same bytes after the same calls', async () => {
    const dump = async () => {
      const store = memoryStore()
      await ledger(store).open(release('r1'), plan())
      await ledger(store).note('r1', 5, 'look', { b: 1, a: 2 })
      return JSON.stringify(store.dump())
    }
    expect(await dump()).toBe(await dump())
  })

  it('changes nothing when a transaction holds an item that is too large', async () => {
    const store = memoryStore()
    const tooLarge = { ...key, sk: 'large', text: 'x'.repeat(410 * 1024) }
    await expect(store.write({ put: key }, { put: tooLarge })).rejects.toMatchObject({ name: 'ValidationException' })
    expect(store.dump()).toEqual([])
  })

  it('refuses what is not JSON instead of storing something else', async () => {
    await expect(memoryStore().write({ put: { ...key, n: Number.NaN } })).rejects.toThrow('JSON only')
    await expect(memoryStore().write({ put: { ...key, f: (() => 1) as never } })).rejects.toThrow('JSON only')
  })
})

describe('what each method of the ledger costs', () => {
  it('is one call of the store where no decision needs reading first', async () => {
    let requests = 0
    const table = memoryTable()
    const store = storeOf(async (request) => {
      requests += 1
      return applyRequest(table, request)
    })
    const book = ledger(store)
    const cost = async (call: () => Promise<unknown>) => {
      const before = requests
      await call()
      return requests - before
    }
    expect(await cost(() => book.open(release('r1'), plan()))).toBe(1)
    expect(await cost(() => book.takeLock('r1', 'execution:r1', 5))).toBe(2)
    expect(await cost(() => book.keep('r1', 1, 6))).toBe(1)
    expect(await cost(() => book.setEnding('r1', 'released', 'kept'))).toBe(1)
    expect(await cost(() => book.setOutcome('r1', 'released', 7))).toBe(3)
    expect(await cost(() => book.everything('r1'))).toBe(1)
  })
})
