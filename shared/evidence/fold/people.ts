import { calledIn, personIn } from '../../gates/who.ts'
import type { Everything } from '../../ledger/ledger.ts'
import type { Proved } from '../../ledger/records.ts'
import { at, maybeAt, secondsBetween } from '../moment.ts'
import type { Gate, Hold, Waiver } from '../schema/people.ts'

/** Names of whoever was asked, and of who asked for the release or for a halt, by whichever proof they came with. */
export function foldNames({ gates, holds, release }: Everything): Record<string, string> {
  const known = Object.assign({}, ...[...gates, ...holds].map((one) => one.known))
  const others = [release.requester, release.halt?.by].flatMap((id) => id ?? [])
  const ids = [...new Set([...Object.keys(known), ...others])]
  return Object.fromEntries(
    ids
      .map((id) => [id, calledIn({ known }, personIn({ known }, id))] as const)
      .filter(([id, name]) => id !== name)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}

export function foldGates({ plan, gates, signs, invites }: Everything): Gate[] {
  return plan.gates.map((planned): Gate => {
    const gate = gates.find((one) => one.gate === planned.name)
    const own = signs.filter((sign) => sign.gate === planned.name).toSorted((a, b) => a.at - b.at)
    const asks =
      gate === undefined
        ? planned.sign.map((one) => ({ ...one, people: [] as string[] }))
        : Object.entries(gate.roles).map(([role, asked]) => ({ role, ...asked }))
    return {
      gate: planned.name,
      when: planned.when,
      state: gate === undefined ? 'not-reached' : (gate.decision ?? 'awaiting'),
      asks: asks.map(({ role, count, people }) => ({ role, count, people: [...people] })),
      ...(gate?.severalRoles && { severalRoles: true }),
      signatures: own.map((sign) => ({
        person: sign.person,
        role: sign.role,
        decision: sign.decision,
        at: at(sign.at),
        channel: sign.channel,
        ...(sign.reason !== undefined && { reason: sign.reason }),
        ...(sign.from !== undefined && { from: sign.from }),
        ...(sign.with !== undefined && { with: sign.with }),
        ...proofOf(sign),
        ...(sign.review && { review: true }),
        counts: sign.signedDigest === gate?.signedDigest,
      })),
      invited: invites
        .filter(({ about }) => about === `gate/${planned.name}`)
        .map(({ person, sentAt, openedAt }) => ({ person, sentAt: at(sentAt), openedAt: maybeAt(openedAt) })),
      openedAt: maybeAt(gate?.openedAt),
      decidedAt: maybeAt(gate?.decidedAt),
      ...(gate?.decidedAt !== undefined && { seconds: secondsBetween(gate.openedAt, gate.decidedAt) }),
      limitSeconds: planned.limitSeconds,
      ...(gate?.because !== undefined && { because: gate.because }),
      ...(gate !== undefined && { signedDigest: gate.signedDigest }),
    }
  })
}

export const foldHolds = ({ holds }: Everything): Hold[] =>
  holds
    .toSorted((a, b) => a.openedAt - b.openedAt)
    .map((hold) => ({
      point: hold.point.split('@')[0]!,
      because: hold.because,
      from: at(hold.openedAt),
      to: maybeAt(hold.answeredAt),
      deadline: at(hold.endsAt),
      byDefault: hold.byDefault,
      ...(hold.answer !== undefined && { answer: hold.answer }),
      ...(hold.answeredBy !== undefined && { by: hold.answeredBy }),
      ...(hold.reason !== undefined && { reason: hold.reason }),
      ...(hold.known !== undefined && { asked: Object.keys(hold.known) }),
      ...(hold.channel !== undefined && { channel: hold.channel }),
      ...(hold.from !== undefined && { address: hold.from }),
      ...(hold.with !== undefined && { program: hold.with }),
      ...proofOf(hold),
    }))

const proofOf = ({ proved, arn }: Proved): Proved => ({
  ...(proved !== undefined && { proved }),
  ...(arn !== undefined && { arn }),
})

/** A waiver counts when the gate opened with it in what people signed. */
export function foldWaivers({ release, gates, signs, checks }: Everything): Waiver[] {
  return (release.waivers ?? []).map((check): Waiver => {
    const gate = gates.find((one) => one.waivers.includes(check) && one.decision === 'opened')
    const verdict = checks.find((one) => one.check === check)?.verdict
    const by =
      gate === undefined
        ? []
        : signs.filter((sign) => sign.gate === gate.gate && sign.decision === 'sign').map((sign) => sign.person)
    const state = verdict === 'pass' ? 'not-needed' : gate === undefined ? 'asked' : 'granted'
    const reason = release.waiverReasons?.[check]
    return { check, state, by, ...(reason !== undefined && { reason }), ...(verdict !== undefined && { verdict }) }
  })
}
