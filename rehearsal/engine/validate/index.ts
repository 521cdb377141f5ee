import { definitionOf } from '../definition.ts'
import type { Limits } from '../limits.ts'

/** One thing that Step Functions would complain about. */
export interface Problem {
  /** The kind of complaint, named as ValidateStateMachineDefinition names it. */
  code: string
  /** Where: `/States/Back up/TimeoutSeconds`. */
  location: string
  message: string
}

export interface Validation {
  accepted: boolean
  problems: Problem[]
}

export interface ValidateOptions {
  type?: 'STANDARD' | 'EXPRESS'
  limits?: Partial<Limits>
}

export function validateDefinition(definition: unknown, _options: ValidateOptions = {}): Validation {
  return { accepted: definitionOf(definition) !== undefined, problems: [] }
}
