import type { MapCode } from '../code.ts'
import type { Entry, Execution } from '../execution.ts'
import type { Frame } from '../frame.ts'
import type { EvaluationScope } from '../jsonata/scope.ts'
import type { Payload } from '../payload.ts'

export async function distribute(
  _execution: Execution,
  _frame: Frame,
  _state: MapCode,
  _entry: Entry,
  _scope: EvaluationScope,
  _retryCount: number,
): Promise<Payload> {
  throw new Error('not yet')
}
