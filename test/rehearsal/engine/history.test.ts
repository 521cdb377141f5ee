import { describe, expect, it } from 'vitest'
import { runStateMachine } from '../../../rehearsal/engine/index.ts'
import { answering, chainOf, during, failing, machine, scope, task, tokenTask, typesOf } from './machine.ts'

// The chains below were recorded on AWS for machines of the same shape.

const undefinedOutput = { Type: 'Pass', Output: '{% $states.input.none %}', End: true }
const boom = { Type: 'Fail', Error: 'MyError', Cause: 'my cause' }

const chainOfRun = async (definition: unknown, input: unknown = {}, answer = answering({ output: {} })) =>
  chainOf((await runStateMachine({ definition, input, task: answer })).history)

describe('the events of single states', () => {
  it('begin anew with the first state, and chain on from there', async () => {
    const definition = machine({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Succeed' } })
    expect(await chainOfRun(definition)).toEqual([
      '1<0 ExecutionStarted',
      '2<0 PassStateEntered',
      '3<2 PassStateExited',
      '4<3 SucceedStateEntered',
      '5<4 SucceedStateExited',
      '6<5 ExecutionSucceeded',
    ])
  })

  it('carry inputs, outputs and variables as JSON text', async () => {
    const definition = machine({
      A: { Type: 'Pass', Assign: { x: [1], y: '{% $states.input.a %}' }, Output: 'o', End: true },
    })
    const { history } = await runStateMachine({ definition, input: { a: 'é' } })
    expect(history[0]!.executionStartedEventDetails).toEqual({
      input: '{"a":"é"}',
      inputDetails: { truncated: false },
      roleArn: 'arn:aws:iam::111122223333:role/machine',
    })
    expect(history[1]!.stateEnteredEventDetails).toEqual({
      name: 'A',
      input: '{"a":"é"}',
      inputDetails: { truncated: false },
    })
    expect(history[2]!.stateExitedEventDetails).toEqual({
      name: 'A',
      output: '"o"',
      outputDetails: { truncated: false },
      assignedVariables: { x: '[1]', y: '"é"' },
      assignedVariablesDetails: { truncated: false },
    })
    expect(history[3]!.executionSucceededEventDetails).toEqual({ output: '"o"', outputDetails: { truncated: false } })
  })

  it('of a Fail end without an Exited', async () => {
    const run = await runStateMachine({ definition: machine({ F: boom }) })
    expect(chainOf(run.history)).toEqual(['1<0 ExecutionStarted', '2<0 FailStateEntered', '3<2 ExecutionFailed'])
    expect(run.history[2]!.executionFailedEventDetails).toEqual({ error: 'MyError', cause: 'my cause' })
  })

  it('record a failed evaluation from before the state was entered, but for a Wait from its entry', async () => {
    expect(await chainOfRun(machine({ A: { Type: 'Pass', Next: 'B' }, B: undefinedOutput }))).toEqual([
      '1<0 ExecutionStarted',
      '2<0 PassStateEntered',
      '3<2 PassStateExited',
      '4<3 PassStateEntered',
      '5<3 EvaluationFailed',
      '6<5 ExecutionFailed',
    ])
    const waiting = machine({ W: { Type: 'Wait', Timestamp: '{% $states.input.at %}', End: true } })
    expect(await chainOfRun(waiting, { at: '2016-12-05 21:29:29Z' })).toEqual([
      '1<0 ExecutionStarted',
      '2<0 WaitStateEntered',
      '3<2 EvaluationFailed',
      '4<3 ExecutionFailed',
    ])
  })

  it('name state, place, error and cause of a failed evaluation', async () => {
    const { history } = await runStateMachine({ definition: machine({ A: undefinedOutput }) })
    expect(history[2]!.evaluationFailedEventDetails).toEqual({
      error: 'States.QueryEvaluationError',
      cause: `${during('A', 2)}The JSONata expression '$states.input.none' specified for the field 'Output' returned nothing (undefined).`,
      location: 'Output',
      state: 'A',
    })
  })
})

describe('the events of a Task', () => {
  it('name service, action and what was asked', async () => {
    const definition = machine({ T: task({ TimeoutSeconds: 60, HeartbeatSeconds: 30 }) })
    const { history } = await runStateMachine({ definition, task: answering({ output: { Payload: 1 } }) })
    expect(chainOf(history).slice(1)).toEqual([
      '2<0 TaskStateEntered',
      '3<2 TaskScheduled',
      '4<3 TaskStarted',
      '5<4 TaskSucceeded',
      '6<5 TaskStateExited',
      '7<6 ExecutionSucceeded',
    ])
    expect(history[2]!.taskScheduledEventDetails).toEqual({
      resourceType: 'lambda',
      resource: 'invoke',
      region: 'eu-west-1',
      parameters: '{"FunctionName":"work"}',
      timeoutInSeconds: 60,
      heartbeatInSeconds: 30,
    })
    expect(history[3]!.taskStartedEventDetails).toEqual({ resourceType: 'lambda', resource: 'invoke' })
    expect(history[4]!.taskSucceededEventDetails).toEqual({
      resourceType: 'lambda',
      resource: 'invoke',
      output: '{"Payload":1}',
      outputDetails: { truncated: false },
    })
  })

  it('repeat from Scheduled for every attempt', async () => {
    const definition = machine({ T: task({ Retry: [{ ErrorEquals: ['Busy'] }] }) })
    expect(await chainOfRun(definition, {}, answering(failing('Busy'), { output: 1 }))).toEqual([
      '1<0 ExecutionStarted',
      '2<0 TaskStateEntered',
      '3<2 TaskScheduled',
      '4<3 TaskStarted',
      '5<4 TaskFailed',
      '6<5 TaskScheduled',
      '7<6 TaskStarted',
      '8<7 TaskSucceeded',
      '9<8 TaskStateExited',
      '10<9 ExecutionSucceeded',
    ])
  })

  it('exit by the catcher that takes the failure', async () => {
    const catcher = { ErrorEquals: ['Busy'], Assign: { said: '{% $states.errorOutput.Cause %}' }, Next: 'B' }
    const definition = machine({ T: task({ Catch: [catcher] }), B: { Type: 'Pass', Output: '{% $said %}', End: true } })
    const run = await runStateMachine({ definition, task: answering(failing('Busy', 'later')) })
    expect(run.output).toBe('later')
    expect(chainOf(run.history).slice(4, 7)).toEqual(['5<4 TaskFailed', '6<5 TaskStateExited', '7<6 PassStateEntered'])
    expect(run.history[5]!.stateExitedEventDetails).toMatchObject({
      output: '{"Error":"Busy","Cause":"later"}',
      assignedVariables: { said: '"later"' },
    })
  })

  it('tell a callback from the call, and its resource with the pattern', async () => {
    const { history } = await runStateMachine({
      definition: machine({ T: tokenTask() }),
      task: answering({ output: 'yes' }),
    })
    expect(typesOf(history).slice(2, 6)).toEqual(['TaskScheduled', 'TaskStarted', 'TaskSubmitted', 'TaskSucceeded'])
    expect(history[5]!.taskSucceededEventDetails).toMatchObject({
      resourceType: 'lambda',
      resource: 'invoke.waitForTaskToken',
      output: '"yes"',
    })
  })

  it("are the function's own for a bare function ARN", async () => {
    const arn = 'arn:aws:lambda:eu-west-1:111122223333:function:work'
    const definition = machine({
      T: { Type: 'Task', Resource: arn, Arguments: { a: 1 }, TimeoutSeconds: 5, End: true },
    })
    const { history, output } = await runStateMachine({ definition, task: answering({ output: { b: 2 } }) })
    expect(output).toEqual({ b: 2 })
    expect(chainOf(history).slice(2, 5)).toEqual([
      '3<2 LambdaFunctionScheduled',
      '4<3 LambdaFunctionStarted',
      '5<4 LambdaFunctionSucceeded',
    ])
    expect(history[2]!.lambdaFunctionScheduledEventDetails).toEqual({
      resource: arn,
      input: '{"a":1}',
      inputDetails: { truncated: false },
      timeoutInSeconds: 5,
    })
    expect(history[3]).toEqual({
      id: 4,
      previousEventId: 3,
      timestamp: history[3]!.timestamp,
      type: 'LambdaFunctionStarted',
    })
    const late = await runStateMachine({ definition, task: answering({ hang: true }) })
    expect(typesOf(late.history).slice(4)).toEqual(['LambdaFunctionTimedOut', 'ExecutionFailed'])
    const failed = await runStateMachine({ definition, task: answering(failing('Oops')) })
    expect(failed.history[4]!.lambdaFunctionFailedEventDetails).toEqual({ error: 'Oops', cause: 'it broke' })
  })
})

describe('the events of a Map', () => {
  const processor = scope({ P: { Type: 'Pass', End: true } })
  const one = { Type: 'Map', ItemProcessor: processor, End: true }

  it('go through the items one after another with MaxConcurrency 1', async () => {
    expect(await chainOfRun(machine({ M: { ...one, MaxConcurrency: 1 } }), [1, 2])).toEqual([
      '1<0 ExecutionStarted',
      '2<0 MapStateEntered',
      '3<2 MapStateStarted',
      '4<3 MapIterationStarted',
      '5<4 PassStateEntered',
      '6<5 PassStateExited',
      '7<6 MapIterationSucceeded',
      '8<6 MapIterationStarted',
      '9<8 PassStateEntered',
      '10<9 PassStateExited',
      '11<10 MapIterationSucceeded',
      '12<11 MapStateSucceeded',
      '13<11 MapStateExited',
      '14<13 ExecutionSucceeded',
    ])
  })

  it('exit from Started when there are no items', async () => {
    expect(await chainOfRun(machine({ M: one }), [])).toEqual([
      '1<0 ExecutionStarted',
      '2<0 MapStateEntered',
      '3<2 MapStateStarted',
      '4<3 MapStateSucceeded',
      '5<3 MapStateExited',
      '6<5 ExecutionSucceeded',
    ])
  })

  it('start all iterations, then schedule all tasks, then start all tasks', async () => {
    const inner = scope({ T: task({ TimeoutSeconds: 5 }) })
    const definition = machine({ M: { Type: 'Map', ItemProcessor: inner, End: true } })
    expect(await chainOfRun(definition, [0, 1, 2, 3], answering({ hang: true }))).toEqual([
      '1<0 ExecutionStarted',
      '2<0 MapStateEntered',
      '3<2 MapStateStarted',
      '4<3 MapIterationStarted',
      '5<3 MapIterationStarted',
      '6<3 MapIterationStarted',
      '7<3 MapIterationStarted',
      '8<4 TaskStateEntered',
      '9<8 TaskScheduled',
      '10<5 TaskStateEntered',
      '11<10 TaskScheduled',
      '12<6 TaskStateEntered',
      '13<12 TaskScheduled',
      '14<7 TaskStateEntered',
      '15<14 TaskScheduled',
      '16<9 TaskStarted',
      '17<11 TaskStarted',
      '18<13 TaskStarted',
      '19<15 TaskStarted',
      '20<16 TaskTimedOut',
      '21<20 MapIterationFailed',
      '22<20 TaskStateAborted',
      '23<20 MapIterationAborted',
      '24<20 TaskStateAborted',
      '25<20 MapIterationAborted',
      '26<20 TaskStateAborted',
      '27<20 MapIterationAborted',
      '28<20 TaskStateAborted',
      '29<20 MapStateFailed',
      '30<29 ExecutionFailed',
    ])
  })

  it('start again on a retry without a Failed in between, and exit by a catcher', async () => {
    const failed = { Type: 'Map', MaxConcurrency: 1, ItemProcessor: scope({ F: boom }), End: true }
    const retried = { ...failed, Retry: [{ ErrorEquals: ['MyError'], MaxAttempts: 1 }] }
    expect(await chainOfRun(machine({ M: retried }), [1])).toEqual([
      '1<0 ExecutionStarted',
      '2<0 MapStateEntered',
      '3<2 MapStateStarted',
      '4<3 MapIterationStarted',
      '5<4 FailStateEntered',
      '6<5 MapIterationFailed',
      '7<5 MapStateStarted',
      '8<7 MapIterationStarted',
      '9<8 FailStateEntered',
      '10<9 MapIterationFailed',
      '11<9 MapStateFailed',
      '12<11 ExecutionFailed',
    ])
    const caught = machine({
      M: { ...failed, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'C' }] },
      C: { Type: 'Pass', End: true },
    })
    expect((await chainOfRun(caught, [1])).slice(4, 9)).toEqual([
      '5<4 FailStateEntered',
      '6<5 MapIterationFailed',
      '7<5 MapStateFailed',
      '8<7 MapStateExited',
      '9<8 PassStateEntered',
    ])
  })

  it('record wrong items before the Map starts', async () => {
    const definition = machine({ M: { ...one, Items: '{% $states.input %}' } })
    const run = await runStateMachine({ definition, input: { foo: 'bar' } })
    expect(chainOf(run.history)).toEqual([
      '1<0 ExecutionStarted',
      '2<0 MapStateEntered',
      '3<0 EvaluationFailed',
      '4<3 MapStateFailed',
      '5<4 ExecutionFailed',
    ])
    expect(run.cause).toBe(
      `${during('M', 2)}The JSONata expression '$states.input' specified for the field 'Items' returned an unexpected result type. Expected 'array', but was 'object' for value: {"foo":"bar"}`,
    )
    const without = await runStateMachine({ definition: machine({ M: one }), input: 'text' })
    expect(without.cause).toBe(`${during('M', 2)}Map state input must be an array but was: "text"`)
    expect(without.history[2]!.evaluationFailedEventDetails).not.toHaveProperty('location')
  })

  it('are those of a Map Run when it is distributed', async () => {
    const ItemProcessor = { ...processor, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } }
    const run = await runStateMachine({ definition: machine({ M: { ...one, ItemProcessor } }), input: ['a', 'b'] })
    expect(run.output).toEqual(['a', 'b'])
    expect(chainOf(run.history)).toEqual([
      '1<0 ExecutionStarted',
      '2<0 MapStateEntered',
      '3<2 MapStateStarted',
      '4<3 MapRunStarted',
      '5<4 MapRunSucceeded',
      '6<5 MapStateSucceeded',
      '7<5 MapStateExited',
      '8<7 ExecutionSucceeded',
    ])
  })
})

describe('the events of a Parallel', () => {
  const branches = (...each: Record<string, Record<string, unknown>>[]) => ({
    Type: 'Parallel',
    Branches: each.map((states) => scope(states)),
    End: true,
  })

  it('chain each branch from Started, and go on from the last event of a branch', async () => {
    const definition = machine({ P: branches({ A: { Type: 'Pass', End: true } }, { B: { Type: 'Pass', End: true } }) })
    const chain = await chainOfRun(definition)
    expect(chain.slice(0, 3)).toEqual(['1<0 ExecutionStarted', '2<0 ParallelStateEntered', '3<2 ParallelStateStarted'])
    expect(chain.slice(3, 7).filter((event) => event.includes('<3 PassStateEntered'))).toHaveLength(2)
    expect(chain.slice(7)).toEqual(['8<7 ParallelStateSucceeded', '9<7 ParallelStateExited', '10<9 ExecutionSucceeded'])
  })

  it('say which failure ended it, and that a failed task was aborted', async () => {
    expect(await chainOfRun(machine({ P: branches({ F: boom }) }))).toEqual([
      '1<0 ExecutionStarted',
      '2<0 ParallelStateEntered',
      '3<2 ParallelStateStarted',
      '4<3 FailStateEntered',
      '5<4 ParallelStateFailed',
      '6<5 ExecutionFailed',
    ])
    const caught = { ...branches({ T: task() }), Catch: [{ ErrorEquals: ['States.ALL'], Next: 'H' }] }
    const definition = machine({ P: caught, H: { Type: 'Pass', End: true } })
    expect((await chainOfRun(definition, {}, answering(failing('Oops')))).slice(6)).toEqual([
      '7<6 TaskFailed',
      '8<7 TaskStateAborted',
      '9<7 ParallelStateFailed',
      '10<9 ParallelStateExited',
      '11<10 PassStateEntered',
      '12<11 PassStateExited',
      '13<12 ExecutionSucceeded',
    ])
  })

  it('fail twice when its catcher cannot be evaluated', async () => {
    const Catch = [
      { ErrorEquals: ['Other'], Next: 'Done' },
      { ErrorEquals: ['States.ALL'], Output: { v: '{% $states.input.none %}' }, Next: 'Done' },
    ]
    const definition = machine({ P: { ...branches({ F: boom }), Catch }, Done: { Type: 'Pass', End: true } })
    const run = await runStateMachine({ definition })
    expect(chainOf(run.history).slice(3)).toEqual([
      '4<3 FailStateEntered',
      '5<4 ParallelStateFailed',
      '6<4 EvaluationFailed',
      '7<6 ParallelStateFailed',
      '8<7 ExecutionFailed',
    ])
    expect(run.history[5]!.evaluationFailedEventDetails).toMatchObject({ location: 'Catch[1]/Output/v', state: 'P' })
  })

  it('abort what the other branches were in', async () => {
    const definition = machine({
      P: branches(
        { F: { Type: 'Wait', Seconds: 1, Next: 'G' }, G: boom },
        { W: { Type: 'Wait', Seconds: 9, End: true } },
      ),
    })
    expect((await chainOfRun(definition)).slice(-4)).toEqual([
      '7<6 FailStateEntered',
      '8<7 WaitStateAborted',
      '9<7 ParallelStateFailed',
      '10<9 ExecutionFailed',
    ])
  })
})
