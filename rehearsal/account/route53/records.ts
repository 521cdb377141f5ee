import type { ResourceRecordSet } from '@aws-sdk/client-route-53'
import type { RecordState } from '../state.ts'

/** Lower case, a dot at the end: as Route 53 gives names back. */
export const fullName = (name: string): string => {
  const lower = name.toLowerCase()
  return (lower.endsWith('.') ? lower : `${lower}.`).replaceAll('*', '\\052')
}

export function toRecordSet(state: RecordState): ResourceRecordSet {
  const { name, type, ttl, values, alias, set, weight, healthCheck } = state
  return normal({
    Name: name,
    Type: type,
    ...(set !== undefined && { SetIdentifier: set }),
    ...(weight !== undefined && { Weight: weight }),
    ...(alias === undefined
      ? { TTL: ttl ?? 300, ResourceRecords: (values ?? []).map((Value) => ({ Value })) }
      : { AliasTarget: { HostedZoneId: alias.zone, DNSName: alias.name, EvaluateTargetHealth: alias.evaluate } }),
    ...(healthCheck !== undefined && { HealthCheckId: healthCheck }),
  })
}

/** A copy as Route 53 keeps it; fields that say nothing are left out. */
export function normal(set: ResourceRecordSet): ResourceRecordSet {
  const { Name, AliasTarget, ResourceRecords, ...rest } = set
  const kept: ResourceRecordSet = { Name: fullName(Name ?? ''), Type: set.Type }
  for (const [field, value] of Object.entries(rest)) {
    if (value !== undefined) Object.assign(kept, { [field]: value })
  }
  if (AliasTarget !== undefined) {
    kept.AliasTarget = {
      HostedZoneId: AliasTarget.HostedZoneId,
      DNSName: fullName(AliasTarget.DNSName ?? ''),
      EvaluateTargetHealth: AliasTarget.EvaluateTargetHealth ?? false,
    }
  }
  if (ResourceRecords !== undefined && ResourceRecords.length > 0) {
    kept.ResourceRecords = ResourceRecords.map(({ Value }) => ({ Value }))
  }
  return kept
}

export const idOf = (set: ResourceRecordSet): string => `${set.Name} ${set.Type} ${set.SetIdentifier ?? ''}`

/** Whether every value agrees, which is what a DELETE asks for; values are a set. */
export const alike = (a: ResourceRecordSet, b: ResourceRecordSet): boolean => print(a) === print(b)

function print(set: ResourceRecordSet): string {
  const { ResourceRecords, AliasTarget, ...rest } = set
  const fields = Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1))
  const alias = AliasTarget && [AliasTarget.HostedZoneId, AliasTarget.DNSName, AliasTarget.EvaluateTargetHealth]
  return JSON.stringify([fields, alias, ResourceRecords?.map(({ Value }) => Value).sort()])
}

/** By reversed labels, then type, then identifier: `com.example.www` before `com.example.www2`. */
export function inOrder(a: ResourceRecordSet, b: ResourceRecordSet): number {
  const [left, right] = [orderOf(a), orderOf(b)]
  return left < right ? -1 : left > right ? 1 : 0
}

export const orderOf = (set: ResourceRecordSet): string =>
  `${fullName(set.Name ?? '')
    .split('.')
    .reverse()
    .join('\u0001')}\u0000${set.Type ?? ''}\u0000${set.SetIdentifier ?? ''}`
