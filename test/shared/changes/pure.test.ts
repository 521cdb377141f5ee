import { describe, expect, it } from 'vitest'
import { compare } from '../../../shared/actions/ours.ts'
import { fillReferences } from '../../../shared/changes/references.ts'
import { same } from '../../../shared/changes/same.ts'
import { changeToken } from '../../../shared/changes/token.ts'
import { percentOf, stepBack, stepForward } from '../../../shared/changes/turns.ts'
import type { LineRecord } from '../../../shared/ledger/records.ts'
import type { Json } from '../../../shared/ledger/store.ts'

const line = (action: string, step: number, published?: Json) => ({ action, step, published }) as unknown as LineRecord

describe('two images', () => {
  it('say the same whatever the order of their keys', () => {
    expect(same({ a: 1, b: [{ c: null, d: 'x' }] }, { b: [{ d: 'x', c: null }], a: 1 })).toBe(true)
  })
  it.each([
    [{ a: 1 }, { a: 1, b: 1 }],
    [{ a: undefined as never }, { b: undefined as never }],
    [
      [1, 2],
      [2, 1],
    ],
    [[], {}],
    [null, {}],
    ['1', 1],
  ] as [Json, Json][])('differ: %j and %j', (a, b) => expect(same(a, b)).toBe(false))
})

describe('a reference to what an action published', () => {
  const lines = [line('model-serving', 100, { version: '42' })]
  it('is filled from the journal, at any depth', () => {
    const target = { alias: 'live', nested: [{ version: { from: 'model-serving', field: 'version' } }] }
    expect(fillReferences(target, lines, 'shift')).toEqual({ alias: 'live', nested: [{ version: '42' }] })
  })
  it('stops the change when the action published nothing of that name', () => {
    expect(() => fillReferences({ version: { from: 'web', field: 'prefix' } }, lines, 'shift')).toThrow(
      '"shift" failed: it needs "prefix" of "web", which published none',
    )
  })
  it('is not mistaken for an object that only looks alike', () => {
    const target = { from: 'blue', field: 'x', to: 'green' }
    expect(fillReferences(target, lines, 'shift')).toEqual(target)
  })
})

describe('a step that is taken again', () => {
  it('is a line of its own, and a retry of it is the same line', () => {
    const first = [line('api', 5), line('api', 25)]
    const back = stepBack(first, 'api', 25, 5)
    expect(back).toBe(1005)
    expect(stepBack([...first, line('api', back)], 'api', 25, 5)).toBe(1005)
    const again = stepForward([...first, line('api', back)], 'api', 25)
    expect(again).toBe(1025)
    expect(stepBack([...first, line('api', back), line('api', again)], 'api', 25, 5)).toBe(2005)
    expect([5, 1005, 2025].map(percentOf)).toEqual([5, 5, 25])
  })
  it('does not mix up moves', () => {
    expect(stepForward([line('api', 1025)], 'web', 100)).toBe(100)
  })
})

describe('a client token', () => {
  it('is the same for every attempt of a change, and another one for its way back', () => {
    const forward = changeToken('r', 'ecs:x', 100, 'forward')
    expect(forward).toMatch(/^[0-9a-f]{32}$/)
    expect(changeToken('r', 'ecs:x', 100, 'forward')).toBe(forward)
    expect(changeToken('r', 'ecs:x', 100, 'back')).not.toBe(forward)
    expect(changeToken('r', 'ecs:x', 25, 'forward')).not.toBe(forward)
  })
})

describe('what somebody else has changed', () => {
  const told = (found: Json, to: Json) => () => compare('r', found, to, { ours: [] })
  it('is told by what differs, and as it is where only its shape does', () => {
    expect(told({ a: 1, b: 2 }, { a: 1, b: 3 })).toThrow('found b 2 in place of 3, which')
    expect(told({ a: [] }, {})).toThrow('found {"a":[]}, which')
    expect(told({ a: '1' }, { a: 1 })).toThrow('found {"a":"1"}, which')
  })
})
