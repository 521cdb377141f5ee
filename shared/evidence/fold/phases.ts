import type { Everything } from '../../ledger/ledger.ts'
import type { LineRecord } from '../../ledger/records.ts'
import { at, secondsBetween } from '../moment.ts'
import { type Phase, type PhaseName, phaseNames, phaseTitles, type Row, type Segment } from '../schema/timeline.ts'
import { phaseForecast } from './forecast.ts'

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
  const forecasts = phaseForecast(all.plan)
  return phaseNames.flatMap((name): Phase[] => {
    const own = rows.filter((one) => one.phase === name).map((one) => one.row)
    if (own.length === 0) return []
    own.sort((a, b) => (a.from < b.from ? -1 : 1))
    const from = own[0]!.from
    const to = own.reduce((latest, row) => (row.to > latest ? row.to : latest), from)
    const forecast = forecasts[name]
    return [
      {
        name,
        title: phaseTitles[name],
        from,
        to,
        seconds: secondsBetween(Date.parse(from), Date.parse(to)),
        ...(forecast !== undefined && forecast > 0 && { forecastSeconds: Math.ceil(forecast) }),
        rows: own,
      },
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

function lineRows({ lines, plan, waits, release }: Everything, end: number): Rows {
  const forward = release.ending === undefined && release.backSince === undefined
  return lines
    .filter((line) => line.state !== 'unchanged')
    .map((line) => {
      const phase: PhaseName =
        line.kind === 'dns-ttl' ? 'ttl' : (phaseNames.find((name) => name === line.phase) ?? 'deploy')
      const move = plan.cutover.find((one) => one.name === line.action)
      const isStep = move !== undefined
      const planned = [plan.ttl, plan.backup, plan.migrate, plan.deploy, plan.verify].flat()
      const usual = isStep
        ? move.usualSeconds + move.watchSeconds
        : planned.find((one) => one.name === line.action)?.usualSeconds
      const there = line.settledAt ?? line.appliedAt ?? line.intendedAt
      const wait = isStep ? watchOf(line, waits) : undefined
      const watched = wait === undefined ? there : (wait.answeredAt ?? end)
      const watching = forward && wait !== undefined && wait.answeredAt === undefined
      const segments = [
        segment(line.intendedAt, there, 'working'),
        ...(watching || watched > there ? [segment(there, Math.max(there, watched), 'watching')] : []),
      ]
      // Users were there, and then a look failed; a hold only asks.
      const failed =
        wait?.answer !== undefined && 'error' in wait.answer && wait.answer.error !== 'HoldAsked'
          ? wait.answer.cause
          : undefined
      const ended =
        line.state === 'settled' && !watching && failed === undefined
          ? 'well'
          : watching || line.state === 'intended' || line.state === 'applied'
            ? 'unfinished'
            : 'badly'
      const percent = line.step % 1000
      const name =
        isStep && percent !== 100 ? `${line.action} → ${percent} %` : isStep ? `${line.action} → 100 %` : line.action
      const more = {
        kind: line.kind,
        ...(usual !== undefined && { forecastSeconds: Math.ceil(usual) }),
        ...(isStep && { percent }),
        ...((line.because ?? failed) !== undefined && { note: line.because ?? failed }),
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

/** A step is watched until its wait is answered; undefined before that begins. */
const watchOf = (line: LineRecord, waits: Everything['waits']) =>
  waits.find(
    ({ detail }) =>
      detail['action'] === line.action &&
      Number(detail['step']) === line.step &&
      typeof detail['watchSince'] === 'number',
  )

function waitRows({ waits, release, plan }: Everything, end: number): Rows {
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
            { ...more, forecastSeconds: Math.ceil(plan.bake.seconds) },
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
            { ...more, forecastSeconds: Math.ceil(plan.oldTtlSeconds) },
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
