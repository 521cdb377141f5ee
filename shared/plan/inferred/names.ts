import type { PlannedCheck } from '../release-plan.ts'
import { blocker, type Infer, warning } from './port.ts'

/** Zones, delegation, certificates, and whether the side that users would go back to answers. */
export const names: Infer = ({ published: { plan, environment }, sides }) => {
  const checks: PlannedCheck[] = []
  for (const move of plan.cutover) {
    if (!('names' in move)) continue
    const { zone, zoneName, certificate, probe } = environment.names[move.names]!
    const why = `the plan moves ${move.names}`
    checks.push(blocker(`zone of ${zoneName}`, 'hosted-zone', { zone, name: zoneName }, why, 'hosted-zone-exists'))
    checks.push(
      warning(
        `${zoneName} is delegated to us`,
        'nameservers-delegated',
        { zone, name: zoneName },
        why,
        'nameservers-delegated',
      ),
    )
    if (certificate !== undefined) {
      checks.push(
        blocker(
          `certificate of ${move.names}`,
          'certificate',
          { arn: certificate, names: [move.names] },
          why,
          'acm-covers-hosts',
        ),
      )
    }
    const back = environment.targets[plan.sides[sides.live]?.target ?? '']
    if (back?.address !== undefined) {
      const ask = {
        url: probe ?? `https://${move.names}/`,
        address: back.address,
        expect: { status: back.answers ?? 200 },
      }
      checks.push(
        blocker(
          `${sides.live} answers`,
          'side-answers',
          ask,
          `${sides.live} is where users would go back to`,
          'old-stack-still-running',
        ),
      )
    }
  }
  return checks
}

/** Certificates of sites; those of CloudFront live in us-east-1. */
export const sites: Infer = ({ published: { plan, environment } }) =>
  plan.cutover.flatMap((move) => {
    if (!('site-pointer' in move)) return []
    const part = plan.deploy[move['site-pointer']]!
    const site = environment.sites['site-files' in part ? part['site-files'] : '']!
    if (site.certificate === undefined) return []
    const [name = new URL(site.url).hostname] = site.names ?? []
    const ask = { arn: site.certificate, names: site.names ?? [new URL(site.url).hostname], region: 'us-east-1' }
    return [
      blocker(
        `certificate of ${name}`,
        'certificate',
        ask,
        `the plan points ${site.url} at new files`,
        'acm-covers-hosts',
      ),
    ]
  })
