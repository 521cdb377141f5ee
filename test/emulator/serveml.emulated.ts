import { SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch'
import { QueryCommand } from '@aws-sdk/client-dynamodb'
import { PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { DescribeExecutionCommand } from '@aws-sdk/client-sfn'
import { describe, expect, it } from 'vitest'
import { wakePartition } from '../../shared/ledger/keys.ts'
import { fromWaitItem } from '../../shared/ledger/wait-items.ts'
import { stage } from './clients.ts'
import { closed, execution, ledgerOf, start } from './releases.ts'
import { after, before, found } from './serveml/found.ts'
import { aws, bothWays, event, input, sign } from './serveml/stage.ts'
import { without } from './waking.ts'

/** The first step of the moves, which is watched for a minute. */
const watched = 'model-serving-wrapper:live'

const waits = async (release: string) =>
  (await ledgerOf(aws, release)).filter(({ sk }) => String(sk).startsWith('WAIT#')).map(fromWaitItem)

/** Whether an event of the alarm would find somebody who waits for it. */
async function awaited(): Promise<boolean> {
  const { Count = 0 } = await aws.dynamodb.send(
    new QueryCommand({
      TableName: `tidegate-${stage}-ledger`,
      KeyConditionExpression: 'pk = :key',
      ExpressionAttributeValues: { ':key': { S: wakePartition('alarm:serveml-5xx') } },
    }),
  )
  return Count > 0
}

const alarm = (StateValue: 'OK' | 'ALARM') =>
  aws.cloudwatch.send(new SetAlarmStateCommand({ AlarmName: 'serveml-5xx', StateValue, StateReason: 'the story' }))

describe('serveml on the emulator', () => {
  it('is woken by an alarm that nobody looks for, and goes back', async () => {
    const release = 'serveml-2-4-0-alarmed'
    const arn = await start(aws, release, input)
    await sign(release, 5)
    await expect.poll(awaited, { timeout: 200_000, interval: 250 }).toBe(true)
    expect((await found(aws)).alias).toBe('2')
    await without(aws, 'rechecks', async () => {
      await alarm('ALARM')
      const { source, resources, detail, ...told } = event('eventbridge/alarm-goes-off.json')
      const Entry = {
        Source: source,
        DetailType: told['detail-type'],
        Resources: resources,
        Detail: JSON.stringify(detail),
      }
      const { FailedEntryCount } = await aws.events.send(new PutEventsCommand({ Entries: [Entry as object] }))
      expect(FailedEntryCount).toBe(0)
      const change = new DescribeExecutionCommand({ executionArn: execution('change', `${release}-change`) })
      await expect.poll(() => aws.sfn.send(change), { timeout: 60_000 }).toMatchObject({ status: 'FAILED' })
    })
    expect(await closed(aws, arn)).toMatchObject({ status: 'FAILED', error: 'rolled-back' })
    await alarm('OK')
    expect(await found(aws)).toEqual(before)
    // The event woke it: no re-check was made, nor was one due yet.
    const [wait, ...more] = (await waits(release)).filter(({ answer }) => answer !== undefined && 'error' in answer)
    expect(more).toEqual([])
    expect(wait).toMatchObject({ name: expect.stringContaining(watched), tick: 0 })
    expect(wait!.answeredAt).toBeLessThan(wait!.dueAt)
    const wentOff = {
      kind: 'alarm',
      alarm: 'serveml-5xx',
      at: { action: watched, step: 100, is: 'settled', plusSeconds: 5 },
    }
    const [there, here] = await bothWays(release, [wentOff])
    expect(there).toEqual(here)
  })

  it('is released, part by part, on re-checks alone: no event ever comes', async () => {
    const release = 'serveml-2-4-0'
    await without(aws, 'events', async () => {
      const arn = await start(aws, release, input)
      await sign(release, 5)
      const ended = await closed(aws, arn)
      expect([ended.status, ended.error, ended.cause]).toEqual(['SUCCEEDED', undefined, undefined])
    })
    expect(await found(aws)).toEqual(after)
    // Re-checks woke whatever had to wait for the world: each counts in its wait.
    const held = (await waits(release)).filter(({ subject }) => subject === 'bake' || subject === 'change')
    const woken = held.filter(({ tick }) => tick > 0).map(({ name }) => name)
    for (const one of [watched, 'api.serveml.example', 'web pointer', 'bake'])
      expect(woken).toContainEqual(expect.stringContaining(one))
    const [there, here] = await bothWays(release, [])
    expect(there).toEqual(here)
  })
})
