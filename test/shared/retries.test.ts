import { describe, expect, it } from 'vitest'
import { homeFromEnvironment } from '../../shared/home.ts'
import { callAws, isRead } from '../../shared/retries.ts'

/** A clock that moves only when somebody sleeps. */
function door() {
  let now = 0
  const slept: number[] = []
  return {
    slept,
    now: () => now,
    random: () => 0.5,
    sleep: async (ms: number) => {
      slept.push(ms)
      now += ms
    },
  }
}
const awsError = (name: string, status = 400) =>
  Object.assign(new Error(`${name} happened`), { name, $metadata: { httpStatusCode: status } })
const read = { name: 'ECS.DescribeServices', limitMs: 10_000 }
const write = { name: 'Route53.ChangeResourceRecordSets', limitMs: 10_000 }

describe('the retries of one AWS call', () => {
  it('wait longer each time and end within the limit', async () => {
    const tries = door()
    await expect(callAws(tries, read, () => Promise.reject(awsError('InternalFailure', 500)))).rejects.toMatchObject({
      name: 'AwsUnavailable',
    })
    expect(tries.slept.slice(0, 4)).toEqual([150, 300, 600, 1_200])
    expect(tries.now()).toBeLessThan(10_000)
  })

  it.each([
    'PriorRequestNotComplete',
    'Throttling',
    'TooManyRequestsException',
    'ProvisionedThroughputExceededException',
  ])('repeat a write after %s', async (name) => {
    const answers = [Promise.reject(awsError(name)), Promise.resolve('taken')]
    expect(await callAws(door(), write, () => answers.shift() as Promise<string>)).toBe('taken')
  })

  it.each(['TransactionConflictException', 'InvalidChangeBatch', 'ConditionalCheckFailedException'])(
    'leave %s to the caller, at once',
    async (name) => {
      const tries = door()
      await expect(callAws(tries, write, () => Promise.reject(awsError(name)))).rejects.toMatchObject({ name })
      expect(tries.slept).toEqual([])
    },
  )

  it.each(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'AuthorizationErrorException', '403'])(
    'take %s for a missing right',
    async (name) => {
      await expect(callAws(door(), read, () => Promise.reject(awsError(name, 403)))).rejects.toMatchObject({
        name: 'AccessDenied',
      })
    },
  )

  it('give one try of a read less than all the time', async () => {
    const given: number[] = []
    const once = (ms: number) => {
      given.push(ms)
      return Promise.resolve()
    }
    await callAws(door(), read, once)
    await callAws(door(), write, once)
    expect(given).toEqual([4_000, 10_000])
  })

  it('let calls of Route 53 start apart, and those of others at once', async () => {
    const tries = { ...door(), starts: new Map<string, number>() }
    const once = () => Promise.resolve()
    for (const name of ['Route53.GetChange', 'Route53.GetChange', 'Route53.GetHostedZone'])
      await callAws(tries, { name, limitMs: 10_000 }, once)
    expect(tries.slept).toEqual([300, 300])
    await callAws(tries, read, once)
    await callAws(tries, read, once)
    expect(tries.slept).toEqual([300, 300])
  })

  it('count what they do not know as a write', () => {
    expect(['S3.HeadObject', 'CloudWatch.GetMetricData', 'DynamoDB.BatchGetItem'].map(isRead)).toEqual([
      true,
      true,
      true,
    ])
    expect(['ECS.RunTask', 'SQS.ReceiveMessage', 'SFN.StartExecution', 'S3.PutObject'].map(isRead)).toEqual([
      false,
      false,
      false,
      false,
    ])
  })
})

describe("the names of Tidegate's own resources", () => {
  it('are told missing all at once', () => {
    expect(() => homeFromEnvironment({ AWS_REGION: 'eu-west-1', TIDEGATE_TABLE: '' })).toThrow(
      /TIDEGATE_ACCOUNT, TIDEGATE_TABLE, TIDEGATE_BUCKET.*TIDEGATE_CLOSE_MACHINE/,
    )
  })

  it('are read from the environment', () => {
    const names = [
      'AWS_REGION',
      'TIDEGATE_ACCOUNT',
      'TIDEGATE_TABLE',
      'TIDEGATE_BUCKET',
      'TIDEGATE_QUEUE_URL',
      'TIDEGATE_APPROVALS_TOPIC',
    ]
    const more = [
      'TIDEGATE_NOTICES_TOPIC',
      'TIDEGATE_RELEASE_MACHINE',
      'TIDEGATE_CHANGE_MACHINE',
      'TIDEGATE_ROLLBACK_MACHINE',
      'TIDEGATE_CLOSE_MACHINE',
    ]
    const home = homeFromEnvironment(Object.fromEntries([...names, ...more].map((name) => [name, `${name} value`])))
    expect(home.machines.rollback).toBe('TIDEGATE_ROLLBACK_MACHINE value')
  })
})
