import type { Everything } from '../../ledger/ledger.ts'
import { type Stage, stages } from '../../ledger/records.ts'
import { at, secondsBetween } from '../moment.ts'
import type { Back, BackPromise, BackStage } from '../schema/way-back.ts'

const titles: Readonly<Record<Stage, string>> = {
  exposure: 'Users back',
  services: 'Services back',
  migrations: 'Migrations undone',
  rest: 'The rest',
  ttl: 'TTLs restored',
}

/** The way back: why, since when, how far, and against what was promised. */
export function foldBack({ release, plan, undos, lines }: Everything, end: number): Back | undefined {
  const since = release.backSince
  if (since === undefined) return undefined
  const exposed = lines.some(
    (line) => line.state !== 'unchanged' && plan.cutover.some((move) => move.name === line.action),
  )
  const backAt = (of: typeof undos): number | undefined => {
    const undone = of.filter((undo) => undo.state !== 'stays' && undo.state !== 'asks')
    if (undone.some((undo) => undo.undoneAt === undefined)) return undefined
    return Math.max(since, ...undone.map((undo) => undo.undoneAt!))
  }
  const promise = (limitSeconds: number, reached: number | undefined): BackPromise => {
    const seconds = reached === undefined ? undefined : secondsBetween(since, reached)
    const late = (seconds ?? secondsBetween(since, end)) > limitSeconds
    return { limitSeconds, ...(seconds !== undefined && { seconds }), late }
  }
  const exposure = undos.filter((undo) => undo.stage === 'exposure')
  return {
    since: at(since),
    because: release.backBecause ?? 'asked for',
    exposed,
    traffic: promise(plan.back.fastSeconds, exposed && exposure.length === 0 ? undefined : backAt(exposure)),
    everything: promise(plan.back.fullSeconds, undos.length === 0 && lines.length > 0 ? undefined : backAt(undos)),
    stages: stages.flatMap((stage) => stageOf(stage, undos)),
    left: undos
      .filter((undo) => undo.state !== 'undone')
      .map((undo) => ({ resource: undo.resource, state: undo.state, because: undo.because ?? undo.state })),
  }
}

function stageOf(stage: Stage, undos: Everything['undos']): BackStage[] {
  const within = undos.filter((undo) => undo.stage === stage)
  if (within.length === 0) return []
  const ends = within.map((undo) => undo.undoneAt ?? (undo.state === 'stays' ? undo.startedAt : undefined))
  const from = Math.min(...within.map((undo) => undo.startedAt))
  const isBack = ends.every((end) => end !== undefined)
  const to = isBack ? Math.max(...(ends as number[])) : undefined
  return [
    {
      stage,
      title: titles[stage],
      state: isBack ? 'back' : 'not-back',
      from: at(from),
      ...(to !== undefined && { to: at(to), seconds: secondsBetween(from, to) }),
      resources: within.map((undo) => undo.resource),
    },
  ]
}
