import type { KnownBlock } from '@slack/types'
import { durationWords } from '../evidence/duration-words.ts'
import type { Evidence } from '../evidence/evidence.ts'
import { fold } from '../evidence/fold.ts'
import { called, outcomeWords, plainly } from '../evidence/html/words.ts'
import { standing } from '../gates/quorum.ts'
import { roleWords } from '../gates/role-words.ts'
import { calledIn } from '../gates/who.ts'
import type { Everything } from '../ledger/ledger.ts'
import { gateBlocks } from './gate-blocks.ts'
import { holdBlocks } from './hold-blocks.ts'
import { clip, momentIn, plain } from './text.ts'

export interface Card {
  /** For notifications, and for whoever cannot see blocks. */
  readonly text: string
  readonly blocks: KnownBlock[]
}

/** Slack takes 50 blocks; over all of them about 13,000 characters were seen to fit. */
const blocksMax = 50
const charactersMax = 12_000

/**
 * One release as one message: where it is, who is awaited, and what can be done about it now.
 *
 * Made of the ledger alone, and of no clock but for buttons that have run out, so that an unchanged release is an
 * unchanged card. `room` is where the release room stands, if whoever reads the card can open it.
 */
export function card(all: Everything, now: number, room?: string): Card {
  const { release } = all
  const evidence = folded(all)
  const title = `${release.system} ${release.version} to ${release.environment}`
  const state = stateOf(all, evidence)
  const asks = [...gateBlocks(all, now), ...holdBlocks(all)]
  const blocks: KnownBlock[] = [
    { type: 'header', text: { type: 'plain_text', text: clip(title, 150), emoji: false } },
    section(`*${plain(state)}*${because(all)}`),
    {
      type: 'section',
      fields: fields(all, evidence).map((text) => ({ type: 'mrkdwn' as const, text: clip(text, 2_000) })),
    },
    ...notes(all, evidence),
    ...asks,
    { type: 'context', elements: [{ type: 'mrkdwn', text: clip(context(all, room), 2_000) }] },
  ]
  return { text: clip(`${title}: ${state}${awaited(all)}`, 300), blocks: fitting(blocks) }
}

const section = (text: string): KnownBlock => ({ type: 'section', text: { type: 'mrkdwn', text: clip(text, 3_000) } })

/** A ledger that contradicts itself is said to, and still has its buttons. */
function folded(all: Everything): Evidence | undefined {
  try {
    return fold(all)
  } catch (error) {
    if (error instanceof Error && error.name === 'EvidenceMissing') return undefined
    throw error
  }
}

function stateOf({ release, holds }: Everything, evidence: Evidence | undefined): string {
  const { outcome, ending, keptAt, backSince, halt } = release
  if (outcome !== undefined) {
    return `${outcomeWords[outcome]}, after ${durationWords(((release.endedAt ?? release.openedAt) - release.openedAt) / 1000)}`
  }
  if (ending !== undefined) return `closing: ${outcomeWords[ending]}`
  if (keptAt !== undefined) return 'kept, and closing'
  if (backSince !== undefined) return 'on the way back'
  if (holds.some((hold) => hold.answer === undefined)) return 'holds, and asks what now'
  const phase = evidence?.phases.at(-1)?.title ?? 'being admitted'
  return halt === undefined
    ? phase
    : `${phase}; asked to halt by ${evidence === undefined ? halt.by : called(evidence, halt.by)}: ${halt.reason}`
}

function because({ release }: Everything): string {
  const why = release.endingBecause ?? release.backBecause
  return why === undefined || why === '' ? '' : `\n${plain(clip(plainly(why), 1_000))}`
}

function awaited({ release, gates, signs }: Everything): string {
  if (release.outcome !== undefined) return ''
  const open = gates.filter((gate) => gate.decision === undefined)
  return open
    .map((gate) => {
      const now = standing(
        gate,
        signs.filter((sign) => sign.gate === gate.gate),
      )
      if (now.now !== 'awaiting') return ''
      const missing = now.missing.map(({ role, count, people }) => {
        const names = people.map((one) => calledIn(gate, one)).join(count === people.length ? ' and ' : ' or ')
        return `${names || 'nobody'} (${count > 1 ? `${count} × ` : ''}${roleWords(role)})`
      })
      return `; gate ${gate.gate} awaits ${missing.join(', ')}`
    })
    .join('')
}

function fields({ release, plan, checks }: Everything, evidence: Evidence | undefined): string[] {
  const bad = checks.filter((one) => one.verdict === 'fail' || one.verdict === 'unknown').length
  const requester = release.requester ?? 'nobody named'
  const asked = `${plain(evidence === undefined ? requester : called(evidence, requester))}, ${momentIn(release.openedAt)}${release.reason === undefined ? '' : `\n${plain(release.reason)}`}`
  return [
    `*Users*\n${users(plan.cutover.length, evidence)}`,
    `*Checks*\n${checks.length === 0 ? 'not asked yet' : `${checks.length - bad} of ${checks.length} good`}`,
    `*Asked for by*\n${asked}`,
    `*From*\n${plain(plan.former ?? (plan.firstLaunch ? 'nothing: the first launch' : 'unknown'))}`,
  ]
}

/** The share of each move that was really reached. */
function users(moves: number, evidence: Evidence | undefined): string {
  if (evidence === undefined) return 'the ledger contradicts itself: look at the evidence'
  const { traffic } = evidence
  if (traffic.moves.length === 0) return moves === 0 ? 'no move in this plan' : 'none on the new version'
  return traffic.moves
    .map(({ move, asked }) => {
      const there = asked.filter((one) => one.there !== undefined).at(-1)?.percent ?? 0
      const newest = asked.at(-1)
      const going = newest !== undefined && newest.there === undefined ? `, going to ${newest.percent} %` : ''
      return `${there} % of ${plain(move)}${going}`
    })
    .join('\n')
}

const badMax = 6

/** What is not as it should be: bad checks first, then what a person has to do. */
function notes({ checks }: Everything, evidence: Evidence | undefined): KnownBlock[] {
  const bad = checks.filter((one) => one.verdict === 'fail' || one.verdict === 'unknown')
  const lines = bad
    .slice(0, badMax)
    .map(
      (one) => `• \`${plain(one.check)}\` ${one.verdict}: ${plain(clip(one.seen ?? one.because ?? 'no value', 200))}`,
    )
  if (bad.length > badMax) lines.push(`• and ${bad.length - badMax} more`)
  const todo = (evidence?.whatToDo ?? []).slice(0, badMax).map((one) => `• ${plain(clip(one, 300))}`)
  return [
    ...(lines.length === 0 ? [] : [section(`*Not good*\n${lines.join('\n')}`)]),
    ...(todo.length === 0 ? [] : [section(`*To do now*\n${todo.join('\n')}`)]),
  ]
}

function context({ release }: Everything, room: string | undefined): string {
  const whole =
    room === undefined
      ? 'whoever is asked sees all of it by the link in their mail'
      : `<${room}/releases/${encodeURIComponent(release.release)}|release room>`
  return `\`${plain(release.release)}\` · ${whole} · \`/tidegate status ${plain(release.release)}\``
}

/** Buttons are never cut away: text is, from its longest block on. */
function fitting(blocks: KnownBlock[]): KnownBlock[] {
  const left = blocks.slice(0, blocksMax)
  for (let size = JSON.stringify(left).length; size > charactersMax; size = JSON.stringify(left).length) {
    const longest = left
      .filter((one) => one.type === 'section' && one.text !== undefined)
      .sort((a, b) => JSON.stringify(b).length - JSON.stringify(a).length)[0] as { text: { text: string } } | undefined
    if (longest === undefined || longest.text.text.length < 200) return left
    longest.text.text = clip(longest.text.text, Math.floor(longest.text.text.length / 2))
  }
  return left
}
