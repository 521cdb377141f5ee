import type { Published } from '../publish.ts'
import type { PlannedGate } from '../release-plan.ts'

const limitDefault = { go: 7 * 86_400, cutover: 3600 } as const
const when = { go: 'before-lock', cutover: 'before-cutover' } as const

/** Who signs where: roles of the plan, people of the environment. */
export function resolveGates({ plan, environment }: Published): PlannedGate[] {
  const persons = Object.entries(environment.people)
  return (['go', 'cutover'] as const).flatMap((name): PlannedGate[] => {
    const gate = plan.gates[name]
    if (gate === undefined) return []
    const sign = gate.sign.map((asked) => {
      const { role, count } = typeof asked === 'string' ? { role: asked, count: 1 } : asked
      return { role, count, people: persons.filter(([, { roles }]) => roles.includes(role)).map(([person]) => person) }
    })
    const { limit = limitDefault[name], requesterMaySign = false } = gate
    return [{ name, when: when[name], sign, limitSeconds: limit, requesterMaySign }]
  })
}
