import { globalArn, may, type Needs } from '../permissions/permission.ts'
import { swaps, zoneArn } from './route53/needs.ts'
import type { Target } from './route53-record/target.ts'

export const needs: Needs<Target> = (target, place) => {
  const zone = [zoneArn(place, target.zone)]
  const checks = [target.from, target.to].flatMap((side) => target.members[side]?.healthCheck ?? [])
  const health = checks.map((id) => globalArn(place, 'route53', `healthcheck/${id}`))
  return [
    ...may('live capture look go', ['route53:ListResourceRecordSets'], zone),
    ...swaps(target, place),
    // Its name servers, unless the environment names them.
    ...(target.authoritative === undefined ? may('look', ['route53:GetHostedZone'], zone) : []),
    ...(health.length === 0 ? [] : may('go', ['route53:GetHealthCheck', 'route53:GetHealthCheckStatus'], health)),
  ]
}
