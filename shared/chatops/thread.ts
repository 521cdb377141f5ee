import { durationWords } from '../evidence/duration-words.ts'
import { outcomeWords, plainly } from '../evidence/html/words.ts'
import { holdWhy } from '../gates/hold-card.ts'
import { answerWords, pointWords } from '../gates/point-words.ts'
import { roleWords } from '../gates/role-words.ts'
import type { Everything } from '../ledger/ledger.ts'
import type { SignRecord } from '../ledger/records.ts'
import type { Directory } from '../people/directory.ts'
import { nameOf } from '../people/holders.ts'
import { clip, momentIn, plain } from './text.ts'

/** Something that the thread tells once; `key` says which it is, whatever else happens. */
export interface Told {
  readonly key: string
  readonly at: number
  readonly text: string
}

/** What has happened to a release so far, as its thread tells it: oldest first. */
export function happenings(all: Everything, people: Pick<Directory, 'people'>): Told[] {
  const { release } = all
  const name = (person: string | undefined) => plain(nameOf(people, person ?? 'somebody'))
  const told: Told[] = [
    { key: 'opened', at: release.openedAt, text: `Asked for by ${name(release.requester)}${reason(release.reason)}` },
    ...gates(all, people),
    ...steps(all),
    ...holds(all, name),
    ...(release.halt === undefined
      ? []
      : [
          {
            key: `halt/${release.halt.at}`,
            at: release.halt.at,
            text: `${name(release.halt.by)} asked to halt${reason(release.halt.reason)}`,
          },
        ]),
    ...(release.backSince === undefined
      ? []
      : [{ key: 'back', at: release.backSince, text: `*The way back has begun*${reason(release.backBecause)}` }]),
    ...(release.keptAt === undefined
      ? []
      : [{ key: 'kept', at: release.keptAt, text: 'Kept: the bake has ended well' }]),
    ...all.events
      .filter(({ what }) => what === 'paged' || what === 'resolved')
      .map(({ what, at, facts }) => ({
        key: `${what}/${at}`,
        at,
        text:
          what === 'paged'
            ? `*A person is needed*${reason(facts['because'])}`
            : `Resolved by ${name(String(facts['by']))}${reason(facts['reason'])}`,
      })),
    ...outcome(all),
  ]
  return told.sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1))
}

const reason = (why: unknown): string =>
  typeof why !== 'string' || why === '' ? '' : `: ${plain(clip(plainly(why), 500))}`

function gates({ gates: opened, signs }: Everything, directory: Pick<Directory, 'people'>): Told[] {
  // Whoever is awaited is called by their Slack id, which notifies them.
  const call = (person: string) => {
    const id = directory.people[person]?.slack
    return id === undefined ? plain(person) : `<@${id}>`
  }
  return opened.flatMap((gate) => [
    {
      key: `gate/${gate.gate}`,
      at: gate.openedAt,
      text: `Gate ${plain(gate.gate)} asks ${Object.entries(gate.roles)
        .map(([role, { people }]) => `${people.map(call).join(' or ')} (${plain(roleWords(role))})`)
        .join(', ')} until ${momentIn(gate.endsAt)}`,
    },
    ...(gate.escalatedAt === undefined
      ? []
      : [
          {
            key: `escalated/${gate.gate}`,
            at: gate.escalatedAt,
            text: `Gate ${plain(gate.gate)} has waited long; these may sign as well: ${Object.values(gate.roles)
              .flatMap(({ deputies = [] }) => deputies.map(call))
              .join(', ')}`,
          },
        ]),
    ...signs
      .filter((sign) => sign.gate === gate.gate)
      .map((sign) => ({ key: signToldKey(sign), at: sign.at, text: signWords(sign, directory) })),
    ...(gate.decision === undefined
      ? []
      : [
          {
            key: `decided/${gate.gate}`,
            at: gate.decidedAt ?? gate.endsAt,
            text: `Gate ${plain(gate.gate)}: ${gate.decision}`,
          },
        ]),
  ])
}

const signToldKey = ({ gate, person, decision }: SignRecord): string =>
  `${decision === 'break-glass' ? 'glass' : 'sign'}/${gate}/${person}`

const signWords = (sign: SignRecord, people: Pick<Directory, 'people'>): string => {
  const { person, role, decision, channel, reason: why } = sign
  const who = plain(nameOf(people, person))
  if (decision === 'break-glass') return `*${who} broke the glass* (${plain(channel)})${reason(why)}`
  return `${who} ${decision === 'sign' ? 'signed' : '*rejected*'} as ${plain(roleWords(role))} (${plain(channel)})${reason(why)}`
}

function steps({ plan, lines }: Everything): Told[] {
  return lines
    .filter((line) => line.settledAt !== undefined && plan.cutover.some((move) => move.name === line.action))
    .map((line) => ({
      key: `step/${line.resource}/${line.step}`,
      at: line.settledAt!,
      text: `${line.step % 1000} % of ${plain(line.action)} on ${plain(plan.version)}`,
    }))
}

function holds({ holds: all }: Everything, name: (person: string | undefined) => string): Told[] {
  return all.flatMap((hold) => [
    {
      key: `hold/${hold.point}`,
      at: hold.openedAt,
      text: `*It holds: ${plain(pointWords(hold.point))}*${reason(holdWhy(hold))}; asked until ${momentIn(hold.endsAt)}, then ${answerWords[hold.byDefault]}`,
    },
    ...(hold.answer === undefined
      ? []
      : [
          {
            key: `answered/${hold.point}`,
            at: hold.answeredAt ?? hold.endsAt,
            text: `${name(hold.answeredBy)} answered: ${hold.answer.replaceAll('-', ' ')}${reason(hold.reason)}`,
          },
        ]),
  ])
}

function outcome({ release }: Everything): Told[] {
  if (release.outcome === undefined) return []
  const at = release.endedAt ?? release.openedAt
  const took = durationWords((at - release.openedAt) / 1000)
  const key = `outcome/${release.outcome}/${release.takenUp ?? 0}`
  return [{ key, at, text: `*${outcomeWords[release.outcome]}* after ${took}${reason(release.endingBecause)}` }]
}
