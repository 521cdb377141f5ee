import type { Everything } from '../../ledger/ledger.ts'
import type { LineRecord } from '../../ledger/records.ts'
import { at, secondsBetween } from '../moment.ts'
import { type Phase, type PhaseName, phaseNames, type Row, type Segment } from '../schema/timeline.ts'

const titles: Readonly<Record<PhaseName, string>> = {
  preflight: 'Preflight',
  go: 'Go sign-offs',
  ttl: 'Lower TTLs',
  backup: 'Back up',
  migrate: 'Migrate',
  deploy: 'Deploy',
  verify: 'Verify',
  'sign-off': 'Cutover sign-offs',
  ready: 'Old TTL, last look',
  cutover: 'Cut over',
  bake: 'Bake',
  back: 'The way back',
  close: 'Close',
}

type Rows = { readonly phase: PhaseName; readonly row: Row }[]

/** Everything that took time, by phase, in the order in which it began. */
export function foldPhases(all: Everything, end: number): Phase[] {
  const rows: Rows = [
    ...checksRow(all),
    ...gateRows(all, end),
    ...lineRows(all, end),
    ...waitRows(all, end),
    ...holdRows(all, end),
    ...undoRows(all, end),
  ]
  return phaseNames.flatMap((name): Phase[] => {
    const own = rows.filter((one) => one.phase === name).map((one) => one.row)
    if (own.length === 0) return []
    own.sort((a, b) => (a.from < b.from ? -1 : 1))
    const from = own[0]!.from
    const to = own.reduce((latest, row) => (row.to > latest ? row.to : latest), from)
    return [
      { name, title: titles[name], from, to, seconds: secondsBetween(Date.parse(from), Date.parse(to)), rows: own },
    ]
  })
}

function row(
  what: Row['what'],
  name: string,
  from: number,
  to: number,
  state: string,
  ended: Row['ended'],
  segments: Segment[],
  more: Partial<Row> = {},
): Row {
  return { what, name, from: at(from), to: at(to), seconds: secondsBetween(from, to), state, ended, segments, ...more }
}
const segment = (from: number, to: number, as: Segment['as']): Segment => ({ from: at(from), to: at(to), as })

function checksRow({ release, checks }: Everything): Rows {
  const own = checks.filter((check) => check.phase === 'preflight')
  if (own.length === 0) return []
  const to = Math.max(
    ...own.map((check) => (check.at > (release.lockedAt ?? Number.POSITIVE_INFINITY) ? release.openedAt : check.at)),
  )
  const bad = own.filter(
    (check) => check.severity === 'blocker' && check.verdict !== 'pass' && check.verdict !== 'not-applicable',
  )
  const state = `${own.length - bad.length} of ${own.length} good`
  const ended = bad.length === 0 ? 'well' : 'badly'
  return [
    {
      phase: 'preflight',
      row: row('checks', `${own.length} checks at once`, release.openedAt, to, state, ended, [
        segment(release.openedAt, to, 'working'),
      ]),
    },
  ]
}

function gateRows({ gates }: Everything, end: number): Rows {
  return gates.map((gate) => {
    const to = gate.decidedAt ?? end
    const ended = gate.decision === 'opened' ? 'well' : gate.decision === undefined ? 'unfinished' : 'badly'
    const phase = gate.gate === 'go' ? 'go' : 'sign-off'
    const more = gate.because === undefined ? {} : { note: gate.because }
    return {
      phase,
      row: row(
        'gate',
        `gate "${gate.gate}"`,
        gate.openedAt,
        to,
        gate.decision ?? 'awaiting',
        ended,
        [segment(gate.openedAt, to, 'waiting')],
        more,
      ),
    }
  })
}

function lineRows({ lines, plan, waits }: Everything, end: number): Rows {
  return lines
    .filter((line) => line.state !== 'unchanged')
    .map((line) => {
      const phase: PhaseName =
        line.kind === 'dns-ttl' ? 'ttl' : (phaseNames.find((name) => name === line.phase) ?? 'deploy')
      const isStep = plan.cutover.some((move) => move.name === line.action)
      const there = line.settledAt ?? line.appliedAt ?? line.intendedAt
      const watched = isStep ? watchOf(line, waits, end) : there
      const segments = [
        segment(line.intendedAt, there, 'working'),
        ...(watched > there ? [segment(there, watched, 'watching')] : []),
      ]
      const ended =
        line.state === 'settled'
          ? 'well'
          : line.state === 'intended' || line.state === 'applied'
            ? 'unfinished'
            : 'badly'
      const percent = line.step % 1000
      const name =
        isStep && percent !== 100 ? `${line.action} → ${percent} %` : isStep ? `${line.action} → 100 %` : line.action
      const more = {
        kind: line.kind,
        ...(isStep && { percent }),
        ...(line.because !== undefined && { note: line.because }),
      }
      return {
        phase,
        row: row(
          isStep ? 'step' : 'action',
          name,
          line.intendedAt,
          Math.max(there, watched),
          line.state,
          ended,
          segments,
          more,
        ),
      }
    })
}

/** A step was watched until its wait was answered. */
function watchOf(line: LineRecord, waits: Everything['waits'], end: number): number {
  const wait = waits.find((one) => one.detail['action'] === line.action && Number(one.detail['step']) === line.step)
  const since = wait?.detail['watchSince']
  if (wait === undefined || typeof since !== 'number') return line.settledAt ?? line.intendedAt
  return wait.answeredAt ?? end
}

function waitRows({ waits, release }: Everything, end: number): Rows {
  return waits.flatMap((wait): Rows => {
    const to = wait.answeredAt ?? release.backSince ?? end
    const failed = wait.answer !== undefined && 'error' in wait.answer
    const ended = wait.answeredAt === undefined ? 'unfinished' : failed ? 'badly' : 'well'
    const more = failed && 'error' in wait.answer! ? { note: wait.answer.cause } : {}
    if (wait.subject === 'bake')
      return [
        {
          phase: 'bake',
          row: row(
            'bake',
            'bake',
            wait.since,
            to,
            ended === 'well' ? 'kept' : 'ended',
            ended,
            [segment(wait.since, to, 'watching')],
            more,
          ),
        },
      ]
    if (wait.subject === 'checks')
      return [
        {
          phase: 'verify',
          row: row(
            'checks',
            'checks of the new side',
            wait.since,
            to,
            ended,
            ended,
            [segment(wait.since, to, 'working')],
            more,
          ),
        },
      ]
    if (wait.subject === 'ttl')
      return [
        {
          phase: 'ready',
          row: row(
            'wait',
            'old TTL, and a last look',
            wait.since,
            to,
            ended,
            ended,
            [segment(wait.since, to, 'waiting')],
            more,
          ),
        },
      ]
    return []
  })
}

function holdRows({ holds }: Everything, end: number): Rows {
  return holds.map((hold) => {
    const to = hold.answeredAt ?? end
    const phase = hold.point.startsWith('bake') ? 'bake' : 'cutover'
    const ended = hold.answer === 'roll-back' ? 'badly' : hold.answer === undefined ? 'unfinished' : 'well'
    return {
      phase,
      row: row(
        'hold',
        `hold at ${hold.point.split('@')[0]}`,
        hold.openedAt,
        to,
        hold.answer ?? 'awaiting',
        ended,
        [segment(hold.openedAt, to, 'waiting')],
        { note: hold.because },
      ),
    }
  })
}

function undoRows({ undos, release }: Everything, end: number): Rows {
  // What stays takes no time: it is told among the changes.
  return undos
    .filter((undo) => undo.state !== 'stays')
    .map((undo) => {
      const to = undo.undoneAt ?? (undo.state === 'undoing' || undo.state === 'put-back' ? end : undo.startedAt)
      const ended =
        undo.state === 'undone' || undo.state === 'stays'
          ? 'well'
          : undo.state === 'undoing' || undo.state === 'put-back'
            ? 'unfinished'
            : 'badly'
      const phase = release.backSince === undefined ? 'close' : 'back'
      const more = { kind: undo.kind, ...(undo.because !== undefined && { note: undo.because }) }
      return {
        phase,
        row: row(
          'undo',
          `${undo.action} back`,
          undo.startedAt,
          to,
          undo.state,
          ended,
          [segment(undo.startedAt, to, 'undoing')],
          more,
        ),
      }
    })
}
