import { beforeEach, describe, expect, it } from 'vitest'
import { ledger } from '../../shared/ledger/index.ts'
import { lockKey } from '../../shared/ledger/keys.ts'
import type { Ledger } from '../../shared/ledger/ledger.ts'
import type { Store } from '../../shared/ledger/store.ts'
import { plan, release } from './ledger-examples.ts'

/** Opening, the lock, the claim, and the bake's good end. */
export function decisionsContract(name: string, makeStore: () => Promise<Store>): void {
  describe(`a ledger on ${name}`, () => {
    let store: Store
    let book: Ledger
    beforeEach(async () => {
      store = await makeStore()
      book = ledger(store)
    })
    const opened = (id: string, version = '2.4.0') => book.open(release(id, { version }), plan({ version }))

    describe('opening', () => {
      it('writes the release, its plan and the open entry', async () => {
        expect(await opened('r1')).toEqual({ opened: true })
        expect(await book.release('r1')).toEqual(release('r1'))
        expect(await book.plan('r1')).toEqual(plan())
        const entry = { release: 'r1', system: 'serveml', environment: 'production', version: '2.4.0' }
        expect(await book.openReleases()).toEqual([entry])
      })

      it('opens once for the same execution, however often it asks', async () => {
        await opened('r1')
        expect(await opened('r1')).toEqual({ opened: true })
        expect(await book.openReleases()).toHaveLength(1)
      })

      it('tells a second release of the same version who is first, and writes nothing of it', async () => {
        await opened('r1')
        expect(await opened('r2')).toEqual({ opened: false, openBy: 'r1' })
        expect(await book.release('r2')).toBeUndefined()
      })

      it('opens another version beside it', async () => {
        await opened('r1')
        expect(await opened('r2', '2.4.1')).toEqual({ opened: true })
        expect(await book.openReleases()).toHaveLength(2)
      })

      it('refuses an id that it knows from another execution', async () => {
        await opened('r1')
        const again = release('r1', { execution: 'execution:elsewhere', version: '2.4.1' })
        expect(await book.open(again, plan())).toEqual({ opened: false, known: release('r1') })
      })

      it('refuses an id whose release is over', async () => {
        await opened('r1')
        await book.setOutcome('r1', 'refused', 5000)
        expect(await opened('r1')).toMatchObject({ opened: false, known: { outcome: 'refused' } })
      })

      it('keeps names apart that look alike once they are joined', async () => {
        await book.open(release('r1', { system: 'a#b', environment: 'c' }), plan())
        const other = release('r2', { system: 'a', environment: 'b#c' })
        expect(await book.open(other, plan())).toEqual({ opened: true })
      })

      it('knows nothing of a release that was never opened', async () => {
        expect(await book.release('r9')).toBeUndefined()
        await expect(book.plan('r9')).rejects.toMatchObject({ name: 'ReleaseUnknown' })
        await expect(book.takeLock('r9', 'x', 1)).rejects.toMatchObject({ name: 'ReleaseUnknown' })
        await expect(book.claim('r9', 'x', 'y', 'why', 1)).rejects.toMatchObject({ name: 'ReleaseUnknown' })
        await expect(book.setEnding('r9', 'stuck', 'why')).rejects.toMatchObject({ name: 'ReleaseUnknown' })
        await expect(book.setOutcome('r9', 'stuck', 1)).rejects.toMatchObject({ name: 'ReleaseUnknown' })
        expect(await book.countRollback('r9', 0)).toBe(false)
        expect(await book.release('r9')).toBeUndefined()
      })
    })

    describe('the lock', () => {
      beforeEach(async () => {
        await opened('r1')
        await opened('r2', '2.4.1')
      })
      const taking = (id: string) => book.takeLock(id, `execution:${id}`, 6000)

      it('is taken by one release, which gets epoch 1', async () => {
        expect(await taking('r1')).toEqual({ taken: true, epoch: 1 })
        expect(await book.release('r1')).toMatchObject({ epoch: 1, lockedAt: 6000 })
        const lock = { schema: 1, release: 'r1', owner: 'execution:r1', epoch: 1, at: 6000 }
        expect(await book.lock('serveml', 'production')).toEqual(lock)
      })

      it('names its holder to another, which stays at epoch 0', async () => {
        await taking('r1')
        expect(await taking('r2')).toEqual({ taken: false, holder: 'r1' })
        expect(await book.release('r2')).toMatchObject({ epoch: 0 })
      })

      it('is found taken by its holder asking again, however late', async () => {
        await taking('r1')
        expect(await book.takeLock('r1', 'execution:r1', 9_000_000)).toEqual({ taken: true, epoch: 1 })
      })

      it('is freed by its holder only', async () => {
        await taking('r1')
        await book.freeLock('r2')
        expect(await book.lock('serveml', 'production')).toMatchObject({ release: 'r1' })
        await book.freeLock('r1')
        await book.freeLock('r1')
        expect(await book.lock('serveml', 'production')).toBeUndefined()
        expect(await taking('r2')).toEqual({ taken: true, epoch: 1 })
      })

      it('is not taken again by the release that freed it', async () => {
        await taking('r1')
        await book.freeLock('r1')
        expect(await taking('r1')).toMatchObject({ taken: false })
        expect(await book.lock('serveml', 'production')).toBeUndefined()
      })

      it('is not taken by a release whose way back was claimed, nor by one that is ending', async () => {
        await book.claim('r1', 'back-1', 'execution:r1', 'aborted', 6000)
        expect(await taking('r1')).toEqual({ taken: false, holder: 'back-1' })
        await book.setEnding('r2', 'refused', 'a blocker')
        expect(await taking('r2')).toMatchObject({ taken: false })
        expect(await book.lock('serveml', 'production')).toBeUndefined()
      })

      it('stays with a release that is to end stuck, and with one that has', async () => {
        await taking('r1')
        await book.setEnding('r1', 'stuck', 'a resource is conflicted')
        await book.freeLock('r1')
        expect(await book.lock('serveml', 'production')).toMatchObject({ release: 'r1' })
        await book.setOutcome('r1', 'stuck', 7000)
        await book.freeLock('r1')
        expect(await book.lock('serveml', 'production')).toMatchObject({ release: 'r1' })
      })

      it('is freed of a stuck release when people resolve it, and of no other', async () => {
        await taking('r1')
        await book.freeLock('r1', 'bo')
        expect(await book.lock('serveml', 'production')).toMatchObject({ release: 'r1' })
        await book.setOutcome('r1', 'stuck', 7000)
        await book.freeLock('r1', 'bo')
        expect(await book.lock('serveml', 'production')).toBeUndefined()
        expect(await book.release('r1')).toMatchObject({ outcome: 'stuck', resolvedBy: 'bo' })
      })
    })

    describe('the claim of the way back', () => {
      beforeEach(async () => {
        await opened('r1')
        await book.takeLock('r1', 'execution:r1', 6000)
      })
      const claiming = (by: string, described: string, person = false) =>
        book.claim('r1', by, described, `${by} asked`, 8000, { person })

      it('makes the claimant owner and raises the epoch by one', async () => {
        expect(await claiming('back-1', 'execution:r1')).toEqual({ answer: 'claimed', epoch: 2 })
        const expected = { owner: 'back-1', epoch: 2, backSince: 8000, backBecause: 'back-1 asked' }
        expect(await book.release('r1')).toMatchObject(expected)
      })

      it('answers the same epoch to the same claimant, whoever it describes', async () => {
        await claiming('back-1', 'execution:r1')
        expect(await claiming('back-1', 'execution:r1')).toEqual({ answer: 'claimed', epoch: 2 })
        expect(await claiming('back-1', 'back-1')).toEqual({ answer: 'claimed', epoch: 2 })
      })

      it('is lost by whoever described an owner that is not the owner any more', async () => {
        await claiming('back-1', 'execution:r1')
        expect(await claiming('back-2', 'execution:r1')).toEqual({ answer: 'raced', owner: 'back-1' })
        expect(await book.release('r1')).toMatchObject({ owner: 'back-1', epoch: 2 })
      })

      it('is won from a dead claimant with the next epoch, and keeps when and why it was first asked for', async () => {
        await claiming('back-1', 'execution:r1')
        expect(await book.claim('r1', 'back-2', 'back-1', 'it died', 9000)).toEqual({ answer: 'claimed', epoch: 3 })
        expect(await book.release('r1')).toMatchObject({ backSince: 8000, backBecause: 'back-1 asked' })
      })

      it('raises the epoch when the release claims for itself', async () => {
        expect(await claiming('execution:r1', 'execution:r1')).toEqual({ answer: 'claimed', epoch: 2 })
      })

      it('is answered kept after the bake was kept, and then the epoch stays', async () => {
        expect(await book.keep('r1', 1, 7000)).toBe(true)
        expect(await claiming('back-1', 'execution:r1')).toEqual({ answer: 'kept' })
        expect(await book.release('r1')).toMatchObject({ epoch: 1, owner: 'execution:r1', keptAt: 7000 })
      })

      it('is answered with the outcome when there is one', async () => {
        await book.setOutcome('r1', 'rolled-back', 7000)
        expect(await claiming('back-1', 'execution:r1')).toEqual({ answer: 'ended', outcome: 'rolled-back' })
      })

      it('takes up what is stuck for a person only, and then it is open again without an ending', async () => {
        await claiming('back-1', 'execution:r1')
        expect(await book.countRollback('r1', 0)).toBe(true)
        await book.setEnding('r1', 'stuck', 'conflicted')
        await book.setOutcome('r1', 'stuck', 9000)
        expect(await book.openReleases()).toEqual([])
        expect(await claiming('back-2', 'back-1')).toEqual({ answer: 'ended', outcome: 'stuck' })
        expect(await book.countRollback('r1', 1)).toBe(true)
        expect(await claiming('back-2', 'back-1', true)).toEqual({ answer: 'claimed', epoch: 3 })
        const stands = await book.release('r1')
        expect(stands).toMatchObject({ owner: 'back-2', epoch: 3, claims: 2, claimsForgiven: 1 })
        expect(stands).not.toHaveProperty('outcome')
        expect(stands).not.toHaveProperty('ending')
        expect((await book.openReleases()).map((entry) => entry.release)).toEqual(['r1'])
        expect(await book.setEnding('r1', 'rolled-back', 'all is back')).toMatchObject({ ending: 'rolled-back' })
        expect(await book.setOutcome('r1', 'rolled-back', 9500)).toBe('rolled-back')
        expect(await book.lock('serveml', 'production')).toBeUndefined()
      })

      it('takes up nothing for a person where people have resolved it, because the lock is not its own any more', async () => {
        await claiming('back-1', 'execution:r1')
        await book.setOutcome('r1', 'stuck', 9000)
        await book.freeLock('r1', 'bo')
        expect(await claiming('back-2', 'back-1', true)).toEqual({ answer: 'resolved', by: 'bo' })
        expect(await book.release('r1')).toMatchObject({ outcome: 'stuck', owner: 'back-1', epoch: 2 })
        expect(await book.openReleases()).toEqual([])
      })

      it("takes up nothing for a person where the lock is somebody else's, whatever was written of it", async () => {
        await claiming('back-1', 'execution:r1')
        await book.setOutcome('r1', 'stuck', 9000)
        await store.write({ remove: lockKey('serveml', 'production') })
        expect(await claiming('back-2', 'back-1', true)).toMatchObject({ answer: 'resolved' })
        expect(await book.release('r1')).toMatchObject({ outcome: 'stuck', epoch: 2 })
      })

      it('counts the execution that claims for a person, and forgives those before it', async () => {
        await book.countRollback('r1', 0)
        await claiming('back-1', 'execution:r1')
        await book.setOutcome('r1', 'stuck', 9000)
        const options = { person: true, n: 2 }
        expect(await book.claim('r1', 'r1-rollback-2', 'back-1', 'bo asked', 9500, options)).toMatchObject({
          answer: 'claimed',
        })
        expect(await book.release('r1')).toMatchObject({ claims: 2, claimsForgiven: 1, takenUp: 1 })
      })

      it('takes up nothing for a person where the release is kept or put back', async () => {
        await book.keep('r1', 1, 7000)
        await book.setOutcome('r1', 'stuck', 7100)
        expect(await claiming('back-1', 'execution:r1', true)).toEqual({ answer: 'ended', outcome: 'stuck' })
      })

      it('counts the executions that were started, each number for one caller', async () => {
        expect(await book.countRollback('r1', 0)).toBe(true)
        expect(await book.countRollback('r1', 0)).toBe(false)
        expect(await book.countRollback('r1', 1)).toBe(true)
        expect(await book.countClose('r1', 0)).toBe(true)
        expect(await book.countClose('r1', 2)).toBe(false)
        expect(await book.release('r1')).toMatchObject({ claims: 2, closes: 1 })
      })
    })

    describe('the good end of the bake', () => {
      beforeEach(async () => {
        await opened('r1')
      })

      it('is not for a release without the lock', async () => {
        expect(await book.keep('r1', 0, 7000)).toBe(false)
      })

      it('is written once, and found by its writer asking again', async () => {
        await book.takeLock('r1', 'execution:r1', 6000)
        expect(await book.keep('r1', 1, 7000)).toBe(true)
        expect(await book.keep('r1', 1, 7500)).toBe(true)
        expect(await book.release('r1')).toMatchObject({ keptAt: 7000 })
      })

      it('fails after a claim, for the bake and for the claimant', async () => {
        await book.takeLock('r1', 'execution:r1', 6000)
        await book.claim('r1', 'back-1', 'execution:r1', 'an alarm', 6500)
        expect(await book.keep('r1', 1, 7000)).toBe(false)
        expect(await book.keep('r1', 2, 7000)).toBe(false)
        expect(await book.release('r1')).not.toHaveProperty('keptAt')
      })

      it('is not for a claimant that never had the lock, whose epoch is 1 as well', async () => {
        await book.claim('r1', 'back-1', 'execution:r1', 'aborted', 6500)
        expect(await book.keep('r1', 1, 7000)).toBe(false)
      })

      it('fails once it is decided that the release ends otherwise', async () => {
        await book.takeLock('r1', 'execution:r1', 6000)
        await book.setEnding('r1', 'refused', 'it looked worse')
        expect(await book.keep('r1', 1, 7000)).toBe(false)
      })
    })
  })
}
