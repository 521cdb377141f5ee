import type { Directory } from '../../shared/people/directory.ts'
import { holdersOf } from '../../shared/people/holders.ts'
import type { PlannedCheck, ReleasePlan } from '../../shared/plan/release-plan.ts'
import { lasting } from './lasting.ts'

const does = {
  refuse: 'refuses',
  tripwire: 'goes back',
  goal: 'holds at the end',
  neighbour: 'holds',
  tell: 'is told',
} as const

/** What is asked of the world at one moment, what a failure does, and why it applies. */
export function checkLines(title: string, plan: ReleasePlan, when: PlannedCheck['when'][number]): string[] {
  const asked = plan.checks.filter((check) => check.when.includes(when) && !isOfNoMove(check, plan, when))
  if (asked.length === 0) return []
  const lines = asked.map((check) => {
    const failing = check.severity === 'warning' ? does.tell : does[check.onFail]
    return `  ? ${check.name} (${check.kind}): failing ${failing}; because ${check.why}`
  })
  return [title, ...lines, '']
}

/** Asked at the steps of moves that are not made: never. */
const isOfNoMove = (check: PlannedCheck, plan: ReleasePlan, when: string): boolean =>
  when === 'step' &&
  check.moves !== undefined &&
  !plan.cutover.some(({ name, unchanged }) => unchanged === undefined && check.moves!.includes(name))

/** Who signs, and for how long they may think about it. */
export function gateLines(plan: ReleasePlan, name: string, people?: Directory): string[] {
  const gate = plan.gates.find((one) => one.name === name)
  if (gate === undefined) return []
  const holders = (role: string) =>
    people === undefined ? '' : ` (${holdersOf(people, role, plan.system).join(', ') || 'nobody'})`
  const roles = gate.sign.map(({ role, count }) => `${count > 1 ? `${count} × ` : ''}${role}${holders(role)}`)
  return [`Gate "${name}": signed by ${roles.join(', ')} within ${lasting(gate.limitSeconds)}`, '']
}
