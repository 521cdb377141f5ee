import type { CheckResult } from '../port.ts'
import { CannotTell } from './tell.ts'

interface Seen {
  readonly seen: string
  readonly bound: string
  /** Said only when it fails. */
  readonly whatToDo: string
  readonly value?: number
  readonly limit?: number
  readonly unit?: string
  readonly facts?: { readonly [name: string]: string | number }
}

/** Pass or fail, by one claim. */
export function judged(good: boolean, { whatToDo, ...seen }: Seen): CheckResult {
  return good ? { verdict: 'pass', ...seen } : { verdict: 'fail', ...seen, whatToDo }
}

/** What several looks found: faults outweigh what could not be told, and that outweighs what is well. */
export function weighed(
  { faults, doubts }: { readonly faults: readonly Finding[]; readonly doubts: readonly Finding[] },
  well: Omit<Seen, 'whatToDo'>,
): CheckResult {
  if (faults.length > 0) {
    const { facts, ...drawn } = well
    return { verdict: 'fail', ...drawn, ...(facts ? { facts } : {}), seen: told(faults), whatToDo: toDo(faults) }
  }
  if (doubts.length > 0) throw new CannotTell(told(doubts), toDo(doubts))
  return { verdict: 'pass', ...well }
}

/** What is wrong (or not known), and what to do about it. */
export interface Finding {
  readonly what: string
  readonly whatToDo: string
}

const told = (findings: readonly Finding[]) => findings.map(({ what }) => what).join('; ')
const toDo = (findings: readonly Finding[]) => [...new Set(findings.map(({ whatToDo }) => whatToDo))].join('; ')
