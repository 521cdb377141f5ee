import { sns } from '../clients/sns.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { type HoldRecord, type ReleaseRecord, schema } from '../ledger/records.ts'
import type { ReleasePlan } from '../plan/release-plan.ts'
import type { World } from '../world.ts'

import { holdChoices, holdWhy, pointWords, whoIsWhere } from './hold-card.ts'
import { aboutHold, oneLine, withLink } from './invitation.ts'

import { linkUrl } from './link.ts'
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
  const until = new Date(hold.endsAt).toISOString().slice(0, 16).replace('T', ' ')
  const title = `${release.system} ${release.version} holds: ${pointWords(hold.point)}`
  const text = [
    `${calledIn(hold, person)}, ${release.system} ${release.version} in ${release.environment} holds at ${pointWords(hold.point)}: ${oneLine(holdWhy(hold))}`,
    whoIsWhere(hold.point),
    '',
    url === undefined ? `Answer: tidegate answer ${release.release}` : `Answer: ${url}`,
    `Without an answer by ${until} UTC: ${hold.byDefault}.`,
    '',
    ...holdChoices(hold, plan).map((choice) => `  - ${choice.title}: ${choice.costs}`),
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
