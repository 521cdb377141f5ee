import { beforeEach, describe, expect, it } from 'vitest'
import { ledger } from '../../shared/ledger/index.ts'
import type { Ledger } from '../../shared/ledger/ledger.ts'
import type { GateRecord, HoldRecord, InviteRecord, SignRecord } from '../../shared/ledger/records.ts'
import type { Store } from '../../shared/ledger/store.ts'
import { check, line, plan, release, undo, wait } from './ledger-examples.ts'

const gate: GateRecord = {
  schema: 1,
  gate: 'go',
  openedAt: 1000,
  endsAt: 90_000,
  roles: { 'engineering-lead': { count: 1, people: ['ana'] } },
  planDigest: 'sha256:plan',
  signedDigest: 'sha256:signed',
  waivers: [],
}
const sign: SignRecord = {
  schema: 1,
  gate: 'go',
  person: 'ana',
  role: 'engineering-lead',
  decision: 'sign',
  at: 2000,
  channel: 'slack',
  signedDigest: 'sha256:signed',
}
const hold: HoldRecord = {
  schema: 1,
  point: 'api/25@3000',
  because: 'a neighbour fails',
  openedAt: 3000,
  endsAt: 9000,
  byDefault: 'roll-back',
}

const invite: InviteRecord = {
  schema: 1,
  about: 'gate/go',
  person: 'ana',
  role: 'engineering-lead',
  link: 'a'.repeat(32),
  signedDigest: 'sha256:signed',
  sentAt: 1200,
  endsAt: 90_000,
}

/** What people were asked and said, and what is kept for the report. */
export function peopleContract(name: string, makeStore: () => Promise<Store>): void {
  describe(`people and evidence on ${name}`, () => {
    let book: Ledger
    beforeEach(async () => {
      book = ledger(await makeStore())
      await book.open(release('r1'), plan())
    })

    it('opens a gate once, as it was first', async () => {
      expect(await book.openGate('r1', gate)).toEqual(gate)
      expect(await book.openGate('r1', { ...gate, endsAt: 1 })).toEqual(gate)
      expect(await book.gate('r1', 'cutover')).toBeUndefined()
    })

    it('lets one caller send the requests, and none where there is no gate', async () => {
      expect(await book.markRequested('r1', 'go', 1500)).toBe(false)
      await book.openGate('r1', gate)
      expect(await book.markRequested('r1', 'go', 1500)).toBe(true)
      expect(await book.markRequested('r1', 'go', 1500)).toBe(false)
      expect(await book.gate('r1', 'go')).toEqual({ ...gate, requestedAt: 1500 })
    })

    it('invites a person to a question once, and leads their link there', async () => {
      expect(await book.invite('r1', invite)).toEqual(invite)
      expect(await book.invite('r1', { ...invite, link: 'b'.repeat(32), sentAt: 2000 })).toEqual(invite)
      expect(await book.link('b'.repeat(32))).toBeUndefined()
      const { schema, about, person, link, signedDigest, endsAt } = invite
      expect(await book.link(link)).toEqual({ schema, release: 'r1', about, person, link, signedDigest, endsAt })
    })

    it('remembers when a link was first followed, and counts by the minute', async () => {
      await book.invite('r1', invite)
      expect(await book.markOpened('r1', 'gate/go', 'ana', 5000)).toBe(true)
      expect(await book.markOpened('r1', 'gate/go', 'ana', 6000)).toBe(false)
      expect(await book.markOpened('r1', 'gate/go', 'bo', 6000)).toBe(false)
      expect((await book.everything('r1')).invites).toEqual([{ ...invite, openedAt: 5000 }])
      const ask = async (at: number) => book.askLink((await book.link(invite.link))!, at)
      expect([await ask(1000), await ask(2000), await ask(59_999)]).toEqual([1, 2, 3])
      expect([await ask(60_000), await ask(61_000)]).toEqual([1, 2])
      const once = (await book.link(invite.link))!
      const racing = await Promise.all([1, 2, 3, 4].map(() => book.askLink(once, 62_000)))
      expect(racing.toSorted((a, b) => a - b)).toEqual([3, 4, 5, 6])
    })

    it('marks a reminder and an escalation once', async () => {
      await book.openGate('r1', gate)
      expect(await book.markGate('r1', 'go', 'remindedAt', 1500)).toBe(true)
      expect(await book.markGate('r1', 'go', 'remindedAt', 1600)).toBe(false)
      expect(await book.markGate('r1', 'go', 'escalatedAt', 1700)).toBe(true)
      expect(await book.markGate('r1', 'none', 'escalatedAt', 1700)).toBe(false)
      expect(await book.gate('r1', 'go')).toEqual({ ...gate, remindedAt: 1500, escalatedAt: 1700 })
    })

    it("keeps a person's first decision", async () => {
      await book.openGate('r1', gate)
      expect(await book.sign('r1', sign)).toEqual({ written: true, stands: sign })
      expect(await book.sign('r1', sign)).toEqual({ written: true, stands: sign })
      const changed: SignRecord = { ...sign, decision: 'reject', at: 3000 }
      expect(await book.sign('r1', changed)).toEqual({ written: false, stands: sign })
    })

    it('writes no decision past somebody who was heard since the gate was read, where that is wanted', async () => {
      const read = await book.openGate('r1', gate)
      expect(await book.sign('r1', sign, read)).toEqual({ written: true, stands: sign })
      // The very same once more, whose first answer was lost.
      expect(await book.sign('r1', sign, read)).toEqual({ written: true, stands: sign })
      const bo = { ...sign, person: 'bo' }
      expect(await book.sign('r1', bo, read)).toEqual({ written: false, heard: { ...gate, heard: 'ana' } })
      expect((await book.signs('r1', 'go')).map((one) => one.person)).toEqual(['ana'])
      expect(await book.sign('r1', bo, (await book.gate('r1', 'go'))!)).toEqual({ written: true, stands: bo })
    })

    it('keeps the decisions of each person, and of each gate, apart', async () => {
      for (const one of ['go', 'go#2']) await book.openGate('r1', { ...gate, gate: one })
      await book.sign('r1', sign)
      await book.sign('r1', { ...sign, person: 'bo' })
      await book.sign('r1', { ...sign, gate: 'go#2' })
      expect((await book.signs('r1', 'go')).map((one) => one.person)).toEqual(['ana', 'bo'])
      expect(await book.signs('r1', 'cutover')).toEqual([])
    })

    it('decides a gate once', async () => {
      await book.openGate('r1', gate)
      const opened = { ...gate, decision: 'opened', because: 'quorum', decidedAt: 4000 }
      expect(await book.decideGate('r1', gate, 'opened', 'quorum', 4000)).toEqual(opened)
      expect(await book.decideGate('r1', gate, 'expired', 'late', 5000)).toEqual(opened)
      const cutover = { gate: 'cutover' }
      await expect(book.decideGate('r1', cutover, 'opened', 'x', 1)).rejects.toThrow('never opened')
    })

    it('decides no gate past somebody who was heard since it was read', async () => {
      await book.openGate('r1', gate)
      await book.sign('r1', sign)
      const read = (await book.gate('r1', 'go'))!
      await book.sign('r1', { ...sign, person: 'bo', decision: 'reject' })
      expect(await book.decideGate('r1', gate, 'opened', 'quorum', 4000)).toEqual({ ...gate, heard: 'bo' })
      expect(await book.decideGate('r1', read, 'opened', 'quorum', 4000)).toEqual({ ...gate, heard: 'bo' })
      const rejected = await book.decideGate('r1', { gate: 'go', heard: 'bo' }, 'rejected', 'bo', 5000)
      expect(rejected).toMatchObject({ decision: 'rejected', because: 'bo' })
    })

    it('hears nobody at a gate that is decided, or was never opened', async () => {
      await expect(book.sign('r1', sign)).rejects.toThrow('never opened')
      await book.openGate('r1', gate)
      const closed = await book.decideGate('r1', gate, 'expired', 'late', 4000)
      expect(await book.sign('r1', sign)).toEqual({ written: false, closed })
      expect(await book.signs('r1', 'go')).toEqual([])
    })

    it('answers a hold once, whether by a person or by its default', async () => {
      expect(await book.openHold('r1', hold)).toEqual(hold)
      const answered = { ...hold, answer: 'go-on', answeredBy: 'ana', reason: 'known', answeredAt: 4000 }
      expect(await book.answerHold('r1', hold.point, 'go-on', 'ana', 'known', 4000)).toEqual(answered)
      expect(await book.answerHold('r1', hold.point, 'roll-back', 'deadline', 'late', 9000)).toEqual(answered)
      expect(await book.openHold('r1', hold)).toEqual(answered)
      expect(await book.hold('r1', hold.point)).toEqual(answered)
    })

    it('keeps the newest result of each check, whichever comes last', async () => {
      await book.check('r1', check({ at: 5000, verdict: 'fail' }))
      await book.checkAll('r1', [check({ at: 4000 }), check({ check: 'dns', at: 4000 }), check({ phase: 'verify' })])
      expect(await book.checks('r1', 'preflight')).toEqual([
        check({ at: 5000, verdict: 'fail' }),
        check({ check: 'dns', at: 4000 }),
      ])
      expect(await book.checks('r1')).toHaveLength(3)
      await book.check('r1', check({ at: 5000, verdict: 'pass' }))
      expect((await book.checks('r1', 'preflight'))[0]).toMatchObject({ verdict: 'pass' })
    })

    it('takes more results at once than one transaction holds, and none', async () => {
      await book.checkAll('r1', [])
      await book.checkAll(
        'r1',
        Array.from({ length: 230 }, (_, n) => check({ check: `check-${n}` })),
      )
      expect(await book.checks('r1', 'preflight')).toHaveLength(230)
    })

    it('tells an event that is told once at its first time, and others at theirs', async () => {
      await book.note('r1', 5000, 'paged', { to: 'bo' }, 'page')
      await book.note('r1', 6000, 'paged', { to: 'bo' }, 'page')
      await book.note('r1', 4000, 'look', { seen: 1 })
      await book.note('r1', 4000, 'look', { seen: 1 })
      await book.note('r1', 4000, 'look', { seen: 2 })
      const events = await book.events('r1')
      expect(events.map(({ at, what }) => [at, what])).toEqual([
        [4000, 'look'],
        [4000, 'look'],
        [5000, 'paged'],
      ])
      expect(events.map(({ facts }) => facts.seen ?? 0).sort()).toEqual([0, 1, 2])
    })

    it('gives everything of a release at once, and nothing of another', async () => {
      await book.open(release('r2', { version: '2.4.1' }), plan())
      await book.note('r2', 1, 'elsewhere', {})
      const { resource, kind, action } = line()
      const before = { schema: 1, resource, kind, action, image: { version: '41' }, at: 1 }
      await book.putBefore('r1', before)
      await book.intend('r1', line())
      await book.putUndo('r1', undo())
      const waiting = wait({ epoch: 1, entered: 1, retry: 0 }, { detail: { action } })
      await book.register(waiting)
      await book.openGate('r1', gate)
      await book.sign('r1', sign)
      await book.invite('r1', invite)
      await book.openHold('r1', hold)
      await book.check('r1', check())
      await book.note('r1', 7000, 'opened', { by: 'fay' })
      expect(await book.everything('r1')).toEqual({
        release: release('r1'),
        plan: plan(),
        befores: [before],
        lines: [line()],
        undos: [undo()],
        waits: [waiting],
        gates: [{ ...gate, heard: sign.person }],
        signs: [sign],
        invites: [invite],
        holds: [hold],
        checks: [check()],
        events: [{ schema: 1, at: 7000, what: 'opened', facts: { by: 'fay' } }],
      })
      await expect(book.everything('r9')).rejects.toMatchObject({ name: 'ReleaseUnknown' })
    })
  })
}
