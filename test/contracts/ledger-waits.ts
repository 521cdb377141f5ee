import { beforeEach, describe, expect, it } from 'vitest'
import { ledger } from '../../shared/ledger/index.ts'
import type { Ledger } from '../../shared/ledger/ledger.ts'
import type { Attempt } from '../../shared/ledger/records.ts'
import type { Store } from '../../shared/ledger/store.ts'
import { wait } from './ledger-examples.ts'

const first: Attempt = { epoch: 1, entered: 10_000, retry: 0 }
const name = wait(first).name
const good = { output: { done: true } }
const bad = { error: 'ChangeInterrupted', cause: 'the call never told how it ended' }

/** Task tokens: one newest attempt, one answer. */
export function waitsContract(title: string, makeStore: () => Promise<Store>): void {
  describe(`the waits on ${title}`, () => {
    let book: Ledger
    beforeEach(async () => {
      book = ledger(await makeStore())
    })
    const keysOf = async (...keys: string[]) => {
      const found = await Promise.all(keys.map((key) => book.waitsByKey(key)))
      return keys.filter((_, n) => found[n]!.length > 0)
    }

    it('are written with what they need to know and read back whole', async () => {
      const asked = wait(first, { detail: { action: 'model-serving', step: 10, 'watch.since': 5 }, wakes: ['ecs:a'] })
      expect(await book.register(asked)).toEqual({ registered: true, wait: asked })
      expect(await book.wait('r1', name)).toEqual(asked)
      expect(await book.waits('r1')).toEqual([asked])
      expect(await book.waitsByKey('ecs:a')).toEqual([{ release: 'r1', name }])
      expect(await book.wait('r1', 'another')).toBeUndefined()
    })

    it('are found by the same attempt asking again, with the answer that stands', async () => {
      await book.register(wait(first))
      await book.answering('r1', name, first, good)
      const again = await book.register(wait(first, { since: 99, token: 'other' }))
      expect(again).toEqual({ registered: true, wait: { ...wait(first), answer: good } })
    })

    const newer: [string, Attempt][] = [
      ['a retry', { epoch: 1, entered: 10_000, retry: 1 }],
      ['a later entry', { epoch: 1, entered: 10_001, retry: 0 }],
      ['an entry with more digits', { epoch: 1, entered: 1_700_000_000_000, retry: 0 }],
      ['a later epoch', { epoch: 2, entered: 9000, retry: 0 }],
    ]
    it.each(newer)('are replaced by %s, and by nothing older', async (_, attempt) => {
      await book.register(wait(first))
      expect(await book.register(wait(attempt))).toMatchObject({ registered: true, wait: { attempt } })
      expect(await book.register(wait(first))).toMatchObject({ registered: false, newer: { attempt } })
      expect(await book.wait('r1', name)).toMatchObject({ attempt, token: wait(attempt).token })
    })

    it('leave a new attempt the time that is left, and the beginning of its watch', async () => {
      await book.register(wait(first, { detail: { action: 'a' } }))
      await book.setDetail('r1', name, first, { watchSince: 12_000 })
      await book.answering('r1', name, first, bad)
      const retry = { ...first, retry: 1 }
      const registered = await book.register(wait(retry, { since: 50_000, endsAt: 900_000, detail: { action: 'a' } }))
      const { since, endsAt } = wait(first)
      expect(registered).toMatchObject({ wait: { since, endsAt, detail: { action: 'a', watchSince: 12_000 } } })
      const stands = await book.wait('r1', name)
      expect(stands).toMatchObject({ since, endsAt, token: wait(retry).token })
      expect(stands).not.toHaveProperty('answer')
    })

    it('begin anew after a claim, and after a good answer', async () => {
      await book.register(wait(first, { detail: { watchSince: 12_000 } }))
      const claimed = { epoch: 2, entered: 500_000, retry: 0 }
      await book.register(wait(claimed))
      expect(await book.wait('r1', name)).toEqual(wait(claimed))
      await book.answering('r1', name, claimed, good)
      const again = { ...claimed, entered: 700_000 }
      expect(await book.register(wait(again))).toEqual({ registered: true, wait: wait(again) })
    })

    it('take their wake keys with them when they are replaced', async () => {
      await book.register(wait(first, { wakes: ['ecs:a', 'ecs:b'] }))
      await book.addWakes('r1', name, first, ['ecs:c', 'ecs:a'])
      expect(await book.wait('r1', name)).toMatchObject({ wakes: ['ecs:a', 'ecs:b', 'ecs:c'] })
      await book.register(wait({ ...first, retry: 1 }, { wakes: ['ecs:b', 'ecs:d'] }))
      expect(await keysOf('ecs:a', 'ecs:b', 'ecs:c', 'ecs:d')).toEqual(['ecs:b', 'ecs:d'])
    })

    it('are given no wake keys by an attempt that is over', async () => {
      await book.register(wait({ ...first, retry: 1 }))
      await book.addWakes('r1', name, first, ['ecs:a'])
      await book.addWakes('r1', 'another', first, ['ecs:a'])
      expect(await keysOf('ecs:a')).toEqual([])
    })

    it('share a wake key without losing one another', async () => {
      await book.register(wait(first, { wakes: ['ecs:a'] }))
      await book.register(wait(first, { release: 'r2', wakes: ['ecs:a'] }))
      await book.register(wait({ ...first, retry: 1 }))
      expect(await book.waitsByKey('ecs:a')).toEqual([{ release: 'r2', name }])
    })

    it('give each tick to one message, which sets when the next is due', async () => {
      await book.register(wait(first))
      expect(await book.claimTick('r1', name, 0, 40_000)).toBe(true)
      expect(await book.claimTick('r1', name, 0, 41_000)).toBe(false)
      expect(await book.wait('r1', name)).toMatchObject({ tick: 1, dueAt: 40_000 })
      expect(await book.claimTick('r1', name, 1, 70_000)).toBe(true)
      expect(await book.claimTick('r1', 'another', 0, 70_000)).toBe(false)
    })

    it('set single details of the newest attempt, and remove one with null', async () => {
      await book.register(wait(first, { detail: { action: 'a' } }))
      expect(await book.setDetail('r1', name, first, { watchSince: 12_000 })).toBe(true)
      expect(await book.setDetail('r1', name, first, { lookAt: 15_000 })).toBe(true)
      expect(await book.wait('r1', name)).toMatchObject({ detail: { action: 'a', watchSince: 12_000, lookAt: 15_000 } })
      await book.setDetail('r1', name, first, { lookAt: null })
      await book.register(wait({ ...first, retry: 1 }))
      expect(await book.setDetail('r1', name, first, { action: 'b' })).toBe(false)
      expect(await book.wait('r1', name)).toMatchObject({ detail: { watchSince: 12_000 } })
    })

    it('are answered once: a second answer gets the first', async () => {
      await book.register(wait(first))
      expect(await book.answering('r1', name, first, good)).toEqual(good)
      expect(await book.answering('r1', name, first, bad)).toEqual(good)
      expect(await book.wait('r1', name)).toMatchObject({ answer: good })
    })

    it('are not answered by an attempt that is over, nor where there is none', async () => {
      await book.register(wait({ ...first, retry: 1 }))
      expect(await book.answering('r1', name, first, good)).toBe('superseded')
      expect(await book.answering('r1', 'another', first, good)).toBe('superseded')
      expect(await book.wait('r1', name)).not.toHaveProperty('answer')
      expect(await book.wait('r1', 'another')).toBeUndefined()
    })

    it('are woken by nothing after their token has the answer', async () => {
      await book.register(wait(first, { wakes: ['ecs:a'] }))
      await book.answered('r1', name, first, 60_000)
      expect(await book.wait('r1', name)).not.toHaveProperty('answeredAt')
      await book.answering('r1', name, first, good)
      await book.answered('r1', name, first, 61_000)
      await book.answered('r1', name, first, 62_000)
      await book.addWakes('r1', name, first, ['ecs:b'])
      expect(await book.wait('r1', name)).toMatchObject({ answeredAt: 61_000, answer: good })
      expect(await keysOf('ecs:a', 'ecs:b')).toEqual([])
      expect(await book.claimTick('r1', name, 0, 70_000)).toBe(false)
    })
  })
}
