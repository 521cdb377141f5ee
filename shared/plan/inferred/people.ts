import { resolveGates } from '../resolve/gates.ts'
import { blocker, type Infer } from './port.ts'

/** Where people sign they have to be there, and to hear of it. */
export const people: Infer = ({ published }) => {
  const gates = resolveGates(published).map(({ name, sign }) => ({ gate: name, sign }))
  const why = gates.length === 0 ? 'somebody must hear when a release is stuck' : 'the plan has gates'
  return [blocker('those who sign can be reached', 'approvers', { system: published.plan.system, gates }, why)]
}
