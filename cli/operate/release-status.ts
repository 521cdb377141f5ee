import { durationWords } from '../../shared/evidence/duration-words.ts'
import { momentWords } from '../../shared/evidence/moment-words.ts'
import { missingWords, standing } from '../../shared/gates/quorum.ts'
import type { Everything } from '../../shared/ledger/ledger.ts'
import type { GateRecord, HoldRecord, ReleaseRecord } from '../../shared/ledger/records.ts'
import { consoleLink } from '../aws/console-link.ts'
import { stateOf } from '../aws/execution.ts'
import type { Tidegate } from '../aws/tidegate.ts'

/** Where one release is: for people at 3 a.m. in a dozen lines, for programs the same facts. */
export async function releaseStatus(tidegate: Tidegate, record: ReleaseRecord) {
  const all = await tidegate.ledger.everything(record.release)
  const now = tidegate.world.now()
  const state = record.outcome === undefined ? await stateOf(tidegate, record) : undefined
  const lock = await tidegate.ledger.lock(record.system, record.environment)
  const shares = sharesOf(all)
  const next = nextSteps(all, now)
  const lines = [
    `${record.release}  ${record.system} ${record.version} to ${record.environment}: ${headline(record)}`,
    `asked      ${askedWords(record)}`,
    ...(state === undefined ? [] : [`now        ${state}`]),
    ...becauseLines(record),
    ...shares.map(({ move, percent }) => `users      ${percent} % of ${move} on the new version`),
    ...all.gates.map((gate) => `gate       ${gateWords(gate, all)}`),
    ...all.holds.filter((hold) => hold.answer === undefined).map((hold) => `hold       ${holdWords(hold)}`),
    ...leftBehind(all).map((one) => `not back   ${one}`),
    `lock       ${lock?.release === record.release ? 'held by this release' : lock === undefined ? 'free' : `held by ${lock.release}`}`,
    ...(record.resolvedBy === undefined ? [] : [`resolved   by ${record.resolvedBy}`]),
    ...next.map((one) => `next       ${one}`),
    `console    ${consoleLink(record.execution)}`,
  ]
  const json = {
    release: record.release,
    system: record.system,
    environment: record.environment,
    version: record.version,
    outcome: record.outcome ?? 'open',
    because: record.endingBecause ?? record.backBecause ?? null,
    requester: record.requester ?? null,
    openedAt: momentOf(record.openedAt),
    endedAt: record.endedAt === undefined ? null : momentOf(record.endedAt),
    state: state ?? null,
    onTheWayBack: record.backSince !== undefined,
    kept: record.keptAt !== undefined,
    halt: record.halt ?? null,
    users: shares,
    gates: all.gates.map((gate) => ({ gate: gate.gate, ...standing(gate, signsOf(gate, all)) })),
    holds: all.holds,
    notBack: leftBehind(all),
    locked: lock?.release === record.release,
    resolvedBy: record.resolvedBy ?? null,
    next,
    console: consoleLink(record.execution),
  }
  return { lines, json }
}

const momentOf = (ms: number): string => new Date(ms).toISOString()

function headline({ outcome, ending, keptAt, backSince, openedAt, endedAt, halt }: ReleaseRecord): string {
  if (outcome !== undefined) {
    return `${outcome} at ${momentWords(endedAt ?? 0)}, after ${durationWords(((endedAt ?? openedAt) - openedAt) / 1000)}`
  }
  if (ending !== undefined) return `open, and ending ${ending}`
  if (keptAt !== undefined) return 'open, kept, and closing'
  if (backSince !== undefined) return `open, on the way back since ${momentWords(backSince)}`
  return halt === undefined ? 'open' : `open, and asked to halt by ${halt.by}: ${halt.reason}`
}

const askedWords = ({ openedAt, requester, reason }: ReleaseRecord): string =>
  `${momentWords(openedAt)}${requester === undefined ? '' : ` by ${requester}`}${reason === undefined ? '' : `: ${reason}`}`

function becauseLines({ endingBecause, backBecause }: ReleaseRecord): string[] {
  const because = endingBecause ?? backBecause
  return because === undefined || because === '' ? [] : [`because    ${because}`]
}

/** What each move has reached; undone is none. */
function sharesOf({ plan, lines, undos }: Everything): { move: string; percent: number }[] {
  return plan.cutover
    .filter((move) => move.unchanged === undefined)
    .map(({ name: move }) => {
      const own = lines.filter((line) => line.action === move).toSorted((a, b) => a.intendedAt - b.intendedAt)
      const there = own.filter((line) => line.state === 'settled').at(-1)
      const undone = own.some((line) =>
        undos.some((undo) => undo.resource === line.resource && undo.state === 'undone'),
      )
      return { move, percent: undone || there === undefined ? 0 : there.step % 1000 }
    })
}

const signsOf = (gate: GateRecord, { signs }: Everything) => signs.filter((sign) => sign.gate === gate.gate)

function gateWords(gate: GateRecord, all: Everything): string {
  const now = standing(gate, signsOf(gate, all))
  if (gate.decision !== undefined) return `${gate.gate}: ${gate.decision}, ${gate.because ?? ''}`
  if (now.now === 'awaiting') return `${gate.gate}: awaits ${missingWords(now)} until ${momentWords(gate.endsAt)}`
  return `${gate.gate}: ${now.now}`
}

function holdWords({ point, because, endsAt, byDefault, known = {} }: HoldRecord): string {
  const asked = Object.keys(known).join(', ') || 'whoever may decide'
  return `at ${point.split('@')[0]}: ${because}; asks ${asked} until ${momentWords(endsAt)}, then ${byDefault}`
}

/** Resources that the way back has not put back, and why. */
const leftBehind = ({ release, undos }: Everything): string[] =>
  release.backSince === undefined
    ? []
    : undos
        .filter(({ state }) => state === 'failed' || state === 'conflicted' || state === 'asks')
        .map(({ resource, state, because }) => `${resource} (${state}): ${because ?? ''}`)

/** The commands that somebody may have to type now. */
function nextSteps({ release, gates, holds }: Everything, now: number): string[] {
  const { release: id, outcome, resolvedBy } = release
  if (outcome === 'stuck' && resolvedBy === undefined) {
    return release.keptAt === undefined
      ? [
          `put right what is named above, then: tidegate rollback ${id} --reason "…"`,
          `or, with everything put right by hand: tidegate resolve ${id} --reason "…"`,
        ]
      : [`users stay on the new version; free the lock: tidegate resolve ${id} --reason "…"`]
  }
  if (outcome !== undefined) return []
  const open = gates.filter((gate) => gate.decision === undefined && gate.endsAt > now)
  const held = holds.filter((hold) => hold.answer === undefined)
  return [
    ...open.map((gate) => `tidegate approve ${id} --gate ${gate.gate}, or reject`),
    ...held.map(() => `tidegate answer ${id} go-on | step-back | roll-back --reason "…"`),
  ]
}
