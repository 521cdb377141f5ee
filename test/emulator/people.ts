import { InvokeCommand } from '@aws-sdk/client-lambda'
import { SubscribeCommand } from '@aws-sdk/client-sns'
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs'
import { AssumeRoleCommand } from '@aws-sdk/client-sts'
import { signRequest } from '../../cli/aws/sign-request.ts'
import type { Told } from '../../shared/gates/decide.ts'
import { toSign } from '../../shared/proof/proof.ts'
import { type Home, realWorld } from '../../shared/world.ts'
import { account, type Clients, region, stage } from './clients.ts'
import { tidegateTopic } from './serving.ts'

interface Asked {
  readonly release: string
  readonly gate: string
  readonly approver: string
}

/** The mailbox of a system's people: what SNS delivers to a queue. */
export async function mailbox(
  { sns, sqs }: Clients,
  system: string,
  people: readonly string[],
): Promise<{ next(release: string): Promise<Asked> }> {
  const name = `requests-to-sign-${system}`
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name }))
  await sns.send(
    new SubscribeCommand({
      TopicArn: tidegateTopic('approvals'),
      Protocol: 'sqs',
      Endpoint: `arn:aws:sqs:${region}:${account}:${name}`,
      Attributes: { FilterPolicy: JSON.stringify({ approver: people }) },
    }),
  )
  return {
    async next(release) {
      for (let looked = 0; looked < 60; looked += 1) {
        const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }))
        for (const { Body, ReceiptHandle } of Messages) {
          await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))
          const { MessageAttributes } = JSON.parse(Body!) as { MessageAttributes: Record<string, { Value: string }> }
          const asked = Object.fromEntries(
            Object.entries(MessageAttributes).map(([key, { Value }]) => [key, Value]),
          ) as unknown as Asked
          if (asked.release === release) return asked
        }
      }
      throw new Error(`nobody was asked to sign ${release} within a minute`)
    },
  }
}

/** Credentials of a session that AWS names after somebody, as IAM Identity Center gives them. */
export async function credentialsOf({ sts }: Clients, person: string): Promise<Credentials> {
  const RoleArn = `arn:aws:iam::${account}:role/people`
  const { Credentials: made } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: person }))
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = made ?? {}
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken }
}
export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
}

/** Decides as the command line does: with a proof, through the function that asks STS whose it is. */
export async function decide(aws: Clients, person: string, told: Told): Promise<unknown> {
  const home = { region, account, table: `tidegate-${stage}-ledger` } as Home
  const world = realWorld({
    self: { name: 'operator', arn: '', remainingMs: () => 60_000 },
    home,
    store: () => {
      throw new Error('people have no ledger')
    },
    clients: new Map(),
    settings: { credentials: await credentialsOf(aws, person) },
  })
  return tell(aws, { ...told, proof: await signRequest(world)(toSign(home, told)) })
}

/** Invokes the function that writes decisions with whatever somebody says. */
export async function tell({ lambda }: Clients, event: object): Promise<unknown> {
  const answer = await lambda.send(
    new InvokeCommand({
      FunctionName: `tidegate-${stage}-approval-decide`,
      Payload: Buffer.from(JSON.stringify(event)),
    }),
  )
  return JSON.parse(Buffer.from(answer.Payload!).toString())
}
