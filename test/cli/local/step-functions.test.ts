import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Local, serveLocal } from '../../../cli/local/server.ts'
import type { TaskCall } from '../../../rehearsal/engine/index.ts'

let local: Local
let sfn: SFNClient
const calls: TaskCall[] = []

beforeAll(async () => {
  local = await serveLocal({
    port: 0,
    region: 'eu-west-1',
    account: '111122223333',
    async task(call) {
      calls.push(call)
      return call.stateName === 'Break'
        ? { error: 'CheckFailed', cause: 'it said no' }
        : { output: { Payload: 'done' } }
    },
  })
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
  sfn = new SFNClient({ region: 'eu-west-1', endpoint: local.endpoint, credentials, maxAttempts: 1 })
})
afterAll(() => local.close())

const roleArn = 'arn:aws:iam::111122223333:role/test'
async function create(name: string, states: object, startAt: string): Promise<string> {
  const definition = JSON.stringify({ QueryLanguage: 'JSONata', StartAt: startAt, States: states })
  const { stateMachineArn } = await sfn.send(new CreateStateMachineCommand({ name, definition, roleArn }))
  return stateMachineArn!
}
const invoke = (resource: string, more: object = {}) => ({
  Type: 'Task',
  Resource: `arn:aws:states:::lambda:invoke${resource}`,
  Arguments: { FunctionName: 'f', Payload: { token: '{% $states.context.Task.Token %}' } },
  End: true,
  ...more,
})

async function closed(executionArn: string) {
  for (;;) {
    const found = await sfn.send(new DescribeExecutionCommand({ executionArn }))
    if (found.status !== 'RUNNING') return found
  }
}
const refusal = (sent: Promise<unknown>) =>
  sent.then(
    () => 'taken',
    (error: Error) => error.name,
  )

describe('Step Functions on this machine', () => {
  it('runs an execution to its end, and tells its history in pages', async () => {
    const stateMachineArn = await create(
      'greets',
      { Greet: { Type: 'Pass', Output: '{% {"hi": $states.input.who} %}', End: true } },
      'Greet',
    )
    const { executionArn, startDate } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn, name: 'one', input: '{"who":"ada"}' }),
    )
    expect(startDate).toBeInstanceOf(Date)
    expect(await closed(executionArn!)).toMatchObject({
      status: 'SUCCEEDED',
      output: '{"hi":"ada"}',
      input: '{"who":"ada"}',
    })
    const first = await sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 3 }))
    const rest = await sfn.send(new GetExecutionHistoryCommand({ executionArn, nextToken: first.nextToken! }))
    expect([...first.events!, ...rest.events!].map((event) => event.type)).toEqual([
      'ExecutionStarted',
      'PassStateEntered',
      'PassStateExited',
      'ExecutionSucceeded',
    ])
    expect(rest.nextToken).toBeUndefined()
    const last = await sfn.send(
      new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 1, includeExecutionData: false }),
    )
    expect(last.events![0]).toMatchObject({ id: 4, type: 'ExecutionSucceeded', executionSucceededEventDetails: {} })
    const list = await sfn.send(new ListExecutionsCommand({ stateMachineArn, statusFilter: 'SUCCEEDED' }))
    expect(list.executions!.map((one) => one.name)).toEqual(['one'])
  })

  it('keeps the name of an error', async () => {
    const stateMachineArn = await create(
      'breaks',
      { Break: { ...invoke(''), Arguments: { FunctionName: 'f', Payload: {} } } },
      'Break',
    )
    const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn }))
    expect(await closed(executionArn!)).toMatchObject({ status: 'FAILED', error: 'CheckFailed', cause: 'it said no' })
  })

  it('waits for an answer to its token, and takes only one', async () => {
    const stateMachineArn = await create('asks', { Ask: invoke('.waitForTaskToken') }, 'Ask')
    const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn, name: 'asked' }))
    await expect.poll(() => calls.find((call) => call.executionArn === executionArn)?.token).toBeDefined()
    const taskToken = calls.find((call) => call.executionArn === executionArn)!.token!
    await sfn.send(new SendTaskSuccessCommand({ taskToken, output: '{"signed":true}' }))
    expect(await closed(executionArn!)).toMatchObject({ status: 'SUCCEEDED', output: '{"signed":true}' })
    expect(await refusal(sfn.send(new SendTaskSuccessCommand({ taskToken, output: '{}' })))).toBe('TaskTimedOut')
    expect(await refusal(sfn.send(new SendTaskFailureCommand({ taskToken: 'nobody' })))).toBe('InvalidToken')
  })

  it('is stopped, and is the same execution for the same name and input', async () => {
    const stateMachineArn = await create('sleeps', { Sleep: { Type: 'Wait', Seconds: 99_999_999, End: true } }, 'Sleep')
    const start = () => sfn.send(new StartExecutionCommand({ stateMachineArn, name: 'night', input: '{}' }))
    const [first, again] = [await start(), await start()]
    expect(again.executionArn).toBe(first.executionArn)
    const other = new StartExecutionCommand({ stateMachineArn, name: 'night', input: '{"a":1}' })
    expect(await refusal(sfn.send(other))).toBe('ExecutionAlreadyExists')
    await sfn.send(new StopExecutionCommand({ executionArn: first.executionArn!, error: 'Stopped', cause: 'by hand' }))
    expect(await closed(first.executionArn!)).toMatchObject({ status: 'ABORTED', error: 'Stopped', cause: 'by hand' })
    expect(await refusal(start())).toBe('ExecutionAlreadyExists')
  })

  it('describes and lists the machines that were made', async () => {
    const stateMachineArn = await create('known', { Done: { Type: 'Succeed' } }, 'Done')
    const found = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }))
    expect(found).toMatchObject({ name: 'known', status: 'ACTIVE', type: 'STANDARD', roleArn })
    const { stateMachines } = await sfn.send(new ListStateMachinesCommand({}))
    expect(stateMachines!.map((one) => one.name)).toContain('known')
  })

  it('refuses as AWS does', async () => {
    const nobody = 'arn:aws:states:eu-west-1:111122223333:stateMachine:nobody'
    expect(await refusal(sfn.send(new StartExecutionCommand({ stateMachineArn: nobody })))).toBe(
      'StateMachineDoesNotExist',
    )
    expect(await refusal(sfn.send(new ListExecutionsCommand({ stateMachineArn: nobody })))).toBe(
      'StateMachineDoesNotExist',
    )
    const executionArn = 'arn:aws:states:eu-west-1:111122223333:execution:nobody:x'
    expect(await refusal(sfn.send(new DescribeExecutionCommand({ executionArn })))).toBe('ExecutionDoesNotExist')
    const definition = '{"StartAt":"A","States":{}}'
    expect(await refusal(sfn.send(new CreateStateMachineCommand({ name: 'x', definition, roleArn })))).toBe(
      'InvalidDefinition',
    )
    const bad = await fetch(local.endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSStepFunctions.StartExecution' },
      body: '[',
    })
    expect([bad.status, ((await bad.json()) as { __type: string }).__type]).toEqual([400, 'SerializationException'])
    expect((await fetch(local.endpoint)).status).toBe(400)
  })
})
