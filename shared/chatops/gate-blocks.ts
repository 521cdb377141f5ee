import type { ActionsBlock, Button, KnownBlock } from '@slack/types'
import { gateCard } from '../gates/card.ts'
import { countsAs, type Standing, standing } from '../gates/quorum.ts'
import { roleWords } from '../gates/role-words.ts'
import { calledIn } from '../gates/who.ts'
import type { Everything } from '../ledger/ledger.ts'
import type { GateRecord, SignRecord } from '../ledger/records.ts'
import { clip, momentIn, plain } from './text.ts'
import { actions, type ButtonValue } from './values.ts'

/** A release asks at one gate at a time; were it more, their buttons must fit into one message. */
const gatesMax = 4
/** Lines of what changed, and of risks; the release room has them all. */
const linesMax = 6

/** The gates that ask now: who signed, who is awaited, what it means, until when; with buttons while they can be decided. */
export function gateBlocks({ release, plan, gates, signs, checks }: Everything, now: number): KnownBlock[] {
  if (release.outcome !== undefined) return []
  const bad = checks.filter((one) => one.verdict === 'fail' || one.verdict === 'unknown').length
  return gates
    .filter((gate) => gate.decision === undefined)
    .slice(0, gatesMax)
    .flatMap((gate): KnownBlock[] => {
      const own = signs.filter((sign) => sign.gate === gate.gate)
      const stands = standing(gate, own)
      const told = gateCard(release, plan, gate, checks)
      const lines = [
        `*${plain(told.question)}* *Gate ${plain(gate.gate)}* asks until ${momentIn(gate.endsAt)}; without enough signatures by then ${told.otherwise}.`,
        ...Object.keys(gate.roles).map((role) => roleLine(role, gate, own, stands)),
        ...(told.waived.length === 0 ? [] : [`Waived by name: ${told.waived.map(plain).join(', ')}`]),
        // First, so that nothing longer cuts it off.
        ...told.risks.slice(0, linesMax).map((one) => `*Risk*: ${plain(one)}`),
        ...(told.done === undefined ? [] : [plain(told.done)]),
        '*What will happen*',
        ...told.will.map(({ stage, what }) => `• ${stage}: ${plain(clip(what.join(' · '), 280))}`),
        ...(told.changed.length === 0 ? [] : ['*What is new*']),
        ...told.changed.slice(0, linesMax).map((one) => `• ${plain(one)}`),
        plain(told.back),
        `A signature is for this plan and ${checks.length - bad} of ${checks.length} checks good, \`${gate.signedDigest.slice(0, 19)}\`.`,
      ]
      const text: KnownBlock = { type: 'section', text: { type: 'mrkdwn', text: clip(lines.join('\n'), 3_000) } }
      return stands.now === 'awaiting' && now < gate.endsAt
        ? [text, gateButtons(release.release, told.title, gate, bad)]
        : [text]
    })
}

function roleLine(role: string, gate: GateRecord, own: readonly SignRecord[], stands: Standing): string {
  const said = own
    .filter(
      (sign) =>
        sign.decision !== 'break-glass' && countsAs(gate, role, sign) && sign.signedDigest === gate.signedDigest,
    )
    .map((sign) => `${sign.decision === 'sign' ? 'signed by' : 'rejected by'} ${plain(calledIn(gate, sign.person))}`)
  const left = stands.now === 'awaiting' ? stands.missing.find((one) => one.role === role) : undefined
  if (left === undefined) return `• ${plain(roleWords(role))}: ${said.join('; ')}`
  const people = left.people.map((one) => plain(calledIn(gate, one))).join(', ') || 'nobody'
  return `• ${plain(roleWords(role))}: ${[...said, `awaits ${left.count > 1 ? `${left.count} of ` : ''}${people}`].join('; ')}`
}

function gateButtons(release: string, title: string, gate: GateRecord, bad: number): ActionsBlock {
  const value = JSON.stringify({ release, gate: gate.gate, signedDigest: gate.signedDigest } satisfies ButtonValue)
  const waived = gate.waivers.length === 0 ? '' : ` Waived: ${gate.waivers.join(', ')}.`
  const sign: Button = {
    type: 'button',
    action_id: actions.sign,
    style: 'primary',
    text: { type: 'plain_text', text: 'Sign' },
    value,
    confirm: {
      title: { type: 'plain_text', text: 'Sign this release?' },
      text: {
        type: 'plain_text',
        text: clip(
          `${title}: ${bad === 0 ? 'all checks are good' : `${bad} checks are not good`}.${waived} It is written once, in your name.`,
          300,
        ),
      },
      confirm: { type: 'plain_text', text: 'Sign' },
      deny: { type: 'plain_text', text: 'Not now' },
    },
  }
  // A form asks for the reason, and that is question enough.
  const reject: Button = {
    type: 'button',
    action_id: actions.reject,
    style: 'danger',
    text: { type: 'plain_text', text: 'Reject…' },
    value,
  }
  return { type: 'actions', block_id: clip(`gate/${gate.gate}`, 255), elements: [sign, reject] }
}
