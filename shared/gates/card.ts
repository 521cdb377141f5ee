import { durationWords } from '../evidence/duration-words.ts'
import type { CheckRecord, GateRecord, ReleaseRecord } from '../ledger/records.ts'
import type { PlannedAction, PlannedMove, ReleasePlan } from '../plan/release-plan.ts'
import { roleWords } from './role-words.ts'
import { calledIn, personIn } from './who.ts'

/** What a person has to know before they sign: the same in mail, on the page and in chat. Texts, in the order of reading. */
export interface GateCard {
  /** `serveml 2.4.0 to production`. */
  readonly title: string
  /** `May serveml 2.4.0 go to production?` */
  readonly question: string
  /** At which moment of the release they are asked: `before anything is changed`. */
  readonly when: string
  /** What becomes of the release without them. */
  readonly otherwise: string
  readonly asked: readonly string[]
  /** What was done before they were asked; absent while nothing is. */
  readonly done?: string
  /** What will happen if they sign, in the order in which it will. */
  readonly will: readonly Stage[]
  readonly changed: readonly string[]
  /** `41 of 43 checks are good`, then each one that is not. */
  readonly checks: readonly string[]
  readonly waived: readonly string[]
  /** One-way doors, and data that going back would lose. */
  readonly risks: readonly string[]
  readonly back: string
}

/** One part of what will happen: `Back up`, and each thing that is. */
export interface Stage {
  readonly stage: string
  readonly what: readonly string[]
}

export function gateCard(
  release: ReleaseRecord,
  plan: ReleasePlan,
  gate: Pick<GateRecord, 'gate' | 'waivers' | 'changed' | 'known'>,
  checks: readonly CheckRecord[],
): GateCard {
  const late = plan.gates.find(({ name }) => name === gate.gate)?.when === 'before-cutover'
  return {
    title: `${release.system} ${release.version} to ${release.environment}`,
    question: late
      ? `May users move to ${release.system} ${release.version}?`
      : `May ${release.system} ${release.version} go to ${release.environment}?`,
    when: late ? 'before users move' : 'before anything is changed',
    otherwise: late
      ? 'the release is taken back before any user has met it'
      : 'the release is refused and nothing is changed',
    asked: [
      ...(release.requester === undefined ? [] : [`Asked for by ${calledIn(gate, personIn(gate, release.requester))}`]),
      ...(release.reason === undefined ? [] : [`Reason: ${release.reason}`]),
    ],
    ...(late && { done: doneWords(plan) }),
    will: late ? toUsers(plan) : [...beforeUsers(plan), ...asksAgain(plan), ...toUsers(plan)],
    changed: gate.changed ?? [],
    checks: checkLines(checks),
    waived: gate.waivers.map((check) => waiverWords(check, release)),
    risks: risks(plan),
    back:
      `If it goes wrong: users are back within ${durationWords(plan.back.fastSeconds)}, everything within ` +
      `${durationWords(plan.back.fullSeconds)}; data is never restored without asking.`,
  }
}

/** `Move users: …`, a line each, for mail. */
export const willLines = ({ will }: GateCard): string[] =>
  will.flatMap(({ stage, what }) => what.map((one) => `${stage}: ${one}`))

const done = <A extends PlannedAction>(actions: readonly A[]): A[] =>
  actions.filter(({ unchanged }) => unchanged === undefined)
const forth = ({ name, told }: PlannedAction): string => told?.forth ?? name
const filled = (stages: readonly Stage[]): Stage[] => stages.filter(({ what }) => what.length > 0)

const beforeUsers = (plan: ReleasePlan): Stage[] =>
  filled([
    { stage: 'Prepare', what: done(plan.ttl).map(forth) },
    { stage: 'Back up', what: done(plan.backup).map(forth) },
    { stage: 'Migrate', what: done(plan.migrate).map(forth) },
    { stage: 'Deploy', what: done(plan.deploy).map(forth) },
    { stage: 'Try it out', what: done(plan.verify).map(forth) },
  ])

const asksAgain = ({ gates }: ReleasePlan): Stage[] =>
  filled([
    {
      stage: 'Ask again',
      what: gates
        .filter(({ when }) => when === 'before-cutover')
        .map(({ sign }) => `${sign.map(({ role }) => roleWords(role)).join(' and ')} sign before users move`),
    },
  ])

const toUsers = (plan: ReleasePlan): Stage[] =>
  filled([
    { stage: 'Move users', what: done(plan.cutover).map(moveWords) },
    { stage: 'Watch', what: [`everything is watched for ${durationWords(plan.bake.seconds)}`] },
  ])

function moveWords(move: PlannedMove): string {
  if (move.steps.length < 2) return forth(move)
  const steps = move.steps.map((step) => (step === 100 ? 'all' : `${step} %`))
  return `${forth(move)}: ${steps.join(', then ')}`
}

function doneWords(plan: ReleasePlan): string {
  const data = done(plan.migrate).length > 0 ? 'Data is backed up and migrated; the' : 'Data is backed up; the'
  return `${done(plan.backup).length > 0 ? data : 'The'} new version is set up where no user is yet, and tried out.`
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

/** `backend: build 2ae42f2d5ecd becomes build 9e07d909b4ac`, for what differs from what is live. */
export function changedSince(
  plan: Pick<ReleasePlan, 'manifest' | 'former'>,
  live: { readonly manifest: Readonly<Record<string, string>>; readonly version: string } | undefined,
): string[] {
  const short = (digest: string) => `build ${digest.replace('sha256:', '').slice(0, 12)}`
  return Object.entries(plan.manifest).flatMap(([artifact, digest]) => {
    const before = live?.manifest[artifact]
    if (before === digest) return []
    return [
      before === undefined
        ? `${artifact}: ${short(digest)}, the first that Tidegate releases here`
        : `${artifact}: ${short(before)} becomes ${short(digest)}`,
    ]
  })
}
