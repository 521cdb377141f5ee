import { afterEach, describe, expect, it } from 'vitest'
import { look } from '../../functions/look.ts'
import { decide } from '../../shared/gates/decide.ts'
import { ledger } from '../../shared/ledger/index.ts'
import { applyRequest, memoryStore, storeOf } from '../../shared/ledger/memory-store.ts'
import { memoryTable } from '../../shared/ledger/memory-table.ts'
import type { WaitSubject } from '../../shared/ledger/records.ts'
import type { World } from '../../shared/world.ts'
import { plan, release, wait } from '../contracts/ledger-examples.ts'
import { atTheGate, id, type Night } from './at-the-gate.ts'

let open: Night | undefined
afterEach(() => open?.end())

const name = 'cutover/x'
/** One wait of epoch 1, of a release that stands at another one. */
async function looked(subject: WaitSubject, now: { epoch: number; outcome?: 'rolled-back' }) {
  const table = memoryTable()
  const store = storeOf(async (request) => applyRequest(table, request))
  const book = ledger(store)
  const said: { name: string; input: object }[] = []
  const world = {
    store,
    now: () => 5000,
    load: (_name: string, load: () => Promise<unknown>) => load(),
    async send(_client: unknown, command: { constructor: { name: string }; input: object }) {
      said.push({ name: command.constructor.name, input: command.input })
      return {}
    },
  } as never as World
  await book.open({ ...release('r1'), ...now }, plan())
  await book.register(wait({ epoch: 1, entered: 1, retry: 0 }, { name, subject }))
  let looks = 0
  const count = async () => {
    looks += 1
  }
  await look({ do: 'look', release: 'r1', wait: name }, world, { [subject]: count })
  return { looks, said, book, world }
}

describe('a look at a wait whose epoch is over', () => {
  it.each<WaitSubject>(['change', 'undo', 'checks', 'gate', 'hold', 'bake', 'ttl'])(
    'lets go of its token, and does nothing else: %s',
    async (subject) => {
      const { looks, said, book, world } = await looked(subject, { epoch: 2 })
      expect(looks).toBe(0)
      expect(said).toMatchObject([{ name: 'SendTaskFailureCommand', input: { error: 'Overtaken' } }])
      expect((await book.wait('r1', name))?.answeredAt).toBe(5000)
      await look({ do: 'look', release: 'r1', wait: name }, world, {})
      expect(said).toHaveLength(1)
    },
  )

  it('does the same when the release has ended', async () => {
    expect((await looked('hold', { epoch: 1, outcome: 'rolled-back' })).looks).toBe(0)
  })

  it('is a look like any other while the epoch is the same, and of an outcome always', async () => {
    expect((await looked('hold', { epoch: 1 })).looks).toBe(1)
    expect((await looked('outcome', { epoch: 2 })).looks).toBe(1)
    expect((await looked('outcome', { epoch: 2, outcome: 'rolled-back' })).looks).toBe(1)
  })
})

describe('a gate of a release that somebody has taken back', () => {
  it('reminds nobody any more, and its release is over', async () => {
    const night = await atTheGate()
    open = night
    const { engine } = night.bench
    engine.startExecution({ machine: 'tidegate-rollback', name: `${id}-rollback-by-hand`, input: { release: id } })
    await night.until(() => night.record()?.outcome !== undefined)
    expect(night.record()).toMatchObject({ outcome: 'refused' })
    const sent = night.sent().length
    await night.wait(4 * 24 * 3_600_000)
    expect(night.sent()).toHaveLength(sent)
    expect(night.gate()).not.toHaveProperty('remindedAt')
    const waits = night.bench.table.dump().filter(({ sk }) => sk === 'WAIT#gate/go')
    expect(waits[0]).toHaveProperty('answeredAt')
  })

  it.each(['sign', 'reject'] as const)('takes no answer any more, by whichever way it comes: %s', async (said) => {
    const night = await atTheGate()
    open = night
    const { engine } = night.bench
    engine.startExecution({ machine: 'tidegate-rollback', name: `${id}-rollback-by-hand`, input: { release: id } })
    const book = ledger(memoryStore({ table: night.bench.table }))
    await night.until(() => 'backSince' in night.record())
    for (const channel of ['cli', 'slack']) {
      const decision = { say: said, release: id, gate: 'go', person: 'ana', reason: 'late', channel } as const
      expect(await night.run((world) => decide(decision, world))).toEqual({
        written: false,
        stands: 'closed, because the release is on its way back or has ended',
      })
    }
    expect(await book.signs(id, 'go')).toEqual([])
  })
})
