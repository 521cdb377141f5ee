import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide } from '../../../shared/gates/decide.ts'
import { lookAtGate } from '../../../shared/gates/request.ts'
import { ledger } from '../../../shared/ledger/index.ts'
import type { Ledger } from '../../../shared/ledger/ledger.ts'
import { applyRequest, storeOf } from '../../../shared/ledger/memory-store.ts'
import { memoryTable } from '../../../shared/ledger/memory-table.ts'
import type { GateRecord, HoldRecord, SignRecord } from '../../../shared/ledger/records.ts'
import type { World } from '../../../shared/world.ts'
import { plan, release, wait } from '../../contracts/ledger-examples.ts'
import { clientsOf, fates } from '../ledger/interleaved.ts'

const gate: GateRecord = {
  schema: 1,
  gate: 'go',
  openedAt: 1000,
  endsAt: 100_000,
  roles: { lead: { count: 1, people: ['ana', 'bo'] } },
  planDigest: 'p',
  signedDigest: 's',
  waivers: [],
}
const said = (person: string, decision: SignRecord['decision']): SignRecord => ({
  schema: 1,
  gate: 'go',
  person,
  role: 'lead',
  decision,
  ...(decision === 'reject' && { reason: 'not tonight' }),
  at: 2000,
  channel: 'link',
  signedDigest: 's',
})
const waiting = wait(
  { epoch: 0, entered: 1, retry: 0 },
  { release: 'r1', name: 'gate/go', subject: 'gate', detail: { gate: 'go' }, endsAt: 100_000 },
)
const at = (now: number) =>
  ({
    now: () => now,
    load: (_name: string, load: () => Promise<unknown>) => load(),
    send: async () => ({}),
  }) as never as World

async function asked(book: Ledger) {
  await book.open(release('r1'), plan())
  await book.register(waiting)
  await book.openGate('r1', gate)
}

describe('a gate', () => {
  it('never opens past a rejection that was written, in any order, with any luck', async () => {
    const luck = fc.tuple(fates(), fates(), fates(), fates())
    const property = fc.asyncProperty(fc.scheduler(), luck, async (scheduler, fate) => {
      const { clients, book } = clientsOf(scheduler, fate)
      await asked(book)
      const [ana, bo, ...lookers] = clients
      const signing = ana!.run((mine) => mine.sign('r1', said('ana', 'sign')))
      const rejecting = bo!.run((mine) => mine.sign('r1', said('bo', 'reject')))
      const looking = lookers.map((one, n) =>
        one.run(async (mine) => {
          // One looks in time, the other after the end.
          await lookAtGate(at(n === 0 ? 3000 : 200_000), mine, (await mine.wait('r1', 'gate/go'))!)
        }),
      )
      await scheduler.waitFor(Promise.all([signing, rejecting, ...looking]))
      const [stands, answered] = [await book.gate('r1', 'go'), await book.wait('r1', 'gate/go')]
      const rejected = (await book.signs('r1', 'go')).some(({ decision }) => decision === 'reject')
      if (stands?.decision === 'opened') expect(rejected).toBe(false)
      if (answered?.answer === undefined) return
      expect('output' in answered.answer).toBe(stands?.decision === 'opened')
    })
    await fc.assert(property, { numRuns: 500, seed: 8841 })
  })

  it('that was decided is answered so, whatever is signed before its answer is sent', async () => {
    const { book } = clientsOf({} as never, [])
    await asked(book)
    await book.decideGate('r1', gate, 'expired', 'gate "go" expired', 100_001)
    expect(await book.sign('r1', said('ana', 'sign'))).toMatchObject({
      written: false,
      closed: { decision: 'expired' },
    })
    await lookAtGate(at(100_002), book, waiting)
    expect(await book.wait('r1', 'gate/go')).toMatchObject({
      answer: { error: 'SignOffExpired', cause: 'gate "go" expired' },
    })
  })
})

describe('a hold', () => {
  const held = async (more: Partial<HoldRecord>) => {
    const store = storeOf(
      (
        (table) => async (request) =>
          applyRequest(table, request)
      )(memoryTable()),
    )
    const book = ledger(store)
    const point = 'api/25@1000'
    const hold = {
      schema: 1,
      point,
      because: 'x',
      openedAt: 1000,
      endsAt: 9000,
      byDefault: 'roll-back',
      ...more,
    } as const
    await book.openHold('r1', hold)
    const said = { say: 'answer', release: 'r1', hold: point, answer: 'go-on', reason: 'y' } as const
    return {
      answer: (person: string, how: object = { channel: 'cli' }) =>
        decide({ ...said, person, ...how } as never, { ...at(2000), store, home: {} } as World),
      record: () => book.hold('r1', point),
      book,
    }
  }
  const known = { ana: { slack: 'U0ANA' }, bo: { mail: 'bo@serveml.example' } }

  it('is answered by those whom it asks, whichever way they come, and by nobody else', async () => {
    const { answer, record } = await held({ known })
    for (const other of ['cy', 'U0CY', 'operator', '__proto__', 'constructor']) {
      await expect(answer(other)).rejects.toThrow(
        /may not answer this hold of r1; it asks ana, bo; nothing was changed/,
      )
    }
    expect((await record())?.answer).toBeUndefined()
    const how = { channel: 'link', proved: 'link+login', from: '192.0.2.7', with: 'A telephone' }
    expect(await answer('BO@serveml.example', how)).toEqual({ written: true, stands: 'go-on by bo' })
    expect(await record()).toMatchObject({ answer: 'go-on', answeredBy: 'bo', ...how })
  })

  it('takes no answer once the release is on its way back', async () => {
    const { answer, record, book } = await held({ known })
    await book.open({ ...release('r1'), backSince: 1500, backBecause: 'cy asked for it' }, plan())
    expect(await answer('ana')).toMatchObject({ written: false, stands: expect.stringMatching(/^closed, because /) })
    expect((await record())?.answer).toBeUndefined()
  })

  it.each([
    ['names nobody, because nobody was published', { known: {} }],
    ['was opened before holds named anybody', {}],
  ])('is never left without anybody to answer it: one that %s', async (_what, more) => {
    const { answer, record } = await held(more)
    expect(await answer('whoever')).toEqual({ written: true, stands: 'go-on by whoever' })
    expect(await record()).toMatchObject({ answeredBy: 'whoever', channel: 'cli' })
  })

  it('is not answered after its deadline, when its default is due', async () => {
    const table = memoryTable()
    const store = storeOf(async (request) => applyRequest(table, request))
    const book = ledger(store)
    const point = 'api/25@1000'
    await book.openHold('r1', { schema: 1, point, because: 'x', openedAt: 1000, endsAt: 9000, byDefault: 'roll-back' })
    const said = { say: 'answer', release: 'r1', hold: point, answer: 'go-on', person: 'ana', reason: 'y' } as const
    const decided = await decide({ ...said, channel: 'cli' }, { ...at(9000), store } as World)
    expect(decided).toEqual({ written: false, stands: 'too late; it takes its default: roll-back' })
    expect((await book.hold('r1', point))?.answer).toBeUndefined()
  })
})
