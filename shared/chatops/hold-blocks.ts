import type { Button, KnownBlock } from '@slack/types'
import { durationWords } from '../evidence/duration-words.ts'
import type { Everything } from '../ledger/ledger.ts'
import type { HoldAnswer, HoldRecord } from '../ledger/records.ts'
import { clip, momentIn, plain } from './text.ts'
import { actions, type ButtonValue } from './values.ts'

const titles = { 'go-on': 'Go on', 'step-back': 'Step back', 'roll-back': 'Roll back…' } as const

/** Where a release holds: what each answer costs and loses, until when it is asked, and what happens without one. */
export function holdBlocks(all: Everything): KnownBlock[] {
  const { release, holds } = all
  if (release.outcome !== undefined) return []
  return holds
    .filter((hold) => hold.answer === undefined)
    .flatMap((hold): KnownBlock[] => {
      const [point = ''] = hold.point.split('@')
      const answers = answersOf(hold)
      const lines = [
        `*It holds at ${plain(point)}*: ${plain(hold.because)}`,
        ...answers.map((one) => `• *${titles[one].replace('…', '')}*: ${plain(costOf(one, point, all))}`),
        `Asked until ${momentIn(hold.endsAt)}; without an answer: *${titles[hold.byDefault].replace('…', '').toLowerCase()}*.`,
      ]
      const value = JSON.stringify({ release: release.release, hold: hold.point } satisfies ButtonValue)
      return [
        { type: 'section', text: { type: 'mrkdwn', text: clip(lines.join('\n'), 3_000) } },
        {
          type: 'actions',
          block_id: clip(`hold/${hold.point}`, 255),
          elements: answers.map((one) => button(one, value, costOf(one, point, all))),
        },
      ]
    })
}

/** There is a step to go back to only where a move has taken one. */
export const answersOf = ({ point }: Pick<HoldRecord, 'point'>): HoldAnswer[] =>
  /\/\d+$/.test(point.split('@')[0] ?? '') ? ['go-on', 'step-back', 'roll-back'] : ['go-on', 'roll-back']

function costOf(answer: HoldAnswer, point: string, { plan, lines }: Everything): string {
  const [name = ''] = point.split('/')
  const move = plan.cutover.find((one) => one.name === name)
  if (answer === 'roll-back') {
    const stay = plan.notes.length === 0 ? '' : `; ${plan.notes.join('; ')}`
    const users = lines.some((line) => line.phase === 'cutover') ? 'users go back' : 'no user has met it'
    return `${users} within ${durationWords(plan.back.fastSeconds)}, everything within ${durationWords(plan.back.fullSeconds)}; data stays as it is${stay}`
  }
  if (move === undefined)
    return point === 'bake'
      ? 'the bake goes on although of it; its tripwires stay'
      : 'the release goes on although of it'
  const at = Number(point.split('/')[1] ?? 0)
  if (answer === 'step-back') {
    const former = move.steps.filter((step) => step < at).at(-1) ?? 0
    return `users of ${name} go from ${at} % to ${former} %, in about ${durationWords(move.usualSeconds)}; then it holds there`
  }
  const next = move.steps.find((step) => step > at)
  const more = next === undefined ? 'the next move begins' : `users of ${name} go from ${at} % to ${next} %`
  return `${more} although of it; going back stays possible`
}

function button(answer: HoldAnswer, value: string, cost: string): Button {
  const base = { type: 'button', action_id: actions[answer], value } as const
  const text = { type: 'plain_text', text: titles[answer] } as const
  if (answer === 'roll-back') return { ...base, style: 'danger', text }
  return {
    ...base,
    text,
    confirm: {
      title: { type: 'plain_text', text: `${titles[answer]}?` },
      text: { type: 'plain_text', text: clip(`${cost}. It is written once, in your name.`, 300) },
      confirm: { type: 'plain_text', text: titles[answer] },
      deny: { type: 'plain_text', text: 'Not now' },
    },
  }
}
