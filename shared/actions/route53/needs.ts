import { globalArn, may, type Permission, type Place } from '../../permissions/permission.ts'
import { type Address, normalName, zoneId } from './group.ts'

export const zoneArn = (place: Place, zone: string): string => globalArn(place, 'route53', `hostedzone/${zoneId(zone)}`)

/** Swapping the records of one name and type, and of no other in the zone, and seeing the swap arrive. */
export function swaps({ zone, name, type }: Address, place: Place): Permission[] {
  const records = {
    'ForAllValues:StringEquals': {
      'route53:ChangeResourceRecordSetsNormalizedRecordNames': [normalName(name).slice(0, -1)],
      'route53:ChangeResourceRecordSetsRecordTypes': [type],
      'route53:ChangeResourceRecordSetsActions': ['CREATE', 'DELETE'],
    },
  }
  return [
    ...may('go', ['route53:ChangeResourceRecordSets'], [zoneArn(place, zone)], records),
    ...may('look', ['route53:GetChange'], [globalArn(place, 'route53', 'change/*')]),
  ]
}
