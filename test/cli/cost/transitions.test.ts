import { describe, expect, it } from 'vitest'
import { transitions, waitedIn } from '../../../cli/cost/transitions.ts'
import type { HistoryEvent } from '../../../rehearsal/engine/index.ts'

/** Events a second apart; `type:state` names the state. */
const history = (...types: string[]): HistoryEvent[] =>
  types.map((one, at) => {
    const [type, state] = one.split(':') as [string, string?]
    const family = type.endsWith('Entered') ? 'stateEntered' : 'stateExited'
    const event = { id: at + 1, previousEventId: at, timestamp: new Date(at * 1000), type }
    return state === undefined ? event : { ...event, [`${family}EventDetails`]: { name: state } }
  })
const once = ['TaskStateEntered:Bake', 'TaskScheduled', 'TaskStarted', 'TaskSucceeded', 'TaskStateExited:Bake']

describe('state transitions', () => {
  it('are one for each state entered, whatever happened inside it', () => {
    expect(
      transitions(history('ExecutionStarted', ...once, 'ChoiceStateEntered:Kept?', 'ChoiceStateExited:Kept?')),
    ).toBe(2)
  })

  it('count every retry once more', () => {
    const retried = ['TaskStateEntered:Bake', 'TaskScheduled', 'TaskFailed', ...once.slice(1)]
    expect(transitions(history('ExecutionStarted', ...retried))).toBe(2)
  })

  it('are none for an execution that never came to a state', () => {
    expect(transitions(history('ExecutionStarted', 'ExecutionAborted'))).toBe(0)
  })
})

describe('what was recorded while waiting', () => {
  it('is the events from entry to exit, and how long that was', () => {
    expect(waitedIn(history('ExecutionStarted', ...once, 'ExecutionSucceeded'), 'Bake')).toEqual({
      events: 5,
      transitions: 0,
      seconds: 4,
    })
  })

  it('shows a machine that polls', () => {
    const polling = [
      'MapStateEntered:Bake',
      'WaitStateEntered',
      'TaskStateEntered',
      'TaskScheduled',
      'MapStateExited:Bake',
    ]
    expect(waitedIn(history(...polling), 'Bake').transitions).toBe(2)
  })

  it('is unknown of a state that was never left', () => {
    expect(() => waitedIn(history(once[0]!), 'Bake')).toThrow(/no state "Bake" behind it/)
  })
})
