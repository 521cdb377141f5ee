import type { MapCode } from '../code.ts'
import type { Entry, Execution, Outcome } from '../execution.ts'
import { EvaluationError } from '../failures.ts'
import type { Frame } from '../frame.ts'
import type { EvaluationScope } from '../jsonata/scope.ts'
import { joined, Payload } from '../payload.ts'
import { isPromise } from '../promises.ts'
import { distribute } from './distributed-map.ts'
import { fork, type Lane } from './fork.ts'
import { withRecovery } from './recover.ts'

/** Runs the processor once for every item; the result is its outputs in item order. */
export function mapItems(execution: Execution, frame: Frame, state: MapCode, entry: Entry): Promise<Outcome> {
  return withRecovery(execution, frame, state, entry, async (retryCount) => {
    const scope = execution.view(frame, state, entry, { retryCount })
    const result = state.distributed
      ? await distribute(execution, frame, state, entry, scope, retryCount)
      : await iterate(execution, frame, state, entry, scope, retryCount)
    const after = execution.view(frame, state, entry, { result: result.value, retryCount })
    return execution.leave(frame, state, state, after, result)
  })
}

async function iterate(
  execution: Execution,
  frame: Frame,
  state: MapCode,
  entry: Entry,
  scope: EvaluationScope,
  retryCount: number,
): Promise<Payload> {
  const found = state.items === undefined ? itemsOfInput(entry) : state.items.evaluate(scope)
  const items = isPromise(found) ? await frame.hold(found) : (found as unknown[])
  const limit = state.maxConcurrency?.evaluate(scope) ?? 0
  const wanted = isPromise(limit) ? await frame.hold(limit) : (limit as number)
  const { inlineMapConcurrency } = execution.host.limits
  const atOnce = wanted === 0 ? inlineMapConcurrency : Math.min(wanted, inlineMapConcurrency)
  execution.emit(frame, 'MapStateStarted', 'mapStateStarted', { length: items.length })
  frame.decision = frame.last
  const outputs = await frame.hold(
    fork(execution, frame, items.length, atOnce, (index) => {
      const input = selectItem(execution, frame, state, entry, { Index: index, Value: items[index] }, retryCount)
      const lane = (payload: Payload): Lane => ({
        code: state.processor,
        input: payload,
        iteration: { name: state.name, index },
      })
      return isPromise(input) ? (input as Promise<Payload>).then(lane) : lane(input as Payload)
    }),
  )
  frame.decision = frame.last
  execution.aside(frame.last, 'MapStateSucceeded')
  return joined(outputs)
}

function itemsOfInput({ input }: Entry): unknown[] {
  if (Array.isArray(input.value)) return input.value
  throw new EvaluationError(`Map state input must be an array but was: ${input.text}`)
}

/** The input of one iteration: the item, or what ItemSelector makes of it. */
export function selectItem(
  execution: Execution,
  frame: Frame,
  state: MapCode,
  entry: Entry,
  item: Record<string, unknown>,
  retryCount: number,
): Payload | Promise<Payload> {
  if (state.itemSelector === undefined) {
    return new Payload('Key' in item ? { Key: item.Key, Value: item.Value } : item.Value)
  }
  const scope = execution.view(frame, state, entry, { retryCount, context: { Map: { Item: item } } })
  const selected = state.itemSelector.evaluate(scope)
  return isPromise(selected) ? selected.then((value) => new Payload(value)) : new Payload(selected)
}
