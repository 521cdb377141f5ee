import type { MapCode } from '../code.ts'
import type { Frame } from '../frame.ts'
import type { EvaluationScope } from '../jsonata/scope.ts'
import { Payload } from '../payload.ts'
import { evaluate } from './tolerance.ts'

/** The input of one child execution, and how many items are in it. */
export interface Batch {
  input: Payload
  items: number
}

/** Puts items together as ItemBatcher says; without one, every item is a batch of its own. */
export async function batches(
  frame: Frame,
  { batcher }: MapCode,
  items: readonly Payload[],
  scope: EvaluationScope,
): Promise<Batch[]> {
  if (batcher === undefined) return items.map((input) => ({ input, items: 1 }))
  const size = batcher.size === undefined ? 0 : ((await evaluate(frame, batcher.size, scope)) as number)
  const bytes = batcher.bytes === undefined ? 0 : ((await evaluate(frame, batcher.bytes, scope)) as number)
  const common = batcher.input === undefined ? {} : { BatchInput: await evaluate(frame, batcher.input, scope) }
  const made: Batch[] = []
  let held: Payload[] = []
  let length = 0
  const flush = (): void => {
    if (held.length === 0) return
    made.push({ input: new Payload({ Items: held.map(({ value }) => value), ...common }), items: held.length })
    held = []
    length = 0
  }
  for (const item of items) {
    const more = Buffer.byteLength(item.text)
    if (bytes > 0 && length + more > bytes) flush()
    held.push(item)
    length += more
    if (size > 0 && held.length >= size) flush()
  }
  flush()
  return made
}
