import { GetAliasCommand } from '@aws-sdk/client-lambda'
import { GetObjectCommand } from '@aws-sdk/client-s3'
import { describe, expect, inject, it } from 'vitest'
import { account, clients, region, stage } from './clients.ts'
import { decide, mailbox } from './people.ts'
import { closed, start, statesOf } from './releases.ts'

const aws = clients(inject('emulator'), inject('stepFunctions'))
const mail = await mailbox(aws)

async function sign(release: string): Promise<void> {
  const { gate, approver } = await mail.next(release)
  await decide(aws, { say: 'sign', release, gate, person: approver, channel: 'cli' })
}

const live = async () => {
  const found = await aws.lambda.send(new GetAliasCommand({ FunctionName: 'serving-model', Name: 'live' }))
  return { version: found.FunctionVersion, weights: found.RoutingConfig?.AdditionalVersionWeights ?? {} }
}
const evidence = async (release: string) => {
  const Bucket = `tidegate-${stage}-${account}-${region}`
  const Key = `evidence/serving/production/${release}.json`
  const { Body } = await aws.s3.send(new GetObjectCommand({ Bucket, Key }))
  return JSON.parse(await Body!.transformToString()) as { outcome: string; because: string }
}

describe('on the emulator', () => {
  it('refuses a version that nobody published, and changes nothing', async () => {
    const ended = await closed(aws, await start(aws, 'unpublished', { system: 'serving', version: '9.9.9' }))
    expect([ended.status, ended.error]).toEqual(['FAILED', 'refused'])
    expect(ended.cause).toContain('nothing is published at')
    expect(await live()).toEqual({ version: '1', weights: {} })
  })

  it('refuses what is rejected at the gate', async () => {
    const release = 'rejected'
    const arn = await start(aws, release, { system: 'serving', version: '1.1.0', requester: 'fay' })
    const { gate, approver } = await mail.next(release)
    const reason = 'not on a Friday'
    await decide(aws, { say: 'reject', release, gate, person: approver, channel: 'cli', reason })
    const ended = await closed(aws, arn)
    expect([ended.status, ended.error]).toEqual(['FAILED', 'refused'])
    expect(await evidence(release)).toMatchObject({ outcome: 'refused', because: expect.stringContaining(reason) })
    expect(await live()).toEqual({ version: '1', weights: {} })
  })

  it('releases, started as the console does and signed by callback', async () => {
    const release = 'released'
    const arn = await start(aws, release, { system: 'serving', version: '1.1.0', requester: 'fay' })
    await sign(release)
    const ended = await closed(aws, arn)
    expect([ended.status, ended.error, ended.cause]).toEqual(['SUCCEEDED', undefined, undefined])
    expect(await live()).toEqual({ version: '2', weights: {} })
    expect(await evidence(release)).toMatchObject({ outcome: 'released' })
    expect(await statesOf(aws, arn)).toContain('Take the lock')
  })
})
