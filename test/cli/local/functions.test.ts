import { createServer, type Server } from 'node:http'
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn'
import { strToU8, zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Local } from '../../../cli/local/server.ts'
import { startLocal } from '../../../cli/local/start.ts'

const source = `
export const handler = async (event, context) => {
  if (event.do === 'refuse') throw Object.assign(new Error('the gate is closed'), { name: 'GateRefused' })
  if (event.do === 'die') process.exit(3)
  if (event.do === 'hang') return new Promise((resolve) => setTimeout(resolve, 60_000))
  return { arn: context.invokedFunctionArn, mine: process.env.MINE, sfn: process.env.AWS_ENDPOINT_URL_SFN,
    left: context.getRemainingTimeInMillis() <= 1000, secret: process.env.SECRET_OF_THE_HOST ?? null }
}`
const functionArn = 'arn:aws:lambda:eu-west-1:111122223333:function:works:7'
const machineArn = 'arn:aws:states:eu-west-1:111122223333:stateMachine:deployed'
const definition = JSON.stringify({
  QueryLanguage: 'JSONata',
  StartAt: 'Call',
  States: {
    Call: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: '{% $states.input.name %}', Payload: '{% $states.input %}' },
      Output: '{% $states.result %}',
      End: true,
    },
  },
})

let emulator: Server
/** What was put on the emulator's bus. */
const bus: { Source: string; DetailType: string; Resources: string[]; Detail: string }[] = []
let local: Local
let sfn: SFNClient

/** As much of an emulator as knows one machine and one function. */
beforeAll(async () => {
  emulator = createServer((request, response) => {
    const answer = (body: unknown) => response.end(JSON.stringify(body))
    if (request.headers['x-amz-target'] === 'AWSStepFunctions.DescribeStateMachine') {
      return answer({ name: 'deployed', stateMachineArn: machineArn, type: 'STANDARD', definition })
    }
    if (request.headers['x-amz-target'] === 'AWSEvents.PutEvents') {
      request.on('data', (body) => bus.push(...(JSON.parse(String(body)) as { Entries: typeof bus }).Entries))
      return answer({ FailedEntryCount: 0, Entries: [{ EventId: 'e' }] })
    }
    if (request.url === '/code.zip') return response.end(zipSync({ 'functions/works.mjs': strToU8(source) }))
    if (request.url === '/2015-03-31/functions/works?Qualifier=7') {
      const { port } = emulator.address() as { port: number }
      const settings = { Handler: 'functions/works.handler', Timeout: 1, Version: '7', CodeSha256: 'abc' }
      return answer({
        Configuration: { ...settings, FunctionArn: functionArn, Environment: { Variables: { MINE: 'yes' } } },
        Code: { Location: `http://127.0.0.1:${port}/code.zip` },
      })
    }
    response.writeHead(404).end('{}')
    return undefined
  })
  await new Promise<void>((resolve) => emulator.listen(0, '127.0.0.1', resolve))
  const { port } = emulator.address() as { port: number }
  process.env['SECRET_OF_THE_HOST'] = 'not for functions'
  local = await startLocal({
    port: 0,
    region: 'eu-west-1',
    account: '111122223333',
    upstream: `http://127.0.0.1:${port}`,
  })
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
  sfn = new SFNClient({ region: 'eu-west-1', endpoint: local.endpoint, credentials, maxAttempts: 1 })
})
afterAll(async () => {
  delete process.env['SECRET_OF_THE_HOST']
  await local.close()
  emulator.close()
})

async function run(input: object) {
  const started = new StartExecutionCommand({ stateMachineArn: machineArn, input: JSON.stringify(input) })
  const { executionArn } = await sfn.send(started)
  for (;;) {
    const found = await sfn.send(new DescribeExecutionCommand({ executionArn: executionArn! }))
    if (found.status !== 'RUNNING') return found
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

describe('functions of an emulator, run here', () => {
  it('get their own settings, the version that was called, and nothing of this machine', async () => {
    const { output } = await run({ name: functionArn })
    const { Payload, ExecutedVersion, StatusCode } = JSON.parse(output!) as Record<string, unknown>
    expect({ ExecutedVersion, StatusCode }).toEqual({ ExecutedVersion: '7', StatusCode: 200 })
    expect(Payload).toEqual({ arn: functionArn, mine: 'yes', sfn: local.endpoint, left: true, secret: null })
  })

  it('fail by the name of what they threw', async () => {
    const { status, error, cause } = await run({ name: functionArn, do: 'refuse' })
    expect([status, error]).toEqual(['FAILED', 'GateRefused'])
    expect(JSON.parse(cause!)).toMatchObject({ errorType: 'GateRefused', errorMessage: 'the gate is closed' })
  })

  it('time out, die, or are not there, as on Lambda', async () => {
    expect((await run({ name: functionArn, do: 'hang' })).error).toBe('Sandbox.Timedout')
    expect((await run({ name: functionArn, do: 'die' })).error).toBe('Runtime.ExitError')
    expect((await run({ name: 'works:8' })).error).toBe('Lambda.ResourceNotFoundException')
    expect((await run({ name: functionArn })).status).toBe('SUCCEEDED')
  })
})

describe('an upstream', () => {
  it('hears when an execution starts and how it ends', async () => {
    const { executionArn } = await run({ name: functionArn, do: 'refuse' })
    const told = () => bus.filter(({ Resources }) => Resources[0] === executionArn)
    await expect.poll(() => told().length).toBe(2)
    const [started, ended] = told().map(({ Detail }) => JSON.parse(Detail) as Record<string, unknown>)
    expect(new Set(told().map(({ Source, DetailType }) => `${Source} ${DetailType}`))).toEqual(
      new Set(['aws.states Step Functions Execution Status Change']),
    )
    expect(new Set([started?.['status'], ended?.['status']])).toEqual(new Set(['RUNNING', 'FAILED']))
    expect(started).toMatchObject({ executionArn, stateMachineArn: machineArn })
    expect(
      told()
        .map(({ Detail }) => Detail)
        .join(),
    ).toContain('GateRefused')
  })

  it('is on this machine or refused', async () => {
    const far = startLocal({
      port: 0,
      region: 'eu-west-1',
      account: '111122223333',
      upstream: 'http://aws.example:4566',
    })
    await expect(far).rejects.toThrow('is not on this machine')
  })
})
