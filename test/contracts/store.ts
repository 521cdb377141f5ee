import { beforeEach, describe, expect, it } from 'vitest'
import type { Condition, Item, Store } from '../../shared/ledger/store.ts'

const key = { pk: 'release', sk: 'one' }
const item: Item = { ...key, owner: 'ana', epoch: 3, kept: true, nested: { steps: [5, 25, 100], none: null } }

/** What every Store does, whatever it is made of. `make` gives an empty one. */
export function storeContract(name: string, make: () => Promise<Store>): void {
  describe(`${name} is a Store`, () => {
    let store: Store
    beforeEach(async () => {
      store = await make()
    })

    it('gives back what was put, nested values and nulls included', async () => {
      await store.write({ put: item })
      expect(await store.get(key)).toEqual(item)
    })

    it('has nothing where nothing was put', async () => {
      expect(await store.get(key)).toBeUndefined()
      expect(await store.query('release')).toEqual([])
    })

    it('leaves members out that are undefined', async () => {
      await store.write({ put: { ...item, reason: undefined } as unknown as Item })
      expect(Object.keys((await store.get(key))!)).not.toContain('reason')
    })

    it('keeps what is stored when the caller goes on changing its own copy', async () => {
      const mine = { ...key, list: [1, 2] }
      await store.write({ put: mine })
      mine.list.push(3)
      expect(await store.get(key)).toEqual({ ...key, list: [1, 2] })
    })

    it('cannot be changed through what it gave out', async () => {
      await store.write({ put: item })
      const got = (await store.get(key)) as unknown as { nested: { steps: number[] } }
      try {
        got.nested.steps.push(1)
      } catch {
        // A frozen item says so at once, which is as good.
      }
      expect(await store.get(key)).toEqual(item)
    })

    it('queries one partition by prefix, in the order of the sort keys', async () => {
      for (const sk of ['B#2', 'A#1', 'B#1', 'B', 'C']) await store.write({ put: { pk: 'p', sk } })
      await store.write({ put: { pk: 'q', sk: 'B#0' } })
      expect((await store.query('p', 'B#')).map((one) => one.sk)).toEqual(['B#1', 'B#2'])
      expect((await store.query('p')).map((one) => one.sk)).toEqual(['A#1', 'B', 'B#1', 'B#2', 'C'])
      await store.write({ remove: { pk: 'p', sk: 'B#1' } }, { put: { pk: 'p', sk: 'B#3' } })
      expect((await store.query('p', 'B#')).map((one) => one.sk)).toEqual(['B#2', 'B#3'])
    })

    it('queries to the end of a partition of more than a megabyte', async () => {
      const text = 'x'.repeat(300_000)
      for (const sk of ['1', '2', '3', '4', '5']) await store.write({ put: { pk: 'large', sk, text } })
      expect((await store.query('large')).map((one) => one.sk)).toEqual(['1', '2', '3', '4', '5'])
    })

    it('sets, adds and removes attributes of one item and leaves the others, and tells the item as it became', async () => {
      await store.write({ put: item })
      const became = { ...item, epoch: 4, halt: { by: 'bo' } } as Record<string, unknown>
      delete became.owner
      const to = { epoch: 4, halt: { by: 'bo' }, owner: null, kept: undefined as unknown as null }
      expect(await store.write({ set: key, to })).toEqual({ ok: true, now: became })
      expect(await store.get(key)).toEqual(became)
    })

    it('creates the item that it sets, also when nothing is set', async () => {
      await store.write({ set: key, to: {} })
      await store.write({ set: { ...key, sk: 'two' }, to: {} }, { put: { ...key, sk: 'three' } })
      expect((await store.query(key.pk)).map((one) => one.sk)).toEqual(['one', 'three', 'two'])
    })

    it('removes, and finds it harmless to remove what is gone', async () => {
      await store.write({ put: item })
      expect(await store.write({ remove: key })).toEqual({ ok: true })
      expect(await store.write({ remove: key })).toEqual({ ok: true })
      expect(await store.get(key)).toBeUndefined()
    })

    const holding: Record<string, Condition> = {
      present: 'present',
      'no condition': {},
      'equal text': { owner: { is: 'ana' } },
      'equal number': { epoch: { is: 3 } },
      'equal truth': { kept: { is: true } },
      'one of': { owner: { in: ['bo', 'ana'] } },
      less: { epoch: { less: 4 } },
      'less by letter': { owner: { less: 'anb' } },
      'absent attribute': { reason: { absent: true } },
      'present attribute': { owner: { present: true } },
      'absent or equal, equal': { owner: { absentOr: 'ana' } },
      'absent or equal, absent': { reason: { absentOr: 'any' } },
      'absent or less, less': { epoch: { absentOrLess: 4 } },
      'absent or less, absent': { reason: { absentOrLess: 4 } },
      'absent or one of, one': { owner: { absentOrIn: ['ana'] } },
      'absent or one of, absent': { reason: { absentOrIn: ['ana'] } },
      'all of several': { owner: { is: 'ana' }, epoch: { less: 9 }, reason: { absent: true } },
    }
    it.each(Object.entries(holding))('takes a write whose condition holds: %s', async (_, condition) => {
      await store.write({ put: item })
      expect(await store.write({ set: key, to: { seen: 1 }, if: condition })).toMatchObject({ ok: true })
      expect(await store.get(key)).toEqual({ ...item, seen: 1 })
    })

    const failing: Record<string, Condition> = {
      absent: 'absent',
      'other text': { owner: { is: 'bo' } },
      'a number is not its text': { epoch: { is: '3' } },
      'equal to what is not there': { reason: { is: 'x' } },
      'none of': { owner: { in: ['bo', 'cy'] } },
      'one of nothing': { owner: { in: [] } },
      'not less': { epoch: { less: 3 } },
      'a text is not less than a number': { owner: { less: 9 } },
      'less than what is not there': { reason: { less: 9 } },
      'not absent': { owner: { absent: true } },
      'not present': { reason: { present: true } },
      'absent or equal': { owner: { absentOr: 'bo' } },
      'absent or less': { epoch: { absentOrLess: 3 } },
      'absent or one of': { owner: { absentOrIn: ['bo'] } },
      'one of several does not hold': { owner: { is: 'ana' }, epoch: { less: 1 } },
    }
    it.each(Object.entries(failing))('refuses a write and tells what stands: %s', async (_, condition) => {
      await store.write({ put: item })
      for (const write of [{ set: key, to: { seen: 1 } }, { put: { ...key, seen: 1 } }, { remove: key }]) {
        expect(await store.write({ ...write, if: condition })).toEqual({ ok: false, failed: 0, found: item })
      }
      expect(await store.get(key)).toEqual(item)
    })

    it('finds nothing in the way where a condition wants an item and there is none', async () => {
      const written = await store.write({ set: key, to: { epoch: 1 }, if: { owner: { is: 'ana' } } })
      expect(written).toEqual({ ok: false, failed: 0, found: undefined })
      expect(await store.write({ put: item, if: 'present' })).toMatchObject({ ok: false })
      expect(await store.get(key)).toBeUndefined()
    })

    const two = { ...key, sk: 'two' }
    const three = { ...key, sk: 'three' }

    it('writes several items together when every condition holds', async () => {
      await store.write({ put: item })
      const written = await store.write(
        { check: key, if: { epoch: { is: 3 } } },
        { put: two, if: 'absent' },
        { set: three, to: { n: 1 } },
        { remove: { ...key, sk: 'four' } },
      )
      expect(written).toEqual({ ok: true })
      expect((await store.query(key.pk)).map((one) => one.sk)).toEqual(['one', 'three', 'two'])
    })

    it('writes none of several when one condition fails, and says which', async () => {
      await store.write({ put: item })
      const written = await store.write(
        { put: two, if: 'absent' },
        { set: key, to: { epoch: 9 }, if: { epoch: { is: 4 } } },
        { put: three },
      )
      expect(written).toEqual({ ok: false, failed: 1, found: item })
      expect(await store.query(key.pk)).toEqual([item])
    })

    it('names the first condition that fails when several do', async () => {
      await store.write({ put: item })
      const written = await store.write({ check: two, if: 'present' }, { put: item, if: 'absent' })
      expect(written).toEqual({ ok: false, failed: 0, found: undefined })
    })

    it('checks one item alone', async () => {
      expect(await store.write({ check: key, if: 'absent' })).toEqual({ ok: true })
      expect(await store.write({ check: key, if: 'present' })).toMatchObject({ ok: false })
      expect(await store.query(key.pk)).toEqual([])
    })

    it('refuses to write one item twice in one transaction', async () => {
      await expect(store.write({ put: item }, { remove: key })).rejects.toMatchObject({ name: 'ValidationException' })
      expect(await store.get(key)).toBeUndefined()
    })

    it('refuses more than a hundred writes at once', async () => {
      const [first, ...rest] = Array.from({ length: 101 }, (_, n) => ({ put: { pk: 'many', sk: String(n) } }))
      await expect(store.write(first!, ...rest)).rejects.toMatchObject({ name: 'ValidationException' })
    })

    it('refuses an item of more than 400 KB', async () => {
      const text = 'x'.repeat(410 * 1024)
      await expect(store.write({ put: { ...key, text } })).rejects.toMatchObject({ name: 'ValidationException' })
    })
  })
}
