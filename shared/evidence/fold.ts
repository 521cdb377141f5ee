import type { Everything } from '../ledger/ledger.ts'
import type { Evidence } from './evidence.ts'
import { EvidenceMissing } from './evidence-missing.ts'
import { foldBack } from './fold/back.ts'
import { foldChanges, foldNotDone } from './fold/changes.ts'
import { foldChecks, foldMetrics } from './fold/checks.ts'
import { contradictions } from './fold/contradictions.ts'
import { foldAhead, forecastOf } from './fold/forecast.ts'
import { foldGates, foldHolds, foldNames, foldWaivers } from './fold/people.ts'
import { foldPhases } from './fold/phases.ts'
import { foldTraffic } from './fold/traffic.ts'
import { at, maybeAt, secondsBetween } from './moment.ts'

/** Events that other tables of the report tell already. */
const toldElsewhere = new Set(['look', 'traffic', 'unchanged'])

/**
 * The report of a release, from its ledger and nothing else: pure, and the same ledger gives the same bytes.
 *
 * @param now ms since 1970, for whoever looks while it goes on: what has not ended has gone on until then
 * @throws {EvidenceMissing} when the ledger contradicts itself: then a person looks, and nothing is made up
 */
export function fold(all: Everything, now = 0): Evidence {
  const { release, plan, lines, events } = all
  const wrong = contradictions(all)
  if (wrong.length > 0) throw new EvidenceMissing(release.release, wrong)
  const asOf = release.endedAt === undefined ? Math.max(lastKnown(all), now) : lastKnown(all)
  const end = release.endedAt ?? asOf
  const done = lines.filter((line) => line.state !== 'unchanged')
  const exposing = done.filter((line) => plan.cutover.some((move) => move.name === line.action))
  const moved = least(
    exposing
      .filter((line) => line.step % 1000 === 100 && line === exposing.at(-1))
      .map((line) => line.settledAt ?? line.intendedAt),
  )
  const back = foldBack(all, end)
  const outcome = release.outcome ?? release.ending ?? 'open'
  const because = release.endingBecause ?? release.backBecause ?? ''
  return {
    schema: 1,
    release: release.release,
    system: release.system,
    environment: release.environment,
    version: release.version,
    ...(plan.former !== undefined && { former: plan.former }),
    profile: plan.profile,
    account: plan.account,
    region: plan.region,
    firstLaunch: plan.firstLaunch,
    sides: { live: plan.sides.live, next: plan.sides.next },
    outcome,
    because,
    whatToDo: whatToDo(all, outcome),
    contradictions: [],
    asked: {
      at: at(release.openedAt),
      execution: release.execution,
      ...(release.requester !== undefined && { by: release.requester }),
      ...(release.reason !== undefined && { reason: release.reason }),
    },
    names: foldNames(all),
    digests: { plan: plan.planDigest, manifest: plan.manifestDigest, artifacts: plan.manifest },
    moments: {
      opened: at(release.openedAt),
      locked: maybeAt(release.lockedAt),
      changed: maybeAt(least(done.map((line) => line.intendedAt))),
      exposed: maybeAt(least(exposing.map((line) => line.intendedAt))),
      moved: maybeAt(moved),
      kept: maybeAt(release.keptAt),
      backSince: maybeAt(release.backSince),
      ended: maybeAt(release.endedAt),
      asOf: at(asOf),
    },
    wholeSeconds: secondsBetween(release.openedAt, end),
    forecastSeconds: forecastOf(all.plan),
    bakeSeconds: plan.bake.seconds,
    phases: foldPhases(all, end),
    ahead: foldAhead(all),
    traffic: foldTraffic(all),
    metrics: foldMetrics(all),
    gates: foldGates(all),
    holds: foldHolds(all),
    checks: foldChecks(all),
    changes: foldChanges(all),
    notDone: foldNotDone(all),
    waivers: foldWaivers(all),
    notes: [...plan.notes],
    happenings: events
      .filter((event) => !toldElsewhere.has(event.what))
      .map(({ at: when, what, facts }) => ({ at: at(when), what, text: words(facts) })),
    ...(back !== undefined && { back }),
    ...(back?.traffic.seconds !== undefined && { trafficBackSeconds: back.traffic.seconds }),
    ...(back?.everything.seconds !== undefined && { everythingBackSeconds: back.everything.seconds }),
    durations: durations(all),
    delivery: {
      startedAt: at(release.openedAt),
      ...(release.lockedAt !== undefined && { changeSeconds: secondsBetween(release.lockedAt, end) }),
      leadTime:
        outcome !== 'released' || plan.committed === undefined || moved === undefined
          ? 'unknown'
          : secondsBetween(Date.parse(plan.committed), moved),
      changeFailed: outcome === 'rolled-back' || outcome === 'stuck',
      ...(back?.traffic.seconds !== undefined && { restoreSeconds: back.traffic.seconds }),
      artifacts: Object.keys(plan.manifest).length,
      actionsDone: new Set(done.map((line) => line.action)).size,
      actionsUnchanged: foldNotDone(all).filter((one) => one.why === 'unchanged').length,
    },
  }
}

const least = (times: readonly number[]): number | undefined => (times.length === 0 ? undefined : Math.min(...times))

/** The newest moment that any record knows. */
function lastKnown({ release, lines, undos, gates, signs, checks, events }: Everything): number {
  return Math.max(
    release.openedAt,
    release.keptAt ?? 0,
    release.backSince ?? 0,
    ...lines.map((line) => line.settledAt ?? line.appliedAt ?? line.intendedAt),
    ...undos.map((undo) => undo.undoneAt ?? undo.putBackAt ?? undo.startedAt),
    ...gates.map((gate) => gate.decidedAt ?? gate.openedAt),
    ...signs.map((sign) => sign.at),
    ...checks.map((check) => check.at),
    ...events.map((event) => event.at),
  )
}

function durations({ plan, lines }: Everything): Evidence['durations'] {
  const planned = [...plan.ttl, ...plan.backup, ...plan.migrate, ...plan.deploy, ...plan.verify, ...plan.cutover]
  return lines
    .filter((line) => line.settledAt !== undefined)
    .map((line) => {
      const one = planned.find((action) => action.name === line.action)
      return {
        name: line.step % 1000 === 100 ? line.action : `${line.action} ${line.step % 1000} %`,
        phase: line.phase,
        forecastSeconds: Math.ceil(one?.usualSeconds ?? 0),
        seconds: secondsBetween(line.intendedAt, line.settledAt!),
        ...(one !== undefined && { limitSeconds: one.limitSeconds }),
      }
    })
}

function whatToDo({ release, undos, checks }: Everything, outcome: string): string[] {
  if (outcome === 'stuck') {
    const left = undos.filter((undo) => undo.state !== 'undone' && undo.state !== 'stays')
    const named = left.map(({ resource, because, state }) =>
      because?.startsWith(resource) ? because : `${resource}: ${because ?? state}`,
    )
    return [...named, `When that is put right, end the release: tidegate resolve ${release.release}`]
  }
  if (outcome !== 'refused') return []
  const blocking = checks.filter(
    (one) => one.severity === 'blocker' && (one.verdict === 'fail' || one.verdict === 'unknown'),
  )
  return blocking.map((one) => `${one.check}: ${one.whatToDo ?? 'look at it'}`)
}

const words = (facts: Readonly<Record<string, unknown>>): string =>
  Object.entries(facts)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' · ')
