import { type CheckRecord, type Phase, schema } from '../ledger/records.ts'
import type { CheckWhen, PlannedCheck } from '../plan/release-plan.ts'
import { redact } from '../redact.ts'
import type { World } from '../world.ts'
import { loadCheck } from './index.ts'
import type { Check, CheckResult, Moment } from './port.ts'

const phases: Readonly<Record<CheckWhen, Phase>> = {
  preflight: 'preflight',
  verify: 'verify',
  step: 'cutover',
  bake: 'bake',
}

/** Asks all at once and in the plan's order of answers; whatever a check throws is `unknown`, with its reason. */
export function runChecks(planned: readonly PlannedCheck[], moment: Moment, world: World): Promise<CheckRecord[]> {
  return Promise.all(
    planned.map(async (check) => {
      const { name, kind, severity, onFail } = check
      const result = await ask(check, moment, world)
      return { schema, phase: phases[moment.when], check: name, kind, severity, onFail, ...result, at: world.now() }
    }),
  )
}

/** Events that make it worth while to ask some checks again. */
export async function wakesOf(planned: readonly PlannedCheck[], world: World): Promise<string[]> {
  const keys = await Promise.all(
    planned.map(async ({ kind, ask }) => {
      const check = await loadCheck(world, kind)
      const parsed = parseOnce(check, ask)
      return parsed.success ? (check.wakes?.(parsed.data) ?? []) : []
    }),
  )
  return [...new Set(keys.flat())]
}

/** A pinned plan is read again at every look, and its questions stay the same. */
const parsedAsks = new WeakMap<object, ReturnType<Check['ask']['safeParse']>>()

function parseOnce(check: Check, ask: PlannedCheck['ask']): ReturnType<Check['ask']['safeParse']> {
  const known = typeof ask === 'object' && ask !== null ? parsedAsks.get(ask) : undefined
  if (known !== undefined) return known
  const parsed = check.ask.safeParse(ask)
  if (typeof ask === 'object' && ask !== null) parsedAsks.set(ask, parsed)
  return parsed
}

async function ask(planned: PlannedCheck, moment: Moment, world: World): Promise<CheckResult> {
  try {
    const check = await loadCheck(world, planned.kind)
    const parsed = parseOnce(check, planned.ask)
    if (!parsed.success) {
      const wrong = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'it'}: ${message}`)
      return unknown(
        `the plan asks "${planned.name}" wrongly: ${wrong.join('; ')}`,
        'correct the check in the plan, then publish it again',
      )
    }
    return await check.run(parsed.data, world, moment)
  } catch (thrown) {
    const { name = 'Error', message = String(thrown) } = thrown as Error
    return unknown(redact(`${name}: ${message}`), 'read the reason, then ask again; if it stays, ask by hand')
  }
}

const unknown = (because: string, whatToDo: string): CheckResult => ({ verdict: 'unknown', because, whatToDo })
