import { GetAliasCommand } from '@aws-sdk/client-lambda'
import { GetObjectCommand } from '@aws-sdk/client-s3'
import { StopExecutionCommand } from '@aws-sdk/client-sfn'
import { describe, expect, inject, it } from 'vitest'
import type { Evidence } from '../../shared/evidence/evidence.ts'
import type { Gate } from '../../shared/evidence/schema/people.ts'
import { account, clients, region, stage } from './clients.ts'
import { credentialsOf, decide, mailbox, tell } from './people.ts'
import { closed, execution, start } from './releases.ts'
import { apartFrom, happened, overtaken, rehearsed } from './same.ts'
import { setAlarm } from './serving.ts'
import { tidegateOf } from './tidegate.ts'

const aws = clients(inject('emulator'), inject('stepFunctions'))
const mail = await mailbox(aws, 'serving', ['cy'])

async function sign(release: string): Promise<void> {
  const { gate, approver } = await mail.next(release)
  await decide(aws, approver, { say: 'sign', release, gate })
}

const live = async () => {
  const found = await aws.lambda.send(new GetAliasCommand({ FunctionName: 'serving-model', Name: 'live' }))
  return { version: found.FunctionVersion, weights: found.RoutingConfig?.AdditionalVersionWeights ?? {} }
}
const evidence = async (release: string) => {
  const Bucket = `tidegate-${stage}-${account}-${region}`
  const Key = `evidence/serving/production/${release}.json`
  const { Body } = await aws.s3.send(new GetObjectCommand({ Bucket, Key }))
  return JSON.parse(await Body!.transformToString()) as Evidence
}

const move = 'serving-model:live'
/** The wait of the change that is stopped: its token dies with it. */
const orphan = `WAIT#cutover/${move}/50`
const patient = { timeout: 300_000, interval: 1000 }
const quick = { timeout: 300_000, interval: 5 }
const half = () => expect.poll(async () => (await live()).weights, patient).toEqual({ 2: 0.5 })

/** Stops an execution as soon as there is one, wherever it is then. */
const stop = (executionArn: string) =>
  expect
    .poll(() => aws.sfn.send(new StopExecutionCommand({ executionArn })).catch(() => undefined), quick)
    .toBeDefined()

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
    // A name that is only said decides nothing, nor does anybody else's proof.
    await tell(aws, { say: 'sign', release, gate, person: approver, channel: 'cli' })
    await decide(aws, 'nobody', { say: 'sign', release, gate })
    const words = ['reject', release, '--gate', gate, '--reason', reason]
    const said = await tidegateOf(
      inject('emulator'),
      inject('stepFunctions'),
      words,
      await credentialsOf(aws, approver),
    )
    expect(said).toMatchObject({ code: 0, err: '', out: expect.stringContaining(`reject by ${approver}`) })
    const ended = await closed(aws, arn)
    expect([ended.status, ended.error]).toEqual(['FAILED', 'refused'])
    expect(await evidence(release)).toMatchObject({ outcome: 'refused', because: expect.stringContaining(reason) })
    expect(await live()).toEqual({ version: '1', weights: {} })
    const [{ signatures }] = (await evidence(release)).gates as [Gate]
    const session = `arn:aws:sts::${account}:assumed-role/people/${approver}`
    expect(signatures).toMatchObject([{ person: approver, decision: 'reject', proved: 'iam', arn: session }])
    const no = { kind: 'people', gate: 'go', how: 'rejects' }
    expect(await happened(aws, release, await evidence(release))).toEqual(await rehearsed([no]))
  })

  it('goes back when an alarm goes off while half of the calls are on the new version', async () => {
    const release = 'alarmed'
    const arn = await start(aws, release, { system: 'serving', version: '1.1.0', requester: 'fay' })
    await sign(release)
    await half()
    // The same release again, while it is open: refused by the name of the first.
    const twice = await closed(aws, await start(aws, `${release}-again`, { system: 'serving', version: '1.1.0' }))
    expect([twice.error, twice.cause]).toEqual(['refused', expect.stringContaining(release)])
    await setAlarm(aws.cloudwatch, 'ALARM')
    const ended = await closed(aws, arn)
    await setAlarm(aws.cloudwatch, 'OK')
    expect([ended.status, ended.error]).toEqual(['FAILED', 'rolled-back'])
    expect(await live()).toEqual({ version: '1', weights: {} })
    const at = { action: move, step: 50, is: 'settled', plusSeconds: 5 }
    const again = { kind: 'double-start', at: { ...at, plusSeconds: 1 } }
    const alarm = { kind: 'alarm', alarm: 'serving-errors', at }
    expect(await happened(aws, release, await evidence(release))).toEqual(await rehearsed([again, alarm]))
  })

  it.each([
    ['release', 'the watchdog sees to that'],
    ['change', 'its parent sees to that'],
  ] as const)('goes back when its %s machine is stopped: %s', async (which, _why) => {
    const release = `stopped-${which}`
    const arn = await start(aws, release, { system: 'serving', version: '1.1.0', requester: 'fay' })
    await sign(release)
    await half()
    const executionArn = which === 'release' ? arn : execution('change', `${release}-change`)
    await aws.sfn.send(new StopExecutionCommand({ executionArn, cause: 'the story says so' }))
    await expect.poll(() => evidence(release).catch(() => undefined), patient).toMatchObject({ outcome: 'rolled-back' })
    expect(await live()).toEqual({ version: '1', weights: {} })
    await closed(aws, arn)
    const abort = { kind: 'abort', machine: which, at: { action: move, step: 50, is: 'settled', plusSeconds: 5 } }
    const story = await happened(aws, release, await evidence(release))
    expect(apartFrom(story, orphan)).toEqual(apartFrom(await rehearsed([abort]), orphan))
  })

  it('goes back all the same when its way back is stopped: another takes over', async () => {
    const release = 'stopped-rollback'
    const arn = await start(aws, release, { system: 'serving', version: '1.1.0', requester: 'fay' })
    await sign(release)
    await half()
    await aws.sfn.send(new StopExecutionCommand({ executionArn: execution('change', `${release}-change`) }))
    await stop(execution('rollback', `${release}-rollback-1`))
    const ended = await closed(aws, arn)
    expect([ended.status, ended.error]).toEqual(['FAILED', 'rolled-back'])
    expect(await live()).toEqual({ version: '1', weights: {} })
    const aborts = [
      { kind: 'abort', machine: 'change', at: { action: move, step: 50, is: 'settled', plusSeconds: 5 } },
      { kind: 'abort', machine: 'rollback', at: { state: 'Order the way back' } },
    ]
    const story = await happened(aws, release, await evidence(release))
    const seen = overtaken(apartFrom(story, orphan))
    expect(Object.keys(seen.states)).toContain('overtaker 1')
    expect(seen).toEqual(overtaken(apartFrom(await rehearsed(aborts), orphan)))
  })

  it('releases, started as the console does and signed by callback, though its Close is stopped', async () => {
    const release = 'released'
    const arn = await start(aws, release, { system: 'serving', version: '1.1.0', requester: 'fay' })
    await sign(release)
    await stop(execution('close', `${release}-close-1`))
    const ended = await closed(aws, arn)
    expect([ended.status, ended.error, ended.cause]).toEqual(['SUCCEEDED', undefined, undefined])
    expect(await live()).toEqual({ version: '2', weights: {} })
    const abort = { kind: 'abort', machine: 'close', at: { state: 'Write the evidence' } }
    const story = await happened(aws, release, await evidence(release))
    expect(apartFrom(story, 'close-1')).toEqual(apartFrom(await rehearsed([abort]), 'close-1'))
  })
})
