import * as z from 'zod/mini'
import { loadAction } from '../actions/index.ts'
import { fence } from '../changes/fence.ts'
import { stageOf } from '../changes/stage.ts'
import { ledger as open } from '../ledger/index.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { LineRecord, Phase, Stage, UndoRecord } from '../ledger/records.ts'
import type { World } from '../world.ts'

export const OrderInput = z.strictObject({ do: z.literal('order'), release: z.string(), epoch: z.int() })

/** Resources to undo, by stage, each with the phase function that does it. */
export type Order = Record<Stage, { resource: string; phase: Phase }[]>

/** Reads the journal, after the claim raised the epoch, and orders the way back by stage. */
export async function orderBack(input: z.infer<typeof OrderInput>, world: World): Promise<Order> {
  const ledger = open(world.store)
  await fence(ledger, input.release, input.epoch)
  const order: Order = { exposure: [], services: [], migrations: [], rest: [], ttl: [] }
  for (const line of touched(await ledger.lines(input.release))) {
    const kind = await loadAction(world, line.kind)
    order[stageOf(kind, kind.target.parse(line.target), line.phase)].push({
      resource: line.resource,
      phase: line.phase,
    })
  }
  return order
}

/** The newest line of each resource that this release may have changed. */
export function touched(lines: readonly LineRecord[]): LineRecord[] {
  const byResource = new Map<string, LineRecord>()
  for (const line of lines) if (line.state !== 'unchanged') byResource.set(line.resource, line)
  return [...byResource.values()]
}

export type Finding =
  | { readonly ending: 'refused'; readonly because: string }
  | { readonly ending: 'rolled-back'; readonly because: string }
  | { readonly ending: 'stuck'; readonly because: string }

/** How the way back ended, told from the ledger alone. */
export async function findEnding(ledger: Ledger, release: string, why: string): Promise<Finding> {
  const lines = touched(await ledger.lines(release))
  if (lines.length === 0) return { ending: 'refused', because: why }
  const undos = new Map((await ledger.undos(release)).map((one) => [one.resource, one]))
  const left = lines.map((line) => ({ line, undo: undos.get(line.resource) })).filter(({ undo }) => !isPutBack(undo))
  if (left.length === 0) return { ending: 'rolled-back', because: why }
  // What failed first, then what was not reached because of it.
  left.sort((a, b) => Number(a.undo === undefined) - Number(b.undo === undefined))
  const named = left.map(
    ({ line, undo }) =>
      `${line.resource} (${undo?.state ?? 'not reached'}: ${undo?.because ?? 'an earlier stage is not back'})`,
  )
  return { ending: 'stuck', because: `not put back: ${named.join('; ')}` }
}

const isPutBack = (undo: UndoRecord | undefined): boolean => undo?.state === 'undone' || undo?.state === 'stays'
