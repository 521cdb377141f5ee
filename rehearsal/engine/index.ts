/**
 * The rehearsal engine: Step Functions in virtual time.
 *
 * Two plain functions drive it from outside, {@link runStateMachine} and {@link validateDefinition}; the simulated
 * account uses {@link createEngine}.
 */

export { ServiceError } from './failures.ts'
export { awsLimits, type Limits } from './limits.ts'
export { createEngine, DefinitionRejected, Engine, type StartExecution } from './machines.ts'
export { type RunResult, type RunStateMachine, runStateMachine } from './run.ts'
export type {
  EngineOptions,
  ExecutionDescription,
  ExecutionStatus,
  HistoryEvent,
  TaskAnswer,
  TaskCall,
} from './types.ts'
export { type Problem, type ValidateOptions, type Validation, validateDefinition } from './validate/index.ts'
