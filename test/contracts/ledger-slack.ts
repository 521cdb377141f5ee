import { beforeEach, describe, expect, it } from 'vitest'
import { ledger } from '../../shared/ledger/index.ts'
import type { Ledger } from '../../shared/ledger/ledger.ts'
import type { Store } from '../../shared/ledger/store.ts'
import { plan, release } from './ledger-examples.ts'

/** What of a release stands in Slack, and who writes there. */
export function slackContract(name: string, makeStore: () => Promise<Store>): void {
  describe(`the message in Slack on ${name}`, () => {
    let book: Ledger
    const first = { schema: 1, channel: 'C1', told: [], wanted: 0, holder: 'a', until: 60 }
    beforeEach(async () => {
      book = ledger(await makeStore())
      await book.open(release('r1'), plan())
    })

    it('is held by one at a time; who comes meanwhile is heard afterwards', async () => {
      expect(await book.holdSlack('r1', 'C1', 'a', 0, 60)).toEqual(first)
      expect(await book.holdSlack('r1', 'C1', 'b', 1, 61)).toBeUndefined()
      expect(await book.leaveSlack('r1', 'a', 0)).toBe(false)
      expect(await book.leaveSlack('r1', 'a', 1)).toBe(true)
      expect(await book.holdSlack('r1', 'C1', 'b', 2, 62)).toMatchObject({ holder: 'b', until: 62, wanted: 1 })
    })

    it('goes to somebody else when its holder did not come back in time, and the former one writes no more', async () => {
      await book.holdSlack('r1', 'C1', 'a', 0, 60)
      expect(await book.holdSlack('r1', 'C1', 'b', 61, 121)).toMatchObject({ holder: 'b' })
      expect(await book.setSlack('r1', 'a', { ts: '1.1' })).toBe(false)
      expect(await book.setSlack('r1', 'b', { ts: '2.2', told: ['opened'] })).toBe(true)
      expect(await book.leaveSlack('r1', 'a', 0)).toBe(false)
      expect(await book.slack('r1')).toMatchObject({ ts: '2.2', told: ['opened'], holder: 'b' })
    })

    it('keeps what was written when it is held again, and forgets what is taken away', async () => {
      await book.holdSlack('r1', 'C1', 'a', 0, 60)
      await book.setSlack('r1', 'a', { ts: '1.1', notBefore: 5 })
      await book.leaveSlack('r1', 'a', 0)
      expect(await book.holdSlack('r1', 'C2', 'b', 2, 62)).toMatchObject({ ts: '1.1', channel: 'C1', notBefore: 5 })
      await book.setSlack('r1', 'b', { notBefore: null })
      expect(await book.slack('r1')).not.toHaveProperty('notBefore')
    })

    it('is pending until its last word is told, and hides nothing of the release', async () => {
      expect(await book.slackPending()).toEqual([])
      await book.holdSlack('r1', 'C1', 'a', 0, 60)
      expect(await book.slackPending()).toEqual(['r1'])
      expect((await book.everything('r1')).release.release).toBe('r1')
      await book.slackDone('r1')
      await book.slackDone('r1')
      expect(await book.slackPending()).toEqual([])
    })

    it('gives one delivery one name, however often it comes', async () => {
      expect(await book.nameDelivery('d#1', 'serveml-2-4-0-1')).toBe('serveml-2-4-0-1')
      expect(await book.nameDelivery('d#1', 'serveml-2-4-0-2')).toBe('serveml-2-4-0-1')
      expect(await book.nameDelivery('d#2', 'serveml-2-4-0-2')).toBe('serveml-2-4-0-2')
    })
  })
}
