import type { MapCode } from '../code.ts'
import type { Entry, Execution } from '../execution.ts'
import { EvaluationError, StateFailure } from '../failures.ts'
import type { Frame } from '../frame.ts'
import { uuid } from '../jsonata/functions.ts'
import type { EvaluationScope } from '../jsonata/scope.ts'
import { joined, Payload } from '../payload.ts'
import { type Batch, batches } from './batches.ts'
import { selectItem } from './map.ts'
import { evaluate, numbersOf, Tolerance } from './tolerance.ts'

/** Runs a child execution for every item or batch. The parent's history holds the Map Run only. */
export async function distribute(
  execution: Execution,
  frame: Frame,
  state: MapCode,
  entry: Entry,
  scope: EvaluationScope,
  retryCount: number,
): Promise<Payload> {
  const { concurrency, count, percentage } = await numbersOf(frame, state, scope)
  const given = state.reader === undefined ? await givenItems(frame, state, entry, scope) : undefined
  execution.emit(frame, 'MapStateStarted', 'mapStateStarted', { length: given?.length ?? 0 })
  const run = `${state.label ?? state.name.replace(/\W/g, '')}:${uuid(() => execution.host.random())}`
  const mapRunArn = execution.identity.machineArn.replace(':stateMachine:', ':mapRun:').concat(`/${run}`)
  execution.emit(frame, 'MapRunStarted', 'mapRunStarted', { mapRunArn })
  try {
    const items = given ?? (await readItems(execution, frame, state, scope))
    const inputs: Payload[] = []
    for (const item of items) {
      inputs.push(await frame.hold(Promise.resolve(selectItem(execution, frame, state, entry, item, retryCount))))
    }
    const work = await batches(frame, state, inputs, scope)
    const tolerance = new Tolerance(items.length, count, percentage)
    const { distributedMapConcurrency } = execution.host.limits
    const atOnce = concurrency === 0 ? distributedMapConcurrency : Math.min(concurrency, distributedMapConcurrency)
    const outputs = await frame.hold(runChildren(execution, frame, state, run, work, atOnce, tolerance))
    execution.emit(frame, 'MapRunSucceeded')
    frame.decision = frame.last
    execution.aside(frame.last, 'MapStateSucceeded')
    return state.writer === undefined ? joined(outputs) : await written(execution, frame, state, scope, mapRunArn)
  } catch (error) {
    if (error instanceof StateFailure) {
      execution.emit(frame, 'MapRunFailed', 'mapRunFailed', { error: error.error, cause: error.cause })
      frame.decision = frame.last
    }
    throw error
  }
}

/** An item as the Context Object has it. */
type Item = { Index: number; Value: unknown; Key?: string }

async function givenItems(frame: Frame, state: MapCode, { input }: Entry, scope: EvaluationScope): Promise<Item[]> {
  const items = state.entries === undefined ? input.value : await evaluate(frame, state.entries, scope)
  if (Array.isArray(items)) return items.map((Value, Index) => ({ Index, Value }))
  if (typeof items === 'object' && items !== null) {
    return Object.entries(items).map(([Key, Value], Index) => ({ Index, Key, Value }))
  }
  throw new EvaluationError(`Map state input must be an array but was: ${JSON.stringify(items)}`)
}

async function readItems(execution: Execution, frame: Frame, state: MapCode, scope: EvaluationScope): Promise<Item[]> {
  const { resource, arguments: template, maxItems } = state.reader!
  const given = template === undefined ? {} : await evaluate(frame, template, scope)
  const { identity } = execution
  const answer = await frame.hold(
    execution.host.task({
      executionArn: identity.arn,
      executionName: identity.name,
      machine: identity.machineName,
      stateName: state.name,
      resource,
      arguments: given,
      attempt: 0,
    }),
  )
  if ('hang' in answer) return await frame.hold(new Promise<never>(() => undefined))
  if ('error' in answer) throw new StateFailure('States.ItemReaderFailed', answer.cause ?? answer.error)
  if (!Array.isArray(answer.output)) {
    throw new StateFailure('States.ItemReaderFailed', 'Attempting to map over non-iterable node.')
  }
  const max = maxItems === undefined ? undefined : await evaluate(frame, maxItems, scope)
  return answer.output.slice(0, max as number | undefined).map((Value, Index) => ({ Index, Value }))
}

function runChildren(
  execution: Execution,
  frame: Frame,
  state: MapCode,
  run: string,
  work: readonly Batch[],
  atOnce: number,
  tolerance: Tolerance,
): Promise<Payload[]> {
  const outputs = new Array<Payload>(work.length)
  const running = new Set<Execution>()
  let started = 0
  let done = 0
  const stopAll = (): void => {
    for (const child of [...running]) child.stop()
  }
  const forget = frame.onEnd(stopAll)
  return new Promise((resolve, reject) => {
    const finish = (child: Execution, index: number, items: number): void => {
      if (!running.delete(child)) return
      done += 1
      outputs[index] = child.output ?? new Payload({ Status: child.status, ...capitalized(child.failure) })
      if (child.output === undefined && !tolerance.bears(items)) {
        running.delete(child)
        forget()
        stopAll()
        const cause = 'The specified tolerated failure threshold was exceeded'
        reject(new StateFailure('States.ExceedToleratedFailureThreshold', cause))
      } else if (started < work.length) next()
      else if (done === work.length) {
        forget()
        resolve(outputs)
      }
    }
    const next = (): void => {
      const index = started++
      const { input, items } = work[index]!
      const child = execution.host.startChild(execution, state.processor, input, run.split(':')[0]!)
      running.add(child)
      child.onClosed(() => finish(child, index, items))
    }
    if (work.length === 0) {
      forget()
      resolve(outputs)
    }
    for (let lane = 0; lane < Math.min(atOnce, work.length); lane++) next()
  })
}

function capitalized({ error, cause }: { error?: string; cause?: string }): Record<string, string> {
  return { ...(error !== undefined && { Error: error }), ...(cause !== undefined && { Cause: cause }) }
}

/** With a ResultWriter the result only says where the results are. */
async function written(
  execution: Execution,
  frame: Frame,
  state: MapCode,
  scope: EvaluationScope,
  mapRunArn: string,
): Promise<Payload> {
  const template = state.writer!.arguments
  const given = (template === undefined ? {} : await evaluate(frame, template, scope)) as Record<string, string>
  const key = [given.Prefix, uuid(() => execution.host.random()), 'manifest.json'].filter((part) => part !== undefined)
  return new Payload({
    MapRunArn: mapRunArn,
    ResultWriterDetails: { Bucket: given.Bucket ?? null, Key: key.join('/') },
  })
}
