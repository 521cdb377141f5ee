import { beforeEach, describe, expect, it } from 'vitest'
import { ledger } from '../../shared/ledger/index.ts'
import type { Ledger } from '../../shared/ledger/ledger.ts'
import type { Store } from '../../shared/ledger/store.ts'
import { plan, release } from './ledger-examples.ts'

/** How a release is to end, who closes it, and its outcome. */
export function endingsContract(name: string, makeStore: () => Promise<Store>): void {
  describe(`the end of a release on ${name}`, () => {
    let store: Store
    let book: Ledger
    beforeEach(async () => {
      store = await makeStore()
      book = ledger(store)
      await book.open(release('r1'), plan())
      await book.takeLock('r1', 'execution:r1', 2000)
    })

    it('is decided once: the second decision gets the first', async () => {
      const first = { ending: 'rolled-back', because: 'alarm serveml-5xx' }
      expect(await book.setEnding('r1', 'rolled-back', 'alarm serveml-5xx')).toEqual(first)
      expect(await book.setEnding('r1', 'stuck', 'no')).toEqual(first)
      expect(await book.release('r1')).toMatchObject({ ending: 'rolled-back', endingBecause: 'alarm serveml-5xx' })
    })

    it('is not released without being kept, nor put back after it', async () => {
      await expect(book.setEnding('r1', 'released', '')).rejects.toMatchObject({ name: 'CannotClose' })
      await expect(book.setOutcome('r1', 'released', 9000)).rejects.toMatchObject({ name: 'CannotClose' })
      await book.keep('r1', 1, 5000)
      await expect(book.setEnding('r1', 'rolled-back', '')).rejects.toMatchObject({ name: 'CannotClose' })
      await expect(book.setOutcome('r1', 'refused', 9000)).rejects.toMatchObject({ name: 'CannotClose' })
      expect(await book.release('r1')).not.toHaveProperty('outcome')
      expect(await book.setEnding('r1', 'released', 'kept')).toMatchObject({ ending: 'released' })
    })

    it('may be stuck after the bake was kept', async () => {
      await book.keep('r1', 1, 5000)
      expect(await book.setEnding('r1', 'stuck', 'Close cannot finish')).toMatchObject({ ending: 'stuck' })
      expect(await book.setOutcome('r1', 'stuck', 9000)).toBe('stuck')
    })

    it('has one outcome, whoever writes a second one', async () => {
      expect(await book.setOutcome('r1', 'rolled-back', 9000)).toBe('rolled-back')
      expect(await book.setOutcome('r1', 'stuck', 9500)).toBe('rolled-back')
      expect(await book.release('r1')).toMatchObject({ outcome: 'rolled-back', endedAt: 9000 })
    })

    it('ends the open entry and frees the lock with the outcome', async () => {
      await book.setOutcome('r1', 'refused', 9000)
      expect(await book.openReleases()).toEqual([])
      expect(await book.lock('serveml', 'production')).toBeUndefined()
      expect(await book.live('serveml', 'production')).toBeUndefined()
      expect(await book.open(release('r2'), plan())).toEqual({ opened: true })
    })

    it('ends the open entry but keeps the lock when stuck', async () => {
      await book.setOutcome('r1', 'stuck', 9000)
      expect(await book.openReleases()).toEqual([])
      expect(await book.lock('serveml', 'production')).toMatchObject({ release: 'r1' })
    })

    it('writes what is live with released, and only then', async () => {
      await book.keep('r1', 1, 5000)
      expect(await book.live('serveml', 'production')).toBeUndefined()
      await book.setOutcome('r1', 'released', 9000)
      const { version, manifest } = plan()
      expect(await book.live('serveml', 'production')).toEqual({
        schema: 1,
        release: 'r1',
        version,
        manifest,
        at: 9000,
      })
    })

    it('leaves the lock, the open entry and what is live to a newer release that has them by now', async () => {
      await book.keep('r1', 1, 5000)
      await book.freeLock('r1')
      await book.open(release('r2', { version: '2.4.1' }), plan({ version: '2.4.1' }))
      await book.takeLock('r2', 'execution:r2', 6000)
      await book.keep('r2', 1, 7000)
      await book.setOutcome('r2', 'released', 8000)
      await book.open(release('r3', { version: '2.4.2' }), plan())
      await book.takeLock('r3', 'execution:r3', 8500)
      expect(await book.setOutcome('r1', 'released', 9000)).toBe('released')
      expect(await book.live('serveml', 'production')).toMatchObject({ version: '2.4.1' })
      expect(await book.lock('serveml', 'production')).toMatchObject({ release: 'r3' })
      expect((await book.openReleases()).map((entry) => entry.release)).toEqual(['r3'])
    })

    it('is closed by one closer at a time, as the way back is claimed', async () => {
      expect(await book.claimClose('r1', 'close-1', undefined)).toMatchObject({ answer: 'claimed' })
      expect(await book.claimClose('r1', 'close-1', undefined)).toMatchObject({ answer: 'claimed' })
      expect(await book.claimClose('r1', 'close-2', undefined)).toEqual({ answer: 'raced', closer: 'close-1' })
      expect(await book.claimClose('r1', 'close-2', 'close-1')).toMatchObject({ answer: 'claimed' })
      expect(await book.claimClose('r1', 'close-1', 'close-1')).toEqual({ answer: 'raced', closer: 'close-2' })
      await book.setOutcome('r1', 'rolled-back', 9000)
      expect(await book.claimClose('r1', 'close-2', 'close-2')).toEqual({ answer: 'ended', outcome: 'rolled-back' })
    })

    it('is halted by the first who asks, until the hold is answered', async () => {
      const halt = { by: 'ana', reason: 'odd latency', at: 4000 }
      expect(await book.askHalt('r1', halt)).toBe(true)
      expect(await book.askHalt('r1', { ...halt, by: 'bo' })).toBe(true)
      expect(await book.release('r1')).toMatchObject({ halt })
      await book.clearHalt('r1')
      expect(await book.release('r1')).not.toHaveProperty('halt')
    })

    it('is halted once by what names itself, however often it is told', async () => {
      const halt = { by: 'ana', reason: 'odd latency', at: 4000, proved: 'iam', arn: 'arn:ana' } as const
      expect(await book.askHalt('r1', halt, 'this-one')).toBe(true)
      expect(await book.askHalt('r1', halt, 'this-one')).toBe(true)
      expect(await book.release('r1')).toMatchObject({ halt })
      await book.clearHalt('r1')
      expect(await book.askHalt('r1', halt, 'this-one')).toBe('again')
      expect(await book.release('r1')).not.toHaveProperty('halt')
      expect(await book.askHalt('r1', halt, 'another')).toBe(true)
    })

    it('cannot be halted any more once it is kept, going back, or over', async () => {
      const halt = { by: 'ana', reason: 'odd latency', at: 4000 }
      await book.open(release('r2', { version: '2.4.1' }), plan())
      await book.claim('r2', 'back-1', 'execution:r2', 'aborted', 4000)
      expect(await book.askHalt('r2', halt)).toBe(false)
      await book.keep('r1', 1, 5000)
      expect(await book.askHalt('r1', halt)).toBe(false)
      expect(await book.release('r1')).not.toHaveProperty('halt')
    })

    it('is not read from a record of a newer schema', async () => {
      await store.write({ set: { pk: 'RELEASE#r1', sk: 'RELEASE' }, to: { schema: 2 } })
      await expect(book.release('r1')).rejects.toMatchObject({ name: 'RecordTooNew' })
      await expect(book.claim('r1', 'back-1', 'execution:r1', 'x', 1)).rejects.toMatchObject({ name: 'RecordTooNew' })
    })
  })
}
