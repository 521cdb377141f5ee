import { waitKey } from './keys.ts'
import { fromItem, toItem } from './record-items.ts'
import type { Attempt, WaitRecord } from './records.ts'
import type { Item, Json } from './store.ts'

/**
 * A wait as an item: each detail is an attribute of its own (`detail.<name>`), so that two looks that set different
 * ones lose nothing; `attemptOrder` sorts as attempts do; `wakesChanged` counts, for comparing.
 */
export interface WaitItem extends Omit<WaitRecord, 'detail'> {
  readonly attemptOrder: string
  readonly wakesChanged: number
}

const detailPrefix = 'detail.'

/** Sorts as (epoch, entered, retry) do; an epoch, a count of milliseconds and a count of retries all fit. */
export function attemptOrder({ epoch, entered, retry }: Attempt): string {
  return [epoch, entered, retry].map((number) => String(number).padStart(15, '0')).join('.')
}

export function toWaitItem(wait: WaitRecord, wakesChanged: number): Item {
  const { detail, ...rest } = wait
  return toItem(waitKey(wait.release, wait.name), {
    ...rest,
    ...detailAttributes(detail),
    attemptOrder: attemptOrder(wait.attempt),
    wakesChanged,
  })
}

export function fromWaitItem(item: Item): WaitRecord {
  const record: Record<string, unknown> = {}
  const detail: Record<string, Json> = {}
  for (const [name, value] of Object.entries(fromItem<Record<string, Json>>(item))) {
    if (name.startsWith(detailPrefix)) detail[name.slice(detailPrefix.length)] = value
    else if (name !== 'attemptOrder' && name !== 'wakesChanged') record[name] = value
  }
  return { ...record, detail } as unknown as WaitRecord
}

export function detailAttributes(detail: Readonly<Record<string, Json>>): { [name: string]: Json } {
  return Object.fromEntries(Object.entries(detail).map(([name, value]) => [detailPrefix + name, value]))
}
