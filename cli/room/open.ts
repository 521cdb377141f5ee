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
import { showRehearsal } from './rehearsal.ts'
import { serveLocally } from './serve.ts'

const rehearsals = '.tidegate'

type Say = (text: string) => void

/** Serves the release room until somebody ends it. */
export async function openRoom(plan: string | undefined, options: RoomOptions, say: Say): Promise<number> {
  if (options.live === true) return onAws(options, async (tidegate) => ofStack(tidegate, options, say))
  const disk = diskShelf(rehearsals)
  if (plan !== undefined) return ofRehearsal(plan, disk, options, say)
  await untilEnded(onDisk(), disk, options.port, say, ['Rehearsals under .tidegate/ are on its list.'])
  return exitCodes.released
}

async function ofRehearsal(plan: string, disk: Shelf, options: RoomOptions, say: Say): Promise<number> {
  const opened = await openScene(plan, options)
  const { specs } = readFaults(options.faults)
  const { seed = usualSeed, speed, ask = false } = options
  const showing = await showRehearsal(
    { opened, seed, speed, ask, faults: specs, faultFiles: options.faults, folder: rehearsals },
    disk,
  )
  showing.over.then(
    ({ outcome, because }) => say(`  ${outcome ?? 'no outcome'}${because === '' ? '' : `: ${because}`}\n`),
    (error: unknown) => say(`  The rehearsal itself failed: ${error instanceof Error ? error.message : error}\n`),
  )
  const pace = `${speed} virtual seconds in each of yours`
  await untilEnded(showing.world, showing.shelf, options.port, say, [
    `${opened.scene.system} ${opened.scene.version} is being rehearsed, ${pace}:`,
    (address) => `  ${address}/releases/${showing.release}`,
    ...(ask ? ['You are asked at its gates and holds; time goes by as it really does meanwhile.'] : []),
  ])
  return exitCodes.released
}

async function ofStack(
  { world, stack }: { readonly world: World; readonly stack: { readonly name: string } },
  { port }: RoomOptions,
  say: Say,
): Promise<number> {
  await untilEnded(world, ledgerShelf(world), port, say, [`Releases of ${stack.name}, read with your credentials.`])
  return exitCodes.released
}

/** Rehearsals that are over need no ledger, only the date. */
const onDisk = (): World => ({ now: () => Date.now(), log: () => {} }) as unknown as World

async function untilEnded(
  world: World,
  shelf: Shelf,
  port: number,
  say: Say,
  lines: readonly (string | ((address: string) => string))[],
): Promise<void> {
  const app = createApp({ world: () => world, shelf: () => shelf, access: async () => ({}) })
  const served = await serveLocally(app, port)
  say(`The release room: ${served.address}/\n`)
  for (const line of lines) say(`${typeof line === 'string' ? line : line(served.address)}\n`)
  say('It is open until Ctrl-C.\n')
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
  await served.close()
  // A rehearsal may be under way: nobody waits for its day of baking.
  setTimeout(() => process.exit(), 50).unref()
}
