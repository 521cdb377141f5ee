import * as z from 'zod/mini'
import type { Item, Write } from '../../shared/ledger/store.ts'
import type { Bench } from '../bench.ts'

/** When a fault strikes: at a moment, when a state is entered, or when a change has got as far as a line says. */
export const When = z.union([
  z.strictObject({ afterSeconds: z.number().check(z.minimum(0)) }),
  z.strictObject({ state: z.string(), nth: z.optional(z.int()), plusSeconds: z.optional(z.number()) }),
  z.strictObject({
    action: z.string(),
    step: z.optional(z.int()),
    is: z.enum(['intended', 'applied', 'settled']),
    plusSeconds: z.optional(z.number()),
  }),
  z.strictObject({
    undo: z.string(),
    is: z.enum(['undoing', 'put-back', 'undone']),
    plusSeconds: z.optional(z.number()),
  }),
  z.strictObject({ bakeSeconds: z.number() }),
])
export type When = z.infer<typeof When>

/** Does something once, when it is time. */
export function once(bench: Bench, when: When, strike: () => void): void {
  const { scheduler, hooks } = bench
  let struck = false
  const after = (seconds: number) => {
    if (struck) return
    struck = true
    scheduler.after(seconds * 1000, strike)
  }
  if ('afterSeconds' in when) {
    after(when.afterSeconds)
    return
  }
  if ('state' in when || 'bakeSeconds' in when) {
    const state = 'state' in when ? when.state : 'Bake'
    const nth = 'state' in when ? (when.nth ?? 1) : 1
    const plus = 'state' in when ? (when.plusSeconds ?? 0) : when.bakeSeconds
    let seen = 0
    hooks.onHistory.push((_arn, event) => {
      const entered = event['stateEnteredEventDetails'] as { name?: string } | undefined
      if (entered?.name !== state) return
      seen += 1
      if (seen === nth) after(plus)
    })
    return
  }
  hooks.afterCall.push((call, outcome) => {
    if (!outcome.ok || !call.what.startsWith('ledger:')) return undefined
    for (const write of (call.input as { write?: readonly Write[] }).write ?? []) {
      if (matches(write, when, bench)) after(when.plusSeconds ?? 0)
    }
    return undefined
  })
}

type Line = Extract<When, { is: string }>

function matches(write: Write, when: Line, bench: Bench): boolean {
  const key = 'put' in write ? write.put : 'set' in write ? write.set : undefined
  const state = 'put' in write ? write.put['state'] : 'set' in write ? write.to['state'] : undefined
  if (key === undefined || state !== when.is) return false
  const prefix = 'undo' in when ? 'UNDO#' : 'LINE#'
  if (!key.sk.startsWith(prefix)) return false
  const item: Item | undefined = bench.table.get(key)
  if (item === undefined) return false
  const name = 'undo' in when ? when.undo : when.action
  return item['action'] === name && ('undo' in when || when.step === undefined || Number(item['step']) === when.step)
}
