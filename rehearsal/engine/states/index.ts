import type { StateCode } from '../code.ts'
import type { Entry, Execution, Outcome } from '../execution.ts'
import type { Frame } from '../frame.ts'
import { choose } from './choice.ts'
import { failState } from './fail.ts'
import { mapItems } from './map.ts'
import { runBranches } from './parallel.ts'
import { passOn } from './pass.ts'
import { runTask } from './task.ts'
import { wait } from './wait.ts'

/** Does what a state is there for, and says where to go on. */
export function enterState(
  execution: Execution,
  frame: Frame,
  state: StateCode,
  entry: Entry,
): Outcome | Promise<Outcome> {
  switch (state.type) {
    case 'Pass':
    case 'Succeed':
      return passOn(execution, frame, state, entry)
    case 'Choice':
      return choose(execution, frame, state, entry)
    case 'Wait':
      return wait(execution, frame, state, entry)
    case 'Fail':
      return failState(execution, frame, state, entry)
    case 'Task':
      return runTask(execution, frame, state, entry)
    case 'Parallel':
      return runBranches(execution, frame, state, entry)
    case 'Map':
      return mapItems(execution, frame, state, entry)
  }
}
