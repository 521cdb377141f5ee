import type { Condition, Item, Json, Test } from './store.ts'

/** Whether a condition holds for an item, exactly as DynamoDB decides it: nothing compares with what is not there. */
export function meets(item: Item | undefined, condition: Condition): boolean {
  if (condition === 'absent') return item === undefined
  if (condition === 'present') return item !== undefined
  return Object.entries(condition).every(([attribute, test]) => holds(item?.[attribute], test))
}

function holds(value: Json | undefined, test: Test): boolean {
  if ('is' in test) return value === test.is
  if ('in' in test) return test.in.some((one) => one === value)
  if ('less' in test) return isLess(value, test.less)
  if ('absent' in test) return value === undefined
  if ('present' in test) return value !== undefined
  if (value === undefined) return true
  if ('absentOr' in test) return value === test.absentOr
  if ('absentOrLess' in test) return isLess(value, test.absentOrLess)
  return test.absentOrIn.some((one) => one === value)
}

function isLess(value: Json | undefined, bound: number | string): boolean {
  // Of different types nothing is less: a number never is than a string.
  if (typeof value === 'number' && typeof bound === 'number') return value < bound
  return typeof value === 'string' && typeof bound === 'string' && value < bound
}
