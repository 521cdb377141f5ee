import type { Ask } from '../../rehearsal/permissions/index.ts'
import type { Asked } from '../../rehearsal/permissions/record.ts'
import { byAwsItself, notRehearsed } from '../../shared/permissions/exceptions.ts'
import type { Statement } from '../../shared/permissions/index.ts'
import { allows } from './evaluate.ts'

type Granted = Readonly<Record<string, readonly Statement[]>>

/** What was asked for and is allowed by no statement. */
export async function missing(granted: Granted, asked: Asked): Promise<string[]> {
  const found: string[] = []
  for (const [name, asks] of asked) {
    const statements = granted[name] ?? []
    for (const ask of asks.values()) {
      if (!(await allows(statements, ask))) found.push(`${name}: ${ask.action} on ${ask.resource}`)
    }
  }
  return found.sort()
}

/** Every pair of action and resource that is granted and that nobody ever asked for, unless it says why. */
export async function unused(granted: Granted, asked: Asked, excused = byName): Promise<string[]> {
  const found: string[] = []
  for (const [name, statements] of Object.entries(granted)) {
    const asks = [...(asked.get(name)?.values() ?? [])]
    for (const { action, resource, one } of pairs(statements)) {
      if (excused(name, action, resource)) continue
      const candidates = asks.filter((ask) => ask.action === action)
      if (!(await someNeeds(one, candidates))) found.push(`${name}: ${action} on ${resource}`)
    }
  }
  return found.sort()
}

/** Each pair as a policy of its own, so that the evaluator says who needs it. */
function pairs(statements: readonly Statement[]) {
  return statements.flatMap((statement) =>
    statement.Action.flatMap((action) =>
      statement.Resource.map((resource) => ({
        action,
        resource,
        one: { ...statement, Action: [action], Resource: [resource] },
      })),
    ),
  )
}

async function someNeeds(one: Statement, asks: readonly Ask[]): Promise<boolean> {
  for (const ask of asks) if (await allows([one], ask)) return true
  return false
}

const byName = (name: string, action: string, resource: string): boolean =>
  byAwsItself.some(({ actions, on }) => actions.includes(action) && (on?.test(resource) ?? true)) ||
  notRehearsed.some(
    (one) =>
      one.functions.some((each) => each === name) && one.actions.includes(action) && (one.on?.test(resource) ?? true),
  )
