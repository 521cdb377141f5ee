import type { Published } from '../publish.ts'
import type { PlannedGate } from '../release-plan.ts'

const limitDefault = { go: 7 * 86_400, cutover: 3600 } as const
const when = { go: 'before-lock', cutover: 'before-cutover' } as const

/** Which roles sign where; who holds them is read when the gate opens. */
export function resolveGates({ plan }: Published): PlannedGate[] {
  return (['go', 'cutover'] as const).flatMap((name): PlannedGate[] => {
    const gate = plan.gates[name]
    if (gate === undefined) return []
    const sign = gate.sign.map((asked) => (typeof asked === 'string' ? { role: asked, count: 1 } : asked))
    const { limit = limitDefault[name], requesterMaySign = false, severalRoles, breakGlass } = gate
    return [
      {
        name,
        when: when[name],
        sign,
        limitSeconds: limit,
        requesterMaySign,
        ...(severalRoles && { severalRoles }),
        ...(breakGlass && { breakGlass }),
      },
    ]
  })
}
