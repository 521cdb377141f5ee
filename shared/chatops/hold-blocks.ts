import type { Button, KnownBlock } from '@slack/types'
import { type HoldChoice, holdChoices, holdWhy } from '../gates/hold-card.ts'
import { pointWords } from '../gates/point-words.ts'
import type { Everything } from '../ledger/ledger.ts'
import { clip, momentIn, plain } from './text.ts'
import { actions, type ButtonValue } from './values.ts'

/** Where a release holds: what each answer costs and loses, until when it is asked, and what happens without one. */
export function holdBlocks({ release, plan, holds }: Everything): KnownBlock[] {
  if (release.outcome !== undefined || release.backSince !== undefined) return []
  return holds
    .filter((hold) => hold.answer === undefined)
    .flatMap((hold): KnownBlock[] => {
      const choices = holdChoices(hold, plan)
      const byDefault = choices.find(({ answer }) => answer === hold.byDefault)?.title ?? hold.byDefault
      const lines = [
        `*It holds: ${plain(pointWords(hold.point))}*: ${plain(holdWhy(hold))}`,
        ...choices.map(({ title, costs }) => `• *${title}*: ${plain(costs)}`),
        `Asked until ${momentIn(hold.endsAt)}; without an answer: *${byDefault}*.`,
      ]
      const value = JSON.stringify({ release: release.release, hold: hold.point } satisfies ButtonValue)
      return [
        { type: 'section', text: { type: 'mrkdwn', text: clip(lines.join('\n'), 3_000) } },
        {
          type: 'actions',
          block_id: clip(`hold/${hold.point}`, 255),
          elements: choices.map((one) => button(one, value)),
        },
      ]
    })
}

function button({ answer, title, costs }: HoldChoice, value: string): Button {
  const base = { type: 'button', action_id: actions[answer], value } as const
  // A form asks for the reason, and that is question enough.
  if (answer === 'roll-back') return { ...base, style: 'danger', text: { type: 'plain_text', text: `${title}…` } }
  return {
    ...base,
    text: { type: 'plain_text', text: title },
    confirm: {
      title: { type: 'plain_text', text: `${title}?` },
      text: { type: 'plain_text', text: clip(`${costs} It is written once, in your name.`, 300) },
      confirm: { type: 'plain_text', text: title },
      deny: { type: 'plain_text', text: 'Not now' },
    },
  }
}
