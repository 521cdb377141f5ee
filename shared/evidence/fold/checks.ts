import type { Everything } from '../../ledger/ledger.ts'
import { at } from '../moment.ts'
import type { CheckRow, Point, Series } from '../schema/check.ts'

interface Looked {
  readonly check: string
  readonly verdict: string
  readonly value?: number
  readonly limit?: number | null
  readonly unit?: string
}

const looksOf = ({ events }: Everything) =>
  events
    .filter((event) => event.what === 'look')
    .map((event) => ({
      at: event.at,
      phase: String(event.facts['phase']),
      checks: event.facts['checks'] as unknown as readonly Looked[],
    }))

/** Every check that was asked, per phase, with its newest result; failing ones first. And those never come to. */
export function foldChecks(all: Everything): CheckRow[] {
  const { plan, checks, release } = all
  const looks = looksOf(all)
  const rows = checks.map((one): CheckRow => {
    const planned = plan.checks.find((check) => check.name === one.check)
    const own = looks
      .filter((look) => look.phase === one.phase)
      .flatMap((look) => look.checks.filter((seen) => seen.check === one.check))
    return {
      check: one.check,
      when: one.phase,
      kind: one.kind,
      severity: one.severity,
      onFail: one.onFail,
      verdict: one.verdict,
      ...pick(one, ['seen', 'bound', 'because', 'whatToDo', 'where']),
      at: at(one.at),
      ...(planned !== undefined && { why: planned.why }),
      ...(planned?.requirement !== undefined && { requirement: planned.requirement }),
      waived: (release.waivers ?? []).includes(one.check),
      looks: Math.max(1, own.length),
      badLooks: own.length > 0 ? own.filter(isBad).length : Number(isBad(one)),
    }
  })
  const never = plan.checks
    .filter((planned) => !checks.some((one) => one.check === planned.name))
    .map((planned): CheckRow => {
      const { name, kind, severity, onFail, why, requirement, when } = planned
      return {
        check: name,
        when: when[0] ?? '',
        kind,
        severity,
        onFail,
        verdict: 'not-asked',
        why,
        ...(requirement !== undefined && { requirement }),
        waived: false,
        looks: 0,
        badLooks: 0,
      }
    })
  const order = ['fail', 'unknown', 'pass', 'not-applicable', 'not-asked']
  return [...rows, ...never].sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict))
}

const isBad = (one: { verdict: string }): boolean => one.verdict === 'fail' || one.verdict === 'unknown'

function pick<T extends object, K extends keyof T>(from: T, names: readonly K[]): Partial<Pick<T, K>> {
  return Object.fromEntries(
    names.filter((name) => from[name] !== undefined).map((name) => [name, from[name]]),
  ) as Partial<Pick<T, K>>
}

/** The numbers of every check that has one, over the whole release, against its bound; what users feel comes first. */
export function foldMetrics(all: Everything): Series[] {
  const series = new Map<string, { unit: string; limit?: number; points: Point[] }>()
  for (const look of looksOf(all)) {
    for (const { check, verdict, value, limit, unit } of look.checks) {
      if (value === undefined) continue
      const one = series.get(check) ?? { unit: unit ?? '', points: [] }
      if (typeof limit === 'number') one.limit = limit
      one.points.push({ at: at(look.at), value, verdict })
      series.set(check, one)
    }
  }
  const telling = (check: string) => order.indexOf(all.plan.checks.find((one) => one.name === check)?.kind ?? '')
  const order = ['', 'http-probe', 'traffic-share', 'cloudwatch-alarm', 'cloudwatch-metric']
  return [...series]
    .sort(([a], [b]) => telling(b) - telling(a))
    .map(([check, one]) => ({ check, ...one, badPoints: one.points.filter(isBad).length }))
}
