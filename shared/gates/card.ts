import { durationWords } from '../evidence/duration-words.ts'
import type { CheckRecord, GateRecord, ReleaseRecord } from '../ledger/records.ts'
import type { PlannedAction, ReleasePlan } from '../plan/release-plan.ts'

/** What a person has to know before they sign: the same in mail, on the page and in chat. Texts, in the order of reading. */
export interface GateCard {
  /** `serveml 2.4.0 to production`. */
  readonly title: string
  readonly asked: readonly string[]
  /** What will happen, in the order in which it will. */
  readonly will: readonly string[]
  readonly changed: readonly string[]
  /** `41 of 43 checks are good`, then each one that is not. */
  readonly checks: readonly string[]
  readonly waived: readonly string[]
  /** One-way doors, and data that going back would lose. */
  readonly risks: readonly string[]
  readonly back: string
}

export function gateCard(
  release: ReleaseRecord,
  plan: ReleasePlan,
  gate: Pick<GateRecord, 'waivers' | 'changed'>,
  checks: readonly CheckRecord[],
): GateCard {
  return {
    title: `${release.system} ${release.version} to ${release.environment}`,
    asked: [
      ...(release.requester === undefined ? [] : [`Asked for by ${release.requester}`]),
      ...(release.reason === undefined ? [] : [`Reason: ${release.reason}`]),
    ],
    will: will(plan),
    changed: gate.changed ?? [],
    checks: checkLines(checks),
    waived: gate.waivers.map((check) => waiverWords(check, release)),
    risks: risks(plan),
    back:
      `If it goes wrong: users are back within ${durationWords(plan.back.fastSeconds)}, everything within ` +
      `${durationWords(plan.back.fullSeconds)}; data is never restored without asking.`,
  }
}

const done = (actions: readonly PlannedAction[]) => actions.filter(({ unchanged }) => unchanged === undefined)
const forth = ({ name, told }: PlannedAction): string => told?.forth ?? name

function will(plan: ReleasePlan): string[] {
  const moves = plan.cutover
    .filter(({ unchanged }) => unchanged === undefined)
    .map((move) => `Users move: ${forth(move)}, ${move.steps.map((step) => `${step} %`).join(' → ')}`)
  return [
    ...done(plan.ttl).map((action) => `Early: ${forth(action)}`),
    ...done(plan.backup).map((action) => `Back up: ${forth(action)}`),
    ...done(plan.migrate).map((action) => `Migrate: ${forth(action)}`),
    ...done(plan.deploy).map((action) => `Deploy: ${forth(action)}`),
    ...moves,
    `Then it is watched for ${durationWords(plan.bake.seconds)}`,
  ]
}

function checkLines(checks: readonly CheckRecord[]): string[] {
  const bad = checks.filter(({ verdict }) => verdict === 'fail' || verdict === 'unknown')
  return [
    `${checks.length - bad.length} of ${checks.length} checks are good`,
    ...bad.map(({ check, verdict, seen, because }) => `${check}: ${verdict}, ${seen ?? because ?? 'nothing was seen'}`),
  ]
}

/** What cannot be taken back, or only by asking; and what the plan says about itself. */
function risks(plan: ReleasePlan): string[] {
  const all = [...plan.backup, ...plan.migrate, ...plan.deploy, ...plan.cutover]
  const doors = done(all).flatMap(({ name, told, oldCodeRuns }) => {
    const why = told?.because === undefined ? '' : `: ${told.because}`
    if (oldCodeRuns === 'no') return [`One-way door: after ${name} the former version cannot run any more${why}`]
    return told?.way === 'asks'
      ? [`${name} is taken back only after asking, and may lose what was written since${why}`]
      : []
  })
  return [...plan.notes, ...doors]
}

function waiverWords(check: string, { waiverReasons }: ReleaseRecord): string {
  const why = waiverReasons?.[check]
  return why === undefined ? check : `${check} (${why})`
}

/** `backend: 2ae42f2d5ecd → 9e07d909b4ac`, for what differs from what is live. */
export function changedSince(
  plan: Pick<ReleasePlan, 'manifest' | 'former'>,
  live: { readonly manifest: Readonly<Record<string, string>>; readonly version: string } | undefined,
): string[] {
  const short = (digest: string) => digest.replace('sha256:', '').slice(0, 12)
  return Object.entries(plan.manifest).flatMap(([artifact, digest]) => {
    const before = live?.manifest[artifact]
    if (before === digest) return []
    return [`${artifact}: ${before === undefined ? 'new, or not ours before' : short(before)} → ${short(digest)}`]
  })
}
