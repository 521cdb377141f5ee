import { sns } from '../clients/sns.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { ReleaseRecord } from '../ledger/records.ts'
import { tellChat } from '../notices/chat.ts'
import type { World } from '../world.ts'

/** One message to everybody who follows the releases of a system. SNS subjects are ASCII below 100 characters. */
export async function notice(world: World, release: ReleaseRecord, subject: string, text: string): Promise<void> {
  const { PublishCommand, SNSClient } = await sns(world)
  await world.send(
    SNSClient,
    new PublishCommand({
      TopicArn: world.home.noticesTopic,
      Subject: subject.replace(/[^\x20-\x7e]/g, '?').slice(0, 99),
      Message: text,
      MessageAttributes: { release: { DataType: 'String', StringValue: release.release } },
    }),
  )
  await tellChat(world, release, { what: 'notice', title: subject, text })
}

/** Calls a person: neither forward nor back is safe any more. Sent once per reason. */
export async function pageStuck(world: World, ledger: Ledger, release: ReleaseRecord, because: string): Promise<void> {
  const text =
    `Release ${release.release} (${release.system} ${release.version}, ${release.environment}) is stuck: ${because}\n` +
    `The lock is kept. Look at the evidence, put right what is named there, then run: tidegate resolve ${release.release}`
  await notice(world, release, `STUCK: ${release.release}`, text)
  await ledger.note(release.release, world.now(), 'paged', { because })
}
