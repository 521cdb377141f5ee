import type { PlannedCheck } from '../release-plan.ts'
import { blocker, type Infer, warning } from './port.ts'

/** Zones, delegation, certificates, and whether the side that users would go back to answers. */
export const names: Infer = ({ published: { plan, environment }, sides }) =>
  plan.cutover.flatMap((move): PlannedCheck[] => {
    if (!('names' in move)) return []
    const { zone, zoneName, certificate, probe } = environment.names[move.names]!
    const why = `the plan moves ${move.names}`
    const checks = [
      blocker(`zone of ${zoneName}`, 'hosted-zone', { zone, name: zoneName }, why, 'hosted-zone-exists'),
      warning(
        `${zoneName} is delegated to us`,
        'nameservers-delegated',
        { zone, name: zoneName },
        why,
        'nameservers-delegated',
      ),
    ]
    if (certificate !== undefined) {
      const ask = { arn: certificate, names: [move.names] }
      checks.push(blocker(`certificate of ${move.names}`, 'certificate', ask, why, 'acm-covers-hosts'))
    }
    const back = environment.targets[plan.sides[sides.live]?.target ?? '']
    if (back?.address !== undefined) {
      const ask = {
        url: probe ?? `https://${move.names}/`,
        address: back.address,
        expect: { status: back.answers ?? 200 },
      }
      const where = `${sides.live} is where users would go back to`
      checks.push(blocker(`${sides.live} answers`, 'side-answers', ask, where, 'old-stack-still-running'))
    }
    return checks
  })
