import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import type { Condition, Json, Test } from './store.ts'

/** The names and values that the expressions of one DynamoDB call refer to; every attribute goes by a placeholder. */
export class Placeholders {
  readonly #names = new Map<string, string>()
  readonly #values: { [placeholder: string]: AttributeValue } = {}
  #count = 0

  name(attribute: string): string {
    const known = this.#names.get(attribute)
    if (known !== undefined) return known
    const placeholder = `#n${this.#names.size}`
    this.#names.set(attribute, placeholder)
    return placeholder
  }

  value(value: Json): string {
    const placeholder = `:v${this.#count++}`
    this.#values[placeholder] = marshalled({ value }).value!
    return placeholder
  }

  /** DynamoDB refuses empty maps, so what is not used is left out. */
  asInput(): { ExpressionAttributeNames?: Record<string, string>; ExpressionAttributeValues?: Attributes } {
    const names = Object.fromEntries([...this.#names].map(([attribute, placeholder]) => [placeholder, attribute]))
    return {
      ...(this.#names.size > 0 && { ExpressionAttributeNames: names }),
      ...(this.#count > 0 && { ExpressionAttributeValues: this.#values }),
    }
  }
}

export type Attributes = Record<string, AttributeValue>

export const marshalled = (value: object): Attributes => marshall(value, { removeUndefinedValues: true })

/** @returns nothing for a condition that always holds */
export function conditionExpression(condition: Condition | undefined, at: Placeholders): string | undefined {
  if (condition === undefined) return undefined
  if (condition === 'absent') return `attribute_not_exists(${at.name('pk')})`
  if (condition === 'present') return `attribute_exists(${at.name('pk')})`
  const tests = Object.entries(condition).map(([attribute, test]) => testExpression(at.name(attribute), test, at))
  return tests.length === 0 ? undefined : tests.join(' AND ')
}

function testExpression(name: string, test: Test, at: Placeholders): string {
  const orAbsent = (expression: string) => `(attribute_not_exists(${name}) OR ${expression})`
  if ('is' in test) return `${name} = ${at.value(test.is)}`
  if ('in' in test) return isOneOf(name, test.in, at)
  if ('less' in test) return `${name} < ${at.value(test.less)}`
  if ('absent' in test) return `attribute_not_exists(${name})`
  if ('present' in test) return `attribute_exists(${name})`
  if ('absentOr' in test) return orAbsent(`${name} = ${at.value(test.absentOr)}`)
  if ('absentOrLess' in test) return orAbsent(`${name} < ${at.value(test.absentOrLess)}`)
  return orAbsent(isOneOf(name, test.absentOrIn, at))
}

function isOneOf(name: string, values: readonly (string | number)[], at: Placeholders): string {
  // IN takes no empty list; among nothing is nothing.
  if (values.length === 0) return `(attribute_exists(${name}) AND attribute_not_exists(${name}))`
  return `${name} IN (${values.map((value) => at.value(value)).join(', ')})`
}

/** When no attribute changes it removes one that is never there: an update of a transaction must say something. */
export function updateExpression(to: { readonly [name: string]: Json }, at: Placeholders): string {
  const told = Object.entries(to).filter(([, value]) => value !== undefined)
  const set = told.filter(([, value]) => value !== null).map(([name, value]) => `${at.name(name)} = ${at.value(value)}`)
  const remove = told.filter(([, value]) => value === null).map(([name]) => at.name(name))
  if (told.length === 0) remove.push(at.name('nothing'))
  const clauses = [
    set.length > 0 ? `SET ${set.join(', ')}` : '',
    remove.length > 0 ? `REMOVE ${remove.join(', ')}` : '',
  ]
  return clauses.join(' ').trim()
}
