import { InvokeCommand } from '@aws-sdk/client-lambda'
import { SubscribeCommand } from '@aws-sdk/client-sns'
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs'
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
): Promise<{ next(release: string): Promise<Asked> }> {
  const name = `requests-to-sign-${system}`
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name }))
  await sns.send(
    new SubscribeCommand({
      TopicArn: tidegateTopic('approvals'),
      Protocol: 'sqs',
      Endpoint: `arn:aws:sqs:${region}:${account}:${name}`,
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

/** Decides as mail, Slack and the command line do: through the one function that writes decisions. */
export async function decide({ lambda }: Clients, decision: object): Promise<unknown> {
  const answer = await lambda.send(
    new InvokeCommand({
      FunctionName: `tidegate-${stage}-approval-decide`,
      Payload: Buffer.from(JSON.stringify(decision)),
    }),
  )
  return JSON.parse(Buffer.from(answer.Payload!).toString())
}
