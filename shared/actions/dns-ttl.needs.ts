import { may, type Needs } from '../permissions/permission.ts'
import type { Address } from './route53/group.ts'
import { swaps, zoneArn } from './route53/needs.ts'

export const needs: Needs<Address> = (target, place) => {
  const zone = [zoneArn(place, target.zone)]
  return [
    ...may('capture look go', ['route53:ListResourceRecordSets'], zone),
    ...swaps(target, place),
    // The servers are asked when the change's id was lost.
    ...may('look', ['route53:GetHostedZone'], zone),
  ]
}
