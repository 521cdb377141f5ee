import type { World } from '../../shared/world.ts'
import { createApp } from '../../web/app.ts'
import { ledgerShelf } from '../../web/room/ledger-shelf.ts'
import type { Shelf } from '../../web/room/shelf.ts'
import { onAws } from '../aws/command.ts'
import type { RoomOptions } from '../commands/room.ts'
import { exitCodes } from '../exit-codes.ts'
import { readFaults } from '../fault-file.ts'
import { usualSeed } from '../rehearse-once.ts'
import { openScene } from '../scene.ts'
import { diskShelf } from './disk-shelf.ts'
import { type Showing, showRehearsal } from './rehearsal.ts'
import { type Served, serveLocally } from './serve.ts'

const rehearsals = '.tidegate'

type Say = (text: string) => void

/** Serves the release room until somebody ends it. */
export async function openRoom(plan: string | undefined, options: RoomOptions, say: Say): Promise<number> {
  if (options.live === true) return onAws(options, async (tidegate) => ofStack(tidegate, options, say))
  const disk = diskShelf(rehearsals)
  if (plan !== undefined) return ofRehearsal(plan, disk, options, say)
  const served = await serveRoom(onDisk(), disk, options.port)
  say(`The release room: ${served.address}/\nRehearsals under ${rehearsals}/ are on its list.\n`)
  await untilEnded(served, say)
  return exitCodes.released
}

async function ofRehearsal(plan: string, disk: Shelf, options: RoomOptions, say: Say): Promise<number> {
  const opened = await openScene(plan, options)
  const { specs } = readFaults(options.faults)
  const { seed = usualSeed, speed, ask = false } = options
  // Served before it begins: links in what people are sent must lead here.
  let site: Showing | undefined
  const app = createApp({
    world: () => site!.world,
    shelf: () => site!.shelf,
    access: async () => ({}),
  })
  const served = await serveLocally(app, options.port)
  const invited = (person: string, about: string, link: string) =>
    ask && say(`  ${person} is asked (${about}): ${link}\n`)
  const wanted = { opened, seed, speed, ask, faults: specs, faultFiles: options.faults, folder: rehearsals }
  say(`The release room: ${served.address}/\n`)
  site = await showRehearsal({ ...wanted, pages: served.address, invited }, disk)
  site.over.then(
    ({ outcome, because }) => say(`  ${outcome ?? 'no outcome'}${because === '' ? '' : `: ${because}`}\n`),
    (error: unknown) => say(`  The rehearsal itself failed: ${error instanceof Error ? error.message : error}\n`),
  )
  // An address that leads nowhere yet would stay that way in the browser of whoever is quick.
  await site.begun
  say(`${opened.scene.system} ${opened.scene.version} is being rehearsed, ${speed} virtual seconds in each of yours:\n`)
  say(`  ${served.address}/releases/${site.release}\n`)
  if (ask) say('Its people get their links here; a second is a second while somebody is awaited.\n')
  await untilEnded(served, say)
  // Nobody waits for its day of baking.
  site.stop()
  return exitCodes.released
}

async function ofStack(
  { world, stack }: { readonly world: World; readonly stack: { readonly name: string } },
  { port }: RoomOptions,
  say: Say,
): Promise<number> {
  const served = await serveRoom(world, ledgerShelf(world), port)
  say(`The release room: ${served.address}/\nReleases of ${stack.name}, read with your credentials.\n`)
  await untilEnded(served, say)
  return exitCodes.released
}

/** Rehearsals that are over need no ledger, only the date. */
const onDisk = (): World => ({ now: () => Date.now(), log: () => {} }) as unknown as World

const serveRoom = (world: World, shelf: Shelf, port: number): Promise<Served> =>
  serveLocally(createApp({ world: () => world, shelf: () => shelf, access: async () => ({}) }), port)

async function untilEnded(served: Served, say: Say): Promise<void> {
  say('It is open until Ctrl-C.\n')
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
  await served.close()
}
