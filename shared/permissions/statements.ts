import type { Condition } from './permission.ts'
import type { Statement } from './statement.ts'

export interface Right {
  readonly action: string
  readonly resources: readonly string[]
  readonly when?: Condition
}

/**
 * As few statements as say exactly the same: what has the same condition and the same resources is one. An inline policy
 * has 10,240 characters.
 */
export function statementsOf(rights: readonly Right[]): Statement[] {
  const resources = new Map<string, { action: string; when: Condition | undefined; on: Set<string> }>()
  for (const { action, resources: more, when } of rights) {
    const key = JSON.stringify([action, when])
    const known = resources.get(key) ?? { action, when, on: new Set<string>() }
    resources.set(key, known)
    for (const one of more) known.on.add(one)
  }
  const merged = new Map<string, { actions: string[]; when: Condition | undefined; on: string[] }>()
  for (const { action, when, on } of resources.values()) {
    const sorted = [...on].sort()
    const key = JSON.stringify([serviceOf(action), sorted, when])
    const known = merged.get(key)
    if (known === undefined) merged.set(key, { actions: [action], when, on: sorted })
    else known.actions.push(action)
  }
  const counts = new Map<string, number>()
  return [...merged.values()]
    .map((one) => ({ ...one, actions: one.actions.sort() }))
    .sort((a, b) => orderOf(a).localeCompare(orderOf(b), 'en'))
    .map(({ actions, when, on }) => {
      const service = sidOf(serviceOf(actions[0]!))
      const n = (counts.get(service) ?? 0) + 1
      counts.set(service, n)
      return {
        Sid: `${service}No${n}`,
        Effect: 'Allow',
        Action: actions,
        Resource: on,
        ...(when !== undefined && { Condition: when }),
      }
    })
}

const serviceOf = (action: string): string => action.split(':')[0]!
const orderOf = ({ actions, on }: { actions: string[]; on: string[] }): string => `${actions.join()} ${on.join()}`
/** Letters and digits only. */
const sidOf = (service: string): string => service[0]!.toUpperCase() + service.slice(1).replaceAll('-', '')
