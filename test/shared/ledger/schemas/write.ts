import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fold } from '../../../../shared/evidence/fold.ts'
import { schema } from '../../../../shared/ledger/records.ts'
import type { Item } from '../../../../shared/ledger/store.ts'
import { scripted, serveml, story } from '../../../stories/stage.ts'

/** Nights that leave every sort of record. Kept as they were written, once per schema; never written again. */
const nights = ['alarm-at-25-percent', 'stuck-and-resolved', 'halted-and-rolled-back', 'halted-and-stepped-back']

const folder = join(import.meta.dirname, String(schema))
mkdirSync(folder, { recursive: true })
for (const night of nights) {
  const run = await story(await serveml(), scripted(`${night}.yaml`).faults)
  const { outcome, changes, gates } = fold(run.everything!)
  write(night, run.release, run.bench.table.dump(), { outcome, changes: changes.length, gates: gates.length })
}

/** A quarter of the users has moved: who dies now leaves waits, lines and a lock to whoever comes after. */
let midway: Item[] = []
const { release } = await story(await serveml(), [], {
  prepare: ({ scheduler, table }) => void scheduler.after(80 * 60_000, () => (midway = table.dump())),
})
write('open', release, midway, { outcome: 'open' })

function write(night: string, release: string, all: Item[], told: object): void {
  const lines = all.filter(fewLooks()).map((item) => `  ${JSON.stringify(item)}`)
  const head = `{"release": "${release}", "told": ${JSON.stringify(told)}, "items": [`
  writeFileSync(join(folder, `${night}.json`), `${head}\n${lines.join(',\n')}\n]}\n`)
}

/** A day of looks is told by its first few. */
function fewLooks(): (item: Item) => boolean {
  let looks = 0
  return (item) => item['what'] !== 'look' || ++looks <= 6
}
