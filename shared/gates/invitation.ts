import { sns } from '../clients/sns.ts'
import { deadlineWords } from '../evidence/moment-words.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { type GateRecord, type InviteRecord, schema } from '../ledger/records.ts'
import type { World } from '../world.ts'
import { type GateCard, willLines } from './card.ts'
import { linkUrl } from './link.ts'
import { roleWords } from './role-words.ts'
import { calledIn } from './who.ts'

export interface Invitation {
  readonly release: string
  readonly gate: GateRecord
  readonly person: string
  /** What they may sign as; more than one is one message all the same. */
  readonly roles: readonly string[]
  readonly card: GateCard
  /** Why they are asked again, or in somebody's place. */
  readonly again?: string
}

/** One message to one person; a subscription filter policy on `approver` brings it to them alone. */
export async function invite(world: World, ledger: Ledger, invitation: Invitation): Promise<void> {
  const { release, gate, person, roles, card } = invitation
  const [role] = roles
  const invited = await ledger.invite(release, {
    schema,
    about: aboutGate(gate.gate),
    person,
    ...(role !== undefined && { role }),
    link: world.uuid().replaceAll('-', ''),
    signedDigest: gate.signedDigest,
    sentAt: world.now(),
    endsAt: gate.endsAt,
  })
  const url = await linkUrl(world, { ...invited, release })
  const { PublishCommand, SNSClient } = await sns(world)
  const subject = `${invitation.again === undefined ? 'Please sign' : 'Still waiting for you'}: ${card.title}, ${card.when}`
  await world.send(
    SNSClient,
    new PublishCommand({
      TopicArn: world.home.approvalsTopic,
      Subject: subject.replace(/[^\x20-\x7e]/g, '?').slice(0, 99),
      MessageStructure: 'json',
      Message: JSON.stringify({
        default: mailText(invitation, invited, url),
        sms: smsText(invitation, url),
      }),
      MessageAttributes: {
        approver: { DataType: 'String', StringValue: person },
        gate: { DataType: 'String', StringValue: gate.gate },
        release: { DataType: 'String', StringValue: release },
      },
    }),
  )
}

export const aboutGate = (gate: string): string => `gate/${gate}`
export const aboutHold = (point: string): string => `hold/${point}`

/** Read on a telephone, by somebody who may never have heard of Tidegate: what is wanted first, then why, then facts. */
function mailText(invitation: Invitation, { endsAt }: InviteRecord, url: string | undefined) {
  const { release, gate, person, roles, card, again } = invitation
  const list = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  - ${oneLine(line)}`)]
  return [
    `${calledIn(gate, person)}: ${oneLine(card.question)}`,
    `You are asked to sign or reject it as ${asWords(gate, roles)}, ${card.when}.`,
    ...(again === undefined ? [] : [again]),
    '',
    ...(url === undefined
      ? [`Sign or reject: tidegate approve | reject ${release} --gate ${gate.gate}`]
      : [
          `Read, then sign or reject: ${url}`,
          `The link is yours alone: whoever uses it signs as ${calledIn(gate, person)}. Opening it decides nothing.`,
        ]),
    `Answer by ${deadlineWords(endsAt)}. Without enough signatures by then ${card.otherwise}.`,
    ...(card.done === undefined ? [] : [card.done]),
    ...list('Why', card.asked),
    ...list('What will happen', willLines(card)),
    ...list('What is new', card.changed),
    ...list('Checks', card.checks),
    ...list('Waived by name', card.waived),
    ...list('Risk', card.risks),
    '',
    card.back,
    '',
    `Sent by Tidegate, which runs this release. Gate "${gate.gate}" of ${release}.`,
  ].join('\n')
}

/** What somebody wrote stays one line: it can look like none of ours, nor like a link of ours below the true one. */
export const oneLine = (text: string): string => text.replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim()

/** SNS sends up to 140 bytes as one message: who, what, where; a long link makes it two. */
const smsText = ({ gate, roles, card }: Invitation, url: string | undefined): string =>
  withLink(`${card.title}: sign or reject as ${asWords(gate, roles)}`, url)

/** One signature counts for one role, whichever is needed then, unless the plan lets it count for all. */
const asWords = ({ severalRoles }: GateRecord, roles: readonly string[]): string =>
  roles.map(roleWords).join(severalRoles === true ? ' and ' : ' or ')

/** A short message whose link is never cut. */
export const withLink = (text: string, url: string | undefined): string =>
  url === undefined ? text.slice(0, 300) : `${text.slice(0, Math.max(0, 299 - url.length))} ${url}`
