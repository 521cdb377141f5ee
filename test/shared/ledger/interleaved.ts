import fc from 'fast-check'
import { ledger } from '../../../shared/ledger/index.ts'
import type { Ledger } from '../../../shared/ledger/ledger.ts'
import { applyRequest, storeOf } from '../../../shared/ledger/memory-store.ts'
import { memoryTable } from '../../../shared/ledger/memory-table.ts'

/** What becomes of one call: answered, taken in but never answered, or never taken in because its caller is dead. */
type Fate = 'answered' | 'lost' | 'dead'
export class AnswerLost extends Error {}

export interface Client {
  readonly book: Ledger
  /** Runs an operation; where an answer is lost, again with the same arguments, as a retried handler would. */
  run<T>(operation: (book: Ledger) => Promise<T>): Promise<T | 'dead'>
}

/** Fates of successive calls: mostly answered. */
export const fates = (): fc.Arbitrary<Fate[]> =>
  fc.array(fc.constantFrom<Fate>('answered', 'answered', 'answered', 'answered', 'lost', 'dead'), { maxLength: 30 })

/** Clients of one table whose calls the scheduler puts in any order, each with its own luck. */
export function clientsOf(
  scheduler: fc.Scheduler,
  luck: readonly (readonly Fate[])[],
): { clients: Client[]; book: Ledger } {
  const table = memoryTable()
  const client = (mine: readonly Fate[], n: number): Client => {
    let calls = 0
    let dead = false
    const store = storeOf(async (request) => {
      const fate = mine[calls++] ?? 'answered'
      await scheduler.schedule(Promise.resolve(), `client ${n} call ${calls} ${fate}`)
      dead ||= fate === 'dead'
      if (dead) throw new AnswerLost('its caller is dead')
      const answer = applyRequest(table, request)
      if (fate === 'lost') throw new AnswerLost('the answer is lost')
      return answer
    })
    const book = ledger(store)
    return {
      book,
      async run(operation) {
        for (;;) {
          try {
            return await operation(book)
          } catch (error) {
            if (!(error instanceof AnswerLost)) throw error
            if (dead) return 'dead'
          }
        }
      },
    }
  }
  return { clients: luck.map(client), book: ledger(storeOf(async (request) => applyRequest(table, request))) }
}
