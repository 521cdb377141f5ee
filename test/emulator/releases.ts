import { QueryCommand, type QueryCommandOutput } from '@aws-sdk/client-dynamodb'
import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import { releasePartition } from '../../shared/ledger/keys.ts'
import type { Item } from '../../shared/ledger/store.ts'
import { account, type Clients, region, stage } from './clients.ts'

export const machine = (name: string): string =>
  `arn:aws:states:${region}:${account}:stateMachine:tidegate-${stage}-${name}`
export const execution = (name: string, id: string): string =>
  `arn:aws:states:${region}:${account}:execution:tidegate-${stage}-${name}:${id}`

/** Starts a release as the console does: an execution's name and a few words of JSON. */
export async function start({ sfn }: Clients, name: string, input: object): Promise<string> {
  const started = await sfn.send(
    new StartExecutionCommand({ stateMachineArn: machine('release'), name, input: JSON.stringify(input) }),
  )
  return started.executionArn!
}

export async function closed({ sfn }: Clients, executionArn: string): Promise<DescribeExecutionCommandOutput> {
  for (;;) {
    const found = await sfn.send(new DescribeExecutionCommand({ executionArn }))
    if (found.status !== 'RUNNING') return found
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}

/** Names of the states that an execution entered, in order. */
export async function statesOf({ sfn }: Clients, executionArn: string): Promise<string[]> {
  const events: HistoryEvent[] = []
  let nextToken: string | undefined
  do {
    const page = await sfn.send(
      new GetExecutionHistoryCommand({ executionArn, maxResults: 1000, ...(nextToken && { nextToken }) }),
    )
    events.push(...(page.events ?? []))
    nextToken = page.nextToken
  } while (nextToken !== undefined)
  return events.flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? [])
}

/** What the ledger's table on the emulator holds of a release. */
export async function ledgerOf({ dynamodb }: Clients, release: string): Promise<Item[]> {
  const found: Item[] = []
  let ExclusiveStartKey: QueryCommandOutput['LastEvaluatedKey']
  do {
    const page: QueryCommandOutput = await dynamodb.send(
      new QueryCommand({
        TableName: `tidegate-${stage}-ledger`,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :release',
        ExpressionAttributeValues: { ':release': { S: releasePartition(release) } },
        ...(ExclusiveStartKey && { ExclusiveStartKey }),
      }),
    )
    found.push(...(page.Items ?? []).map((item) => unmarshall(item) as Item))
    ExclusiveStartKey = page.LastEvaluatedKey
  } while (ExclusiveStartKey !== undefined)
  return found
}
