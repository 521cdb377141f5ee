import { describe, expect, it } from 'vitest'
import { releaseOf } from '../../../shared/phases/watchdog.ts'
import { executionArn } from '../../../shared/wayback/executions.ts'
import { plainCause } from '../../../shared/wayback/plain-cause.ts'

describe('a cause as Step Functions hands it on', () => {
  it.each([
    ['AlarmWentOff: alarm "x" went off', 'AlarmWentOff: alarm "x" went off'],
    ['CheckBlocks: {"errorType":"CheckBlocks","errorMessage":"blocked by a","trace":[]}', 'CheckBlocks: blocked by a'],
    [
      'States.TaskFailed: {"ExecutionArn":"arn","Status":"FAILED","Error":"AlarmWentOff","Cause":"alarm \\"x\\""}',
      'AlarmWentOff: alarm "x"',
    ],
    ['States.TaskFailed: {"Status":"ABORTED"}', 'States.TaskFailed: the execution ended without a word'],
    ['States.TaskFailed: {"Error":"E","Cause":"cut in the mid', 'States.TaskFailed: cut in the mid'],
    ['States.Timeout: ', 'States.Timeout: '],
    ['X: {not json', 'X: {not json'],
  ])('%s reads %s', (given, plain) => expect(plainCause(given)).toBe(plain))
})

describe('names of executions', () => {
  it('lead back to the release', () => {
    expect(['a-1', 'a-1-rollback-2', 'a-1-close-1', 'rollback-1'].map(releaseOf)).toEqual([
      'a-1',
      'a-1',
      'a-1',
      'rollback-1',
    ])
  })
  it('are found from a machine or its version', () => {
    const arn = 'arn:aws:states:eu-west-1:111122223333:execution:tidegate-close:a-close-1'
    expect(executionArn('arn:aws:states:eu-west-1:111122223333:stateMachine:tidegate-close', 'a-close-1')).toBe(arn)
    expect(executionArn('arn:aws:states:eu-west-1:111122223333:stateMachine:tidegate-close:7', 'a-close-1')).toBe(arn)
  })
})
