/**
 * A single table of items with conditional writes: the port under the ledger.
 *
 * One call here is exactly one DynamoDB call there (`get` GetItem, `query` Query per page, `write` of one PutItem,
 * UpdateItem or DeleteItem, `write` of several TransactWriteItems), all strongly consistent, so that a rehearsal can be
 * killed at each of them. Values are JSON.
 */
export interface Store {
  get(key: Key): Promise<Item | undefined>
  /** All items of a partition whose sort key starts with `prefix`, in sort order. */
  query(pk: string, prefix?: string): Promise<Item[]>
  /** All or nothing. A condition that does not hold changes nothing and is an answer, not an error. */
  write(...writes: [Write, ...Write[]]): Promise<Written>
}

export interface Key {
  readonly pk: string
  readonly sk: string
}
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }
export type Item = Key & { readonly [name: string]: Json }

export type Write =
  | { readonly put: Item; readonly if?: Condition }
  /** Sets (with null removes, with undefined leaves) attributes of one item; creates it when there is none and the condition allows. */
  | { readonly set: Key; readonly to: { readonly [name: string]: Json }; readonly if?: Condition }
  | { readonly remove: Key; readonly if?: Condition }
  | { readonly check: Key; readonly if: Condition }

/** 'absent' and 'present' speak of the item; the others of one attribute, and all must hold. */
export type Condition = 'absent' | 'present' | { readonly [attribute: string]: Test }
export type Test =
  | { readonly is: string | number | boolean }
  | { readonly in: readonly (string | number)[] }
  | { readonly less: number | string }
  | { readonly absent: true }
  | { readonly present: true }
  /** Absent or equal: written once, or found to be ours. */
  | { readonly absentOr: string | number }
  | { readonly absentOrLess: number | string }
  | { readonly absentOrIn: readonly (string | number)[] }

export type Written =
  /** `now` is the item as it became, when the call was one single `put` or `set`; DynamoDB tells it for nothing. */
  | { readonly ok: true; readonly now?: Item }
  /** Which write's condition failed, and the item that stood in its way (as it was then). */
  | { readonly ok: false; readonly failed: number; readonly found: Item | undefined }
