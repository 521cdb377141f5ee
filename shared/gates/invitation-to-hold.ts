import { sns } from '../clients/sns.ts'
import { deadlineWords } from '../evidence/moment-words.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { type HoldRecord, type ReleaseRecord, schema } from '../ledger/records.ts'
import type { ReleasePlan } from '../plan/release-plan.ts'
import type { World } from '../world.ts'

import { holdChoices, holdWhy, whoIsWhere } from './hold-card.ts'
import { aboutHold, oneLine, withLink } from './invitation.ts'

import { linkUrl } from './link.ts'
import { answerWords, pointWords } from './point-words.ts'
import { calledIn } from './who.ts'

interface Asked {
  readonly release: ReleaseRecord
  readonly plan: ReleasePlan
  readonly hold: HoldRecord
  readonly person: string
}

/** Asks one person what is to become of a release that holds. */
export async function inviteToHold(world: World, ledger: Ledger, asked: Asked): Promise<void> {
  const { release, plan, hold, person } = asked
  const invited = await ledger.invite(release.release, {
    schema,
    about: aboutHold(hold.point),
    person,
    link: world.uuid().replaceAll('-', ''),
    sentAt: world.now(),
    endsAt: hold.endsAt,
  })
  const url = await linkUrl(world, { ...invited, release: release.release })
  const title = `Please answer: ${release.system} ${release.version} has stopped (${pointWords(hold.point)})`
  const text = [
    `${calledIn(hold, person)}, ${release.system} ${release.version} to ${release.environment} has stopped at a safe point: ${oneLine(holdWhy(hold))}`,
    `${whoIsWhere(hold.point)} What now?`,
    '',
    ...(url === undefined
      ? [`Answer: tidegate answer ${release.release}`]
      : [
          `Read, then answer: ${url}`,
          `The link is yours alone: whoever uses it answers as ${calledIn(hold, person)}. Opening it decides nothing.`,
        ]),
    `The first answer counts. Without one by ${deadlineWords(hold.endsAt)} ${answerWords[hold.byDefault]}.`,
    '',
    'You can choose',
    ...holdChoices(hold, plan).map((choice) => `  - ${choice.title}: ${choice.costs}`),
    '',
    `Sent by Tidegate, which runs this release: ${release.release}.`,
  ].join('\n')
  const { PublishCommand, SNSClient } = await sns(world)
  await world.send(
    SNSClient,
    new PublishCommand({
      TopicArn: world.home.approvalsTopic,
      Subject: title.replace(/[^\x20-\x7e]/g, '?').slice(0, 99),
      MessageStructure: 'json',
      Message: JSON.stringify({ default: text, sms: withLink(title, url) }),
      MessageAttributes: {
        approver: { DataType: 'String', StringValue: person },
        hold: { DataType: 'String', StringValue: hold.point },
        release: { DataType: 'String', StringValue: release.release },
      },
    }),
  )
}
