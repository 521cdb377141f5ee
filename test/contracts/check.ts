import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import type { Check, CheckResult, Moment } from '../../shared/checks/port.ts'
import { AccessDenied, AwsUnavailable } from '../../shared/errors.ts'
import { redact } from '../../shared/redact.ts'
import { callName, isRead } from '../../shared/retries.ts'
import { NetworkError, type World } from '../../shared/world.ts'

/** What a kind brings to its suite. Worlds are made by functions, so that any account, fake or simulated, may serve. */
export interface CheckCase<Ask> {
  readonly check: Check<Ask>
  readonly ask: unknown
  readonly moment: Moment
  good(): World
  /** Sentence → a World in which it is so, and the check must fail. */
  readonly bad: Readonly<Record<string, () => World>>
  /** Sentence → a World in which nobody can tell. */
  readonly blind?: Readonly<Record<string, () => World>>
}

const drawn = {
  where: z.optional(z.string().check(z.minLength(1))),
  value: z.optional(z.number()),
  limit: z.optional(z.number()),
  unit: z.optional(z.string()),
  facts: z.optional(z.record(z.string(), z.union([z.string(), z.number()]))),
}
const said = z.string().check(z.minLength(3))
const Result = z.discriminatedUnion('verdict', [
  z.strictObject({ verdict: z.literal('pass'), seen: said, bound: said, ...drawn }),
  z.strictObject({ verdict: z.literal('fail'), seen: said, bound: said, whatToDo: said, ...drawn }),
  z.strictObject({ verdict: z.literal('unknown'), because: said, whatToDo: said, ...drawn }),
  z.strictObject({ verdict: z.literal('not-applicable'), because: said, ...drawn }),
])

/** What is true of every kind of check. */
export function checkContract<Ask>({ check, ask, moment, good, bad, blind = {} }: CheckCase<Ask>): void {
  const run = async (world: World): Promise<CheckResult> => {
    const result = await check.run(check.ask.parse(ask), world, moment)
    expect(Result.safeParse(result).error).toBeUndefined()
    expect(redact(JSON.stringify(result))).toBe(JSON.stringify(result))
    return result
  }

  describe(`the check kind ${check.kind}`, () => {
    it('refuses a question with a word it does not know', () => {
      expect(check.ask.safeParse(ask).success).toBe(true)
      expect(check.ask.safeParse({ ...(ask as object), unheardOf: 1 }).success).toBe(false)
    })

    it('says in one line what it asks', () => {
      expect(check.describe(check.ask.parse(ask))).toMatch(/^[^\n]{10,}$/)
    })

    it('passes where all is well, twice with the same bytes', async () => {
      const first = await run(good())
      expect(first).toMatchObject({ verdict: 'pass' })
      expect(JSON.stringify(await run(good()))).toBe(JSON.stringify(first))
    })

    for (const [sentence, world] of Object.entries(bad)) {
      it(`fails when ${sentence}`, async () => {
        expect(await run(world())).toMatchObject({ verdict: 'fail' })
      })
    }
    for (const [sentence, world] of Object.entries(blind)) {
      it(`cannot tell when ${sentence}`, async () => {
        expect(await run(world())).toMatchObject({ verdict: 'unknown' })
      })
    }

    it('only reads', async () => {
      const { world, calls } = spied(good())
      await run(world)
      expect(calls.length).toBeGreaterThan(0)
      expect(calls.filter((call) => call.includes('.') && !isRead(call))).toEqual([])
    })

    it('passes with no call refused, and names the missing right for each that is', async () => {
      const { world, calls } = spied(good())
      await run(world)
      for (const [n, call] of calls.entries()) {
        if (!call.includes('.')) continue
        const result = await run(spied(good(), n, new AccessDenied(call, 'not authorized')).world)
        expect(result).toMatchObject({ verdict: 'unknown', because: expect.stringMatching(/[a-z0-9]+:[A-Z]\w+/) })
      }
    })

    it('does not pass, and does not throw, when any one call gets no answer', async () => {
      const { world, calls } = spied(good())
      await run(world)
      for (const [n, call] of calls.entries()) {
        const result = await run(spied(good(), n, new AwsUnavailable(call, 'Throttling: Rate exceeded')).world)
        if (call.includes('.')) expect(result).toMatchObject({ verdict: 'unknown' })
        else expect(['pass', 'unknown', 'fail']).toContain(result.verdict)
      }
    })

    it('does not throw when everything does', async () => {
      for (const error of [new TypeError('cannot read x of undefined'), new NetworkError('lost', 'EAI_AGAIN')]) {
        expect(await run(spied(good(), 'all', error).world)).toMatchObject({ verdict: 'unknown' })
      }
    })
  })
}

/** The same World, written down, and failing at the nth call. */
function spied(world: World, failing?: number | 'all', error?: Error): { world: World; calls: string[] } {
  const calls: string[] = []
  const note = (call: string) => {
    calls.push(call)
    if (error !== undefined && (failing === 'all' || failing === calls.length - 1)) throw error
  }
  const spy: World = {
    ...world,
    async send(clientClass, command, options) {
      note(callName(new clientClass({ region: 'eu-west-1' }), command))
      return world.send(clientClass, command, options)
    },
    async http(request) {
      note('http')
      return world.http(request)
    },
    async tls(request) {
      note('tls')
      return world.tls(request)
    },
    async dns(question) {
      note('dns')
      return world.dns(question)
    },
  }
  return { world: spy, calls }
}
