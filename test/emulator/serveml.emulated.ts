import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch'
import { QueryCommand } from '@aws-sdk/client-dynamodb'
import {
  DeleteRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge'
import { GetObjectCommand } from '@aws-sdk/client-s3'
import { DescribeExecutionCommand, ListExecutionsCommand } from '@aws-sdk/client-sfn'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Evidence } from '../../shared/evidence/evidence.ts'
import { wakePartition } from '../../shared/ledger/keys.ts'
import { account, clients, region, stage } from './clients.ts'
import { openInternet } from './internet/internet.ts'
import { decide, mailbox } from './people.ts'
import { closed, execution, machine, start } from './releases.ts'
import { happened, rehearsed } from './same.ts'
import { after, before, found } from './serveml/found.ts'
import { servemlFolder } from './serveml/plan.ts'
import { serveml } from './serveml/world.ts'
import { without } from './waking.ts'

const aws = clients(inject('emulator'), inject('stepFunctions'))
const unwell = new Set<string>()
let close: () => void
let mail: Awaited<ReturnType<typeof mailbox>>
beforeAll(async () => {
  close = await openInternet(inject('internet'), serveml(aws, unwell))
  mail = await mailbox(aws, 'serveml')
})
afterAll(() => close())

const event = (file: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../events', file), 'utf8')) as Record<string, unknown>

/** As the console starts it. Its image was never scanned on the emulator, which the gate is asked to waive. */
const input = { ...event('console/serveml-2.4.0.json'), waivers: ['image of backend is there and clean'] }
const scene = { plan: servemlFolder, version: '2.4.0' }

async function sign(release: string, people: number): Promise<void> {
  for (let signed = 0; signed < people; signed += 1) {
    const { gate, approver } = await mail.next(release)
    await decide(aws, { say: 'sign', release, gate, person: approver, channel: 'cli' })
  }
}

async function evidence(release: string): Promise<Evidence> {
  const Bucket = `tidegate-${stage}-${account}-${region}`
  const Key = `evidence/serveml/production/${release}.json`
  const { Body } = await aws.s3.send(new GetObjectCommand({ Bucket, Key }))
  return JSON.parse(await Body!.transformToString()) as Evidence
}

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
  it('is started by a schedule, and refused when somebody says so', async () => {
    const Name = 'serveml-every-week'
    await aws.events.send(new PutRuleCommand({ Name, ScheduleExpression: 'rate(1 minute)' }))
    const target = { Id: 'release', Arn: machine('release'), RoleArn: `arn:aws:iam::${account}:role/schedule` }
    await aws.events.send(new PutTargetsCommand({ Rule: Name, Targets: [{ ...target, Input: JSON.stringify(input) }] }))
    const list = new ListExecutionsCommand({ stateMachineArn: machine('release'), statusFilter: 'RUNNING' })
    const scheduled = async () => {
      const { executions = [] } = await aws.sfn.send(list)
      // The machine is everybody's: the schedule's execution has no name of ours.
      return executions.find((one) => /^[0-9a-f-]{36}$/.test(one.name!))
    }
    await expect.poll(scheduled, { timeout: 120_000, interval: 500 }).toBeDefined()
    await aws.events.send(new RemoveTargetsCommand({ Rule: Name, Ids: ['release'] }))
    await aws.events.send(new DeleteRuleCommand({ Name }))
    const { name: release, executionArn } = (await scheduled())!
    const { gate, approver } = await mail.next(release!)
    await decide(aws, { say: 'reject', release, gate, person: approver, channel: 'cli', reason: 'not this week' })
    expect(await closed(aws, executionArn!)).toMatchObject({ status: 'FAILED', error: 'refused' })
    expect(await found(aws)).toEqual(before)
  })

  it('goes back when the new side fails a journey, before a user was sent there', async () => {
    const release = 'serveml-2-4-0-unwell'
    unwell.add('alb-green')
    const arn = await start(aws, release, input)
    await sign(release, 3)
    const ended = await closed(aws, arn)
    unwell.clear()
    expect([ended.status, ended.error]).toEqual(['FAILED', 'rolled-back'])
    expect(ended.cause).toContain('journey register')
    expect(await found(aws)).toEqual(before)
    const broken = { kind: 'probe', url: '/v1/register', status: 500 }
    expect(await happened(aws, release, await evidence(release))).toEqual(await rehearsed([broken], scene))
  })

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
    expect(await happened(aws, release, await evidence(release))).toEqual(await rehearsed([], scene))
  })
})
