import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lookAtGate } from '../../../shared/gates/request.ts'
import type { Ledger } from '../../../shared/ledger/ledger.ts'
import type { GateRecord, SignRecord } from '../../../shared/ledger/records.ts'
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
