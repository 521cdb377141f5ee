import type { ResourceRecordSet } from '@aws-sdk/client-route-53'

/**
 * What share of answers each member of a weighted group gets; the only member of a simple one gets all.
 *
 * Unhealthy members drop out; are all that have weight unhealthy, the healthy ones of weight 0 answer; is nothing
 * healthy, all count as healthy; are all weights 0, all answer equally often.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-how-route-53-chooses-records.html
 */
export function shares(
  members: readonly ResourceRecordSet[],
  healthy: (set: ResourceRecordSet) => boolean,
): Map<ResourceRecordSet, number> {
  const well = members.filter(healthy)
  const choosable = well.length > 0 ? well : members
  const weighted = choosable.filter((set) => set.Weight !== 0)
  const answering = weighted.length > 0 ? weighted : choosable
  const weightOf = (set: ResourceRecordSet) => (weighted.length > 0 ? (set.Weight ?? 1) : 1)
  const sum = answering.reduce((total, set) => total + weightOf(set), 0)
  return new Map(answering.map((set) => [set, weightOf(set) / sum]))
}
