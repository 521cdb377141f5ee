import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
} from '@aws-sdk/client-scheduler'
import { ListExecutionsCommand } from '@aws-sdk/client-sfn'
import { describe, expect, it } from 'vitest'
import { drillResources } from '../../cli/package/drills.ts'
import { account, region, stage } from './clients.ts'
import { closed, machine, start } from './releases.ts'
import { before, found } from './serveml/found.ts'
import { aws, bothWays, event, input, reject, sign, unwell, waivers } from './serveml/stage.ts'

describe('serveml on the emulator', () => {
  it('is started by a schedule, and refused when somebody says so', async () => {
    const soon = new Date(Date.now() + 5000).toISOString().slice(0, 19)
    const input = JSON.stringify({ ...event('schedule/serveml-2.4.0.json'), waivers })
    const { Drill } = drillResources(stage, { schedule: `at(${soon})`, timezone: 'UTC', input })
    // As it is packaged, with what CloudFormation would fill in.
    const packaged = Drill!.Properties as unknown as CreateScheduleCommandInput
    const [Name, RoleArn] = ['serveml-once', `arn:aws:iam::${account}:role/schedule`]
    const DeadLetterConfig = { Arn: `arn:aws:sqs:${region}:${account}:tidegate-${stage}-dead-letters` }
    const Target = { ...packaged.Target!, Arn: machine('release'), RoleArn, DeadLetterConfig }
    await aws.scheduler.send(new CreateScheduleCommand({ ...packaged, Name, GroupName: 'default', Target }))
    const list = new ListExecutionsCommand({ stateMachineArn: machine('release'), statusFilter: 'RUNNING' })
    const scheduled = async () => {
      const { executions = [] } = await aws.sfn.send(list)
      // The machine is everybody's: the schedule's execution has no name of ours.
      return executions.find((one) => /^[0-9a-f-]{36}$/.test(one.name!))
    }
    await expect.poll(scheduled, { timeout: 120_000, interval: 500 }).toBeDefined()
    await aws.scheduler.send(new DeleteScheduleCommand({ Name, GroupName: 'default' }))
    const { name: release, executionArn } = (await scheduled())!
    await reject(release!, 'ana', 'not this week')
    expect(await closed(aws, executionArn!)).toMatchObject({ status: 'FAILED', error: 'refused' })
    expect(await found(aws)).toEqual(before)
    const no = { kind: 'people', gate: 'go', how: 'rejects' }
    const [there, here] = await bothWays(release!, [no])
    expect(there).toEqual(here)
  })

  it('goes back when the new side fails a journey, before a user was sent there', async () => {
    const release = 'serveml-2-4-0-unwell'
    unwell('alb-green')
    const arn = await start(aws, release, input)
    await sign(release, 3)
    const ended = await closed(aws, arn)
    unwell()
    expect([ended.status, ended.error]).toEqual(['FAILED', 'rolled-back'])
    expect(ended.cause).toContain('journey register')
    expect(await found(aws)).toEqual(before)
    const broken = { kind: 'probe', url: '/v1/', status: 500 }
    const [there, here] = await bothWays(release, [broken])
    expect(there).toEqual(here)
  })
})
