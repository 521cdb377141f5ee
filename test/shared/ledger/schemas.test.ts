import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fold } from '../../../shared/evidence/fold.ts'
import { htmlReport } from '../../../shared/evidence/html/report.ts'
import { ledger } from '../../../shared/ledger/index.ts'
import { memoryStore } from '../../../shared/ledger/memory-store.ts'
import { memoryTable } from '../../../shared/ledger/memory-table.ts'
import { schema } from '../../../shared/ledger/records.ts'
import type { Item } from '../../../shared/ledger/store.ts'
import { orderBack } from '../../../shared/wayback/order.ts'
import type { World } from '../../../shared/world.ts'

interface Kept {
  readonly release: string
  readonly told: { readonly outcome: string; readonly changes?: number; readonly gates?: number }
  readonly items: Item[]
}

const root = join(import.meta.dirname, 'schemas')
const schemas = Array.from({ length: schema }, (_, at) => String(at + 1))
const kept = (written: string, file: string): Kept =>
  JSON.parse(readFileSync(join(root, written, file), 'utf8')) as Kept

function opened({ items }: Kept) {
  const table = memoryTable()
  for (const put of items) table.write([{ put }])
  const store = memoryStore({ table })
  return { store, book: ledger(store) }
}

describe.each(schemas)('a ledger written with schema %s', (written) => {
  const files = readdirSync(join(root, written))

  it('was kept, in every state that matters', () => {
    expect(files).toEqual(expect.arrayContaining(['open.json', 'alarm-at-25-percent.json', 'stuck-and-resolved.json']))
  })

  it.each(files)('is read by what runs now: %s', async (file) => {
    const found = kept(written, file)
    for (const item of found.items) expect(item.schema).toBe(Number(written))
    const { book } = opened(found)
    const evidence = fold(await book.everything(found.release))
    expect(evidence.outcome).toBe(found.told.outcome)
    if (found.told.changes !== undefined) expect(evidence.changes).toHaveLength(found.told.changes)
    if (found.told.gates !== undefined) expect(evidence.gates).toHaveLength(found.told.gates)
    expect(htmlReport(evidence)).toContain(found.release)
  })

  it('is taken back by what runs now', async () => {
    const found = kept(written, 'open.json')
    const { store, book } = opened(found)
    const before = (await book.release(found.release))!
    const claim = await book.claim(found.release, 'arn:the-way-back', before.owner, 'the owner died', 1)
    expect(claim).toMatchObject({ answer: 'claimed', epoch: before.epoch + 1 })
    const waits = await book.waits(found.release)
    expect(waits.filter((wait) => wait.answeredAt === undefined).map((wait) => wait.name)).toContain(
      'cutover/api.serveml.example/25',
    )
    const world = { store, load: (_: string, load: () => Promise<unknown>) => load() } as unknown as World
    const order = await orderBack({ do: 'order', release: found.release, epoch: before.epoch + 1 }, world)
    expect(order.exposure.map((one) => one.resource)).toEqual(
      expect.arrayContaining(['lambda-alias/model-serving-wrapper/live', expect.stringMatching(/^route53-record\//)]),
    )
  })
})
