import type { Template } from './template.ts'
import type { TypedField } from './typed-field.ts'

/** A definition made ready to run: names resolved, expressions compiled. */
export interface ScopeCode {
  startAt: string
  states: Map<string, StateCode>
}

export interface MachineCode extends ScopeCode {
  timeoutSeconds: number | undefined
}

export interface Transition {
  /** Where to go on; undefined ends the scope. */
  next: string | undefined
  output: Template | undefined
  assign: Template | undefined
}

interface Common extends Transition {
  name: string
}

export interface PassCode extends Common {
  type: 'Pass' | 'Succeed'
}

export interface FailCode extends Common {
  type: 'Fail'
  error: TypedField<string> | undefined
  cause: TypedField<string> | undefined
}

export interface WaitCode extends Common {
  type: 'Wait'
  seconds: TypedField<number> | undefined
  timestamp: TypedField<string> | undefined
}

export interface ChoiceCode extends Common {
  type: 'Choice'
  rules: (Transition & { condition: TypedField<boolean> })[]
}

export interface Retrier {
  errors: readonly string[]
  intervalSeconds: number
  maxAttempts: number
  backoffRate: number
  maxDelaySeconds: number
  jitter: boolean
}

export interface Catcher extends Transition {
  errors: readonly string[]
}

interface Recoverable extends Common {
  retriers: readonly Retrier[]
  catchers: readonly Catcher[]
}

export interface TaskCode extends Recoverable {
  type: 'Task'
  resource: string
  arguments: Template | undefined
  timeoutSeconds: TypedField<number> | undefined
  heartbeatSeconds: TypedField<number> | undefined
  roleArn: Template | undefined
}

export interface ParallelCode extends Recoverable {
  type: 'Parallel'
  arguments: Template | undefined
  branches: readonly ScopeCode[]
}

export interface MapCode extends Recoverable {
  type: 'Map'
  distributed: boolean
  items: TypedField<unknown[]> | undefined
  /** The items of a distributed Map may also be the entries of an object. */
  entries: Template | undefined
  itemSelector: Template | undefined
  maxConcurrency: TypedField<number> | undefined
  toleratedCount: TypedField<number> | undefined
  toleratedPercentage: TypedField<number> | undefined
  reader: { resource: string; arguments: Template | undefined; maxItems: TypedField<number> | undefined } | undefined
  batcher:
    | { size: TypedField<number> | undefined; bytes: TypedField<number> | undefined; input: Template | undefined }
    | undefined
  writer: { resource: string; arguments: Template | undefined } | undefined
  processor: ScopeCode
  label: string | undefined
}

export type RecoverableCode = TaskCode | ParallelCode | MapCode
export type StateCode = PassCode | FailCode | WaitCode | ChoiceCode | RecoverableCode
