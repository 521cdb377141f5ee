import type { TaskCode } from '../code.ts'
import type { Entry, Execution, NestedRun, Outcome } from '../execution.ts'
import { outputTooLarge, StateFailure } from '../failures.ts'
import type { Frame } from '../frame.ts'
import type { EvaluationScope } from '../jsonata/scope.ts'
import { Payload } from '../payload.ts'
import { isPromise } from '../promises.ts'
import { type Resource, resourceOf } from '../resources.ts'
import { type TaskEvents, type TaskLimits, taskEvents } from '../task-events.ts'
import type { TaskAnswer, TaskCall } from '../types.ts'
import { Attempt } from './attempt.ts'
import { withRecovery } from './recover.ts'

/** Has its resource do something, and waits for the answer. */
export function runTask(execution: Execution, frame: Frame, state: TaskCode, entry: Entry): Promise<Outcome> {
  const resource = resourceOf(state.resource)!
  return withRecovery(execution, frame, state, entry, async (retryCount) => {
    const attempt = new Attempt(execution, frame)
    try {
      const result = await callResource(execution, frame, state, entry, resource, attempt, retryCount)
      frame.decision = frame.last
      const scope = execution.view(frame, state, entry, { result: result.value, retryCount })
      return await execution.leave(frame, state, state, scope, result)
    } finally {
      attempt.end()
    }
  })
}

async function callResource(
  execution: Execution,
  frame: Frame,
  state: TaskCode,
  entry: Entry,
  resource: Resource,
  attempt: Attempt,
  retryCount: number,
): Promise<Payload> {
  const events = taskEvents(execution, frame, resource)
  const token = resource.pattern === 'token' ? attempt.issueToken() : undefined
  const context = token === undefined ? undefined : { Task: { Token: token } }
  const scope = execution.view(frame, state, entry, context === undefined ? { retryCount } : { retryCount, context })
  const prepared = prepare(state, scope)
  const { given, timeout, heartbeat, roleArn } = isPromise(prepared) ? await frame.hold(prepared) : prepared
  const parameters = state.arguments === undefined ? entry.input : new Payload(given)
  if (parameters.exceeds(execution.host.limits.payloadBytes)) throw outputTooLarge(state.name)
  const limits: TaskLimits = {}
  if (timeout !== undefined) limits.timeoutInSeconds = timeout
  if (heartbeat !== undefined) limits.heartbeatInSeconds = heartbeat
  const { identity } = execution
  const call: TaskCall = {
    executionArn: identity.arn,
    executionName: identity.name,
    machine: identity.machineName,
    stateName: state.name,
    resource: resource.arn,
    arguments: parameters.value,
    attempt: retryCount,
  }
  if (token !== undefined) call.token = token

  events.scheduled(parameters, limits, roleArn)
  // The other branches come to their own tasks before this one is started.
  await frame.hold(Promise.resolve())
  events.started()
  attempt.limit(limits, resource.pattern)
  const nested = execution.host.nested?.(execution, call)
  const answer = await answerOf(execution, resource, call, nested, events, attempt)
  if (answer === 'timed out' || answer === 'no heartbeat') {
    events.timedOut('States.Timeout')
    throw new StateFailure(
      'States.Timeout',
      undefined,
      answer === 'no heartbeat' ? 'States.HeartbeatTimeout' : undefined,
    )
  }
  if (!('output' in answer)) {
    events.failed(answer.error, answer.cause)
    throw new StateFailure(answer.error, answer.cause)
  }
  if (answer.output.exceeds(execution.host.limits.payloadBytes)) {
    const tooLarge = outputTooLarge(events.label)
    events.failed(tooLarge.error, tooLarge.cause)
    throw tooLarge
  }
  events.succeeded(answer.output)
  return answer.output
}

interface Prepared {
  given: unknown
  timeout: number | undefined
  heartbeat: number | undefined
  roleArn: unknown
}

/** Evaluates the fields of a Task; without promises if it can, so that a task is scheduled as soon as it is entered. */
function prepare(state: TaskCode, scope: EvaluationScope): Prepared | Promise<Prepared> {
  const fields = [state.timeoutSeconds, state.heartbeatSeconds, state.arguments, state.roleArn]
  const pending: unknown[] = []
  try {
    for (const field of fields) pending.push(field?.evaluate(scope))
  } catch (error) {
    for (const value of pending) if (isPromise(value)) value.catch(() => undefined)
    throw error
  }
  const prepared = ([timeout, heartbeat, given, roleArn]: unknown[]): Prepared => ({
    given,
    timeout: timeout as number | undefined,
    heartbeat: heartbeat as number | undefined,
    roleArn,
  })
  return pending.some(isPromise) ? Promise.all(pending).then(prepared) : prepared(pending)
}

/** Carries the call out by its pattern: the answer counts, or what follows it does. */
function answerOf(
  execution: Execution,
  { pattern, kind }: Resource,
  call: TaskCall,
  nested: NestedRun | undefined,
  events: TaskEvents,
  attempt: Attempt,
): ReturnType<Attempt['settled']> {
  const submitted = (output: unknown): void => {
    events.submitted(Payload.copyOf(output))
    attempt.submitted()
  }
  if (nested !== undefined) {
    attempt.onEnd(() => nested.stop())
    if (pattern !== 'sync' || !('output' in nested.submitted)) attempt.answer(nested.submitted)
    else {
      submitted(nested.submitted.output)
      nested.finished!.then((answer) => attempt.answer(answer))
    }
    return attempt.settled()
  }
  const asked = execution.host.task(call)
  if (pattern === 'sync' && kind === 'integration') submitted({})
  const take = (answer: TaskAnswer): void => {
    if (pattern === 'token' && 'output' in answer) attempt.whileOpen(() => submitted(answer.output))
    else attempt.answer(answer)
  }
  asked.then(take, (error: unknown) => attempt.break(error))
  return attempt.settled()
}
