import { type Run, rehearse, type Scene } from '../../rehearsal/rehearse.ts'
import { applyRequest, storeOf } from '../../shared/ledger/memory-store.ts'
import { type MemoryTable, memoryTable } from '../../shared/ledger/memory-table.ts'
import type { Item } from '../../shared/ledger/store.ts'
import type { World } from '../../shared/world.ts'
import { createApp } from '../../web/app.ts'
import { fromLedger, newestFirst } from '../../web/room/ledger-shelf.ts'
import type { Shelf } from '../../web/room/shelf.ts'
import type { Access } from '../../web/site.ts'

/** The app over a table as some rehearsal left it, at some moment. */
export function appOver(
  table: readonly Item[],
  now: number,
  { access = {} }: { access?: Access | undefined | 'nobody' } = {},
) {
  const memory = memoryTable()
  for (const item of table) memory.write([{ put: item }])
  const logs: string[] = []
  const world = {
    home: {},
    store: storeOf(async (request) => applyRequest(memory, request)),
    now: () => now,
    load: (_name: string, load: () => Promise<unknown>) => load(),
    log: (_level: string, message: string) => logs.push(message),
  } as unknown as World
  const app = createApp({
    world: () => world,
    shelf: (own) => shelfOf(own, memory),
    access: async () => (access === 'nobody' ? undefined : access),
  })
  return { app, logs, memory }
}

const shelfOf = (world: World, table: MemoryTable): Shelf => ({
  about: 'What the ledger of a rehearsal holds.',
  async list() {
    const ids = table.dump().flatMap((item) => (item.sk === 'RELEASE' ? [String(item['release'])] : []))
    const found = await Promise.all(ids.map((id) => fromLedger(world, id)))
    const shelved = found.flatMap((one) => (one === undefined ? [] : [{ id: one.release, evidence: one }]))
    return { shelved: newestFirst(shelved), left: 0 }
  },
  find: (id) => fromLedger(world, id),
})

export interface Stopped {
  readonly run: Run
  /** The ledger as it was then. */
  readonly table: readonly Item[]
  readonly at: number
}

/** A release, and its ledger at the first moment at which something was true. */
export async function stoppedWhen(
  scene: Scene,
  what: (items: readonly Item[]) => boolean,
  faults: Parameters<typeof rehearse>[1]['faults'] = [],
): Promise<Stopped> {
  let stopped: { table: readonly Item[]; at: number } | undefined
  const run = await rehearse(scene, {
    seed: 1,
    faults,
    prepare: ({ hooks, table, scheduler }) => {
      hooks.afterCall.push((call) => {
        if (stopped !== undefined || !call.what.startsWith('ledger:') || call.what === 'ledger:GetItem')
          return undefined
        const items = table.dump()
        if (what(items)) stopped = { table: structuredClone(items), at: scheduler.now() }
        return undefined
      })
    },
  })
  if (stopped === undefined) {
    throw new Error(`the rehearsal never came to that moment; ${run.outcome}: ${run.because}`)
  }
  return { run, ...stopped }
}

export const awaitsGate =
  (gate: string) =>
  (items: readonly Item[]): boolean =>
    items.some((item) => item.sk.startsWith(`SIGN#${gate}#`)) &&
    items.some((item) => item.sk === `GATE#${gate}` && item['decision'] === undefined)

/** A move's step is there, and is watched. */
export const isWatching =
  (percent: number) =>
  (items: readonly Item[]): boolean =>
    items.some(
      (item) =>
        item['detail.action'] === 'api.serveml.example' &&
        item['detail.step'] === percent &&
        typeof item['detail.watchSince'] === 'number',
    )

/** What a person would read of a page. */
export const wordsOf = (page: string): string =>
  page
    .replaceAll(/<(title|svg)\b[\s\S]*?<\/\1>/g, ' ')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replaceAll(/\s+/g, ' ')
