import type { PlannedCheck } from '../release-plan.ts'
import { account } from './account.ts'
import { alarms } from './alarms.ts'
import { data } from './data.ts'
import { functions } from './functions.ts'
import { names } from './names.ts'
import { newSide } from './new-side.ts'
import { people } from './people.ts'
import type { Infer } from './port.ts'
import { services } from './services.ts'
import { sites } from './sites.ts'
import { watching } from './watching.ts'

const inferences: readonly Infer[] = [
  account,
  people,
  alarms,
  data,
  services,
  functions,
  names,
  sites,
  newSide,
  watching,
]

/** Every check that applies, by name once: what two resources ask for in the same words is asked once. */
export function inferChecks(resolving: Parameters<Infer>[0]): PlannedCheck[] {
  const byName = new Map<string, PlannedCheck>()
  for (const check of inferences.flatMap((infer) => infer(resolving))) {
    if (!byName.has(check.name)) byName.set(check.name, check)
  }
  return [...byName.values()]
}
