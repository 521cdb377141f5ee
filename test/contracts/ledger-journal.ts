import { beforeEach, describe, expect, it } from 'vitest'
import { ledger } from '../../shared/ledger/index.ts'
import type { Ledger } from '../../shared/ledger/ledger.ts'
import type { LineState } from '../../shared/ledger/records.ts'
import type { Store } from '../../shared/ledger/store.ts'
import { line, plan, release, undo } from './ledger-examples.ts'

const resource = line().resource
const before = {
  schema: 1,
  resource,
  kind: 'lambda-alias',
  action: 'model-serving',
  image: { version: '41' },
  at: 1500,
}

/** What is changed, and the way back of it. */
export function journalContract(name: string, makeStore: () => Promise<Store>): void {
  describe(`the journal on ${name}`, () => {
    let book: Ledger
    beforeEach(async () => {
      book = ledger(await makeStore())
      await book.open(release('r1'), plan())
    })

    it('keeps the first before-image of a resource and answers it to everybody', async () => {
      expect(await book.putBefore('r1', before)).toEqual(before)
      expect(await book.putBefore('r1', { ...before, image: { version: '42' } })).toEqual(before)
      expect(await book.before('r1', resource)).toEqual(before)
      expect(await book.before('r1', 'another')).toBeUndefined()
    })

    it('creates a line once, also for a second attempt that reads the same', async () => {
      expect(await book.intend('r1', line())).toEqual({ created: true, line: line() })
      expect(await book.intend('r1', line())).toEqual({ created: false, line: line() })
      expect(await book.intend('r1', line({ deadline: 99_000 }))).toEqual({ created: false, line: line() })
    })

    it('has a line of its own for each step, in order', async () => {
      for (const step of [100, 5, 25]) await book.intend('r1', line({ step }))
      expect((await book.lines('r1')).map((one) => one.step)).toEqual([5, 25, 100])
      expect(await book.line('r1', resource, 10)).toBeUndefined()
    })

    it('moves a line forward and keeps what it does not mention', async () => {
      await book.intend('r1', line())
      const applied = { ...line(), state: 'applied', mark: { revisionId: 'a' }, appliedAt: 2500 }
      const mark = { revisionId: 'a' }
      expect(await book.move('r1', resource, 10, { state: 'applied', mark, appliedAt: 2500 })).toEqual(applied)
      const settled = { ...applied, state: 'settled', settledAt: 2600 }
      expect(await book.move('r1', resource, 10, { state: 'settled', settledAt: 2600 })).toEqual(settled)
      expect(await book.line('r1', resource, 10)).toEqual(settled)
    })

    it.each(['settled', 'failed', 'conflicted'] as const)('never moves a line on from %s', async (end) => {
      await book.intend('r1', line())
      await book.move('r1', resource, 10, { state: end, because: 'first' })
      for (const state of ['intended', 'applied', 'settled', 'failed', 'conflicted', 'unchanged'] as LineState[]) {
        expect(await book.move('r1', resource, 10, { state, because: 'later' })).toMatchObject({
          state: end,
          because: 'first',
        })
      }
    })

    it('never moves a line from or to unchanged', async () => {
      await book.intend('r1', line({ state: 'unchanged' }))
      expect(await book.move('r1', resource, 10, { state: 'applied' })).toMatchObject({ state: 'unchanged' })
      await book.intend('r1', line({ step: 20 }))
      expect(await book.move('r1', resource, 20, { state: 'unchanged' })).toMatchObject({ state: 'intended' })
    })

    it('never moves a line back from applied', async () => {
      await book.intend('r1', line())
      await book.move('r1', resource, 10, { state: 'applied' })
      expect(await book.move('r1', resource, 10, { state: 'intended' })).toMatchObject({ state: 'applied' })
    })

    it('does not move a line that was never intended', async () => {
      await expect(book.move('r1', resource, 10, { state: 'applied' })).rejects.toThrow('must be begun')
      expect(await book.lines('r1')).toEqual([])
    })

    it('raises the deadline of an intended line and never lowers it', async () => {
      await book.intend('r1', line())
      expect(await book.raise('r1', resource, 10, 80_000, 1)).toBe(true)
      expect(await book.raise('r1', resource, 10, 80_000, 1)).toBe(true)
      expect(await book.raise('r1', resource, 10, 70_000, 1)).toBe(false)
      expect(await book.line('r1', resource, 10)).toMatchObject({ deadline: 80_000 })
    })

    it('raises no deadline of another epoch, of a line that went on, or of none', async () => {
      await book.intend('r1', line())
      expect(await book.raise('r1', resource, 10, 80_000, 2)).toBe(false)
      await book.move('r1', resource, 10, { state: 'applied' })
      expect(await book.raise('r1', resource, 10, 80_000, 1)).toBe(false)
      expect(await book.raise('r1', 'another', 10, 80_000, 1)).toBe(false)
      expect(await book.line('r1', resource, 10)).toMatchObject({ deadline: 40_000 })
    })

    it('begins the way back of a resource, and again for a newer or the same epoch', async () => {
      expect(await book.putUndo('r1', undo())).toEqual(undo())
      expect(await book.putUndo('r1', undo({ startedAt: 61_000 }))).toMatchObject({ startedAt: 61_000 })
      expect(await book.putUndo('r1', undo({ epoch: 3 }))).toMatchObject({ epoch: 3 })
      expect(await book.putUndo('r1', undo({ epoch: 2 }))).toMatchObject({ epoch: 3 })
      expect(await book.undos('r1')).toEqual([undo({ epoch: 3 })])
    })

    it.each(['failed', 'conflicted', 'asks', 'stays'] as const)('begins again where the way back %s', async (state) => {
      await book.putUndo('r1', undo())
      await book.moveUndo('r1', resource, { state, because: 'then' })
      expect(await book.putUndo('r1', undo({ epoch: 3 }))).toEqual(undo({ epoch: 3 }))
    })

    it('never goes back from undone', async () => {
      await book.putUndo('r1', undo())
      await book.moveUndo('r1', resource, { state: 'put-back', mark: { revisionId: 'b' }, putBackAt: 61_000 })
      const undone = { ...undo(), state: 'undone', mark: { revisionId: 'b' }, putBackAt: 61_000, undoneAt: 62_000 }
      expect(await book.moveUndo('r1', resource, { state: 'undone', undoneAt: 62_000 })).toEqual(undone)
      expect(await book.moveUndo('r1', resource, { state: 'failed' })).toEqual(undone)
      expect(await book.moveUndo('r1', resource, { state: 'undoing' })).toEqual(undone)
      expect(await book.putUndo('r1', undo({ epoch: 9 }))).toEqual(undone)
      expect(await book.undo('r1', resource)).toEqual(undone)
    })

    it('does not let an earlier claimant move what a later one has begun', async () => {
      await book.putUndo('r1', undo({ epoch: 3 }))
      expect(await book.moveUndo('r1', resource, { state: 'put-back', epoch: 2 })).toMatchObject({ state: 'undoing' })
      expect(await book.moveUndo('r1', resource, { state: 'put-back', epoch: 3 })).toMatchObject({ state: 'put-back' })
    })

    it('does not move a way back that was never begun', async () => {
      await expect(book.moveUndo('r1', resource, { state: 'undone' })).rejects.toThrow('must be begun')
    })
  })
}
