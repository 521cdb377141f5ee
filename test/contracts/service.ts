import { describe, expect, it } from 'vitest'
import { errorOf, stage } from '../rehearsal/account/stage.ts'

/** What every simulated service is held to. */
export interface ServiceCase {
  readonly client: string
  /** Reads of what serveml's account has. */
  readonly reads: readonly (readonly [operation: string, input: object])[]
  /** Calls for what is not there, and the name of the error that AWS documents. */
  readonly unknown: readonly (readonly [operation: string, input: object, error: string])[]
  /** A change, so that the same seed can be seen to give the same bytes. */
  readonly change?: readonly [operation: string, input: object]
}

export function holdsTheServiceContract({ client, reads, unknown, change }: ServiceCase): void {
  describe(`the simulated ${client}`, () => {
    it('answers the same to every read, however often and in which order it is asked', () => {
      const { call } = stage()
      // Route 53 takes five calls a second; the clock stands still here.
      const few = reads.slice(0, 2)
      const once = few.map(([operation, input]) => JSON.stringify(call(client, operation, input)))
      const again = [...few].reverse().map(([operation, input]) => JSON.stringify(call(client, operation, input)))
      expect(again.reverse()).toEqual(once)
    })

    for (const [operation, input] of reads) {
      it(`answers ${operation} for what is there`, () => {
        expect(errorOf(() => stage().call(client, operation, input))).toBe('none')
      })
      it(`hands out nothing of its own by ${operation}: a caller who changes the answer changes nothing`, () => {
        const { call } = stage()
        const answer = call<Record<string, unknown>>(client, operation, input)
        const before = JSON.stringify(answer)
        for (const field of Object.keys(answer)) answer[field] = 'changed'
        expect(JSON.stringify(call(client, operation, input))).toBe(before)
      })
    }

    for (const [operation, input, error] of unknown) {
      it(`refuses ${operation} of what is not there as AWS does: ${error}`, () => {
        expect(errorOf(() => stage().call(client, operation, input))).toBe(error)
      })
    }

    if (change === undefined) return
    it('gives the same bytes for the same seed, and others for another', async () => {
      const [operation, input] = change
      const run = async (seed: number) => {
        const { call, pass, account } = stage({ seed })
        const answer = call(client, operation, input)
        await pass(600)
        return JSON.stringify([answer, account.events.sent])
      }
      const [first, second] = [await run(1), await run(1)]
      expect(second).toBe(first)
      expect(await run(2)).not.toBe(first)
    })
  })
}
