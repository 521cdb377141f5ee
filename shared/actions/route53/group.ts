import { ListResourceRecordSetsCommand, type ResourceRecordSet, Route53Client } from '@aws-sdk/client-route-53'
import * as z from 'zod/mini'
import { ChangeFailed } from '../../errors.ts'
import type { World } from '../../world.ts'
import { Text } from '../text.ts'

/** Route 53's control plane is in one region, whatever the system's. */
export const controlPlane = { region: 'us-east-1' }

export const Name = Text
export interface Address {
  readonly zone: string
  readonly name: string
  readonly type: 'A' | 'AAAA' | 'CNAME' | 'TXT'
}
export const address = {
  zone: Text,
  name: Text,
  type: z.enum(['A', 'AAAA', 'CNAME', 'TXT']),
}

/** One record of a name and type as we compare it: normalised, nothing left out. */
export const Member = z.strictObject({
  /** Null for the one simple record of a name. */
  setId: z.nullable(z.string()),
  weight: z.nullable(z.int()),
  /** Null for an alias, which has its target's. */
  ttl: z.nullable(z.int()),
  values: z.nullable(z.array(z.string())),
  alias: z.nullable(z.strictObject({ zone: Text, dnsName: Text, evaluate: z.boolean() })),
  healthCheck: z.nullable(z.string()),
})
export type Member = z.infer<typeof Member>

/** Lower case, a dot at the end, and characters instead of Route 53's octal escapes: `\052.` is `*.`. */
export function normalName(name: string): string {
  const plain = name.replaceAll(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
  return `${plain.toLowerCase().replace(/\.$/, '')}.`
}

/** A zone's id comes back as `/hostedzone/Z…`. */
export const zoneId = (id: string): string => id.replace(/^\/hostedzone\//, '')

/** Other routing policies share traffic by other rules than weights: those are not moved by this kind. */
const foreign = [
  'Region',
  'GeoLocation',
  'Failover',
  'MultiValueAnswer',
  'CidrRoutingConfig',
  'GeoProximityLocation',
] as const

/** All records of one name and type, by set id. */
export async function readGroup({ zone, name, type }: Address, world: World): Promise<Member[]> {
  const wanted = normalName(name)
  const members: Member[] = []
  let next: object = { StartRecordName: wanted, StartRecordType: type }
  for (;;) {
    const input = { HostedZoneId: zone, ...next }
    const page = await world.send(Route53Client, new ListResourceRecordSetsCommand(input), controlPlane)
    const sets = page.ResourceRecordSets ?? []
    const group = sets.filter((set) => normalName(set.Name ?? '') === wanted && set.Type === type)
    members.push(...group.map((set) => asMember(set, name)))
    // Sorted by name and type: the first stranger ends the group.
    if (!page.IsTruncated || group.length < sets.length) break
    next = {
      StartRecordName: page.NextRecordName,
      StartRecordType: page.NextRecordType,
      ...(page.NextRecordIdentifier !== undefined && { StartRecordIdentifier: page.NextRecordIdentifier }),
    }
  }
  return members.sort(bySetId)
}

export const bySetId = (a: Member, b: Member): number => ((a.setId ?? '') < (b.setId ?? '') ? -1 : 1)

function asMember(set: ResourceRecordSet, name: string): Member {
  const policy = foreign.find((field) => set[field] !== undefined && set[field] !== false)
  if (policy !== undefined) throw new ChangeFailed(name, `its records are routed by ${policy}, not by weight`)
  return {
    setId: set.SetIdentifier ?? null,
    weight: set.Weight ?? null,
    ttl: set.TTL ?? null,
    values: set.ResourceRecords?.map((one) => one.Value ?? '').sort() ?? null,
    alias: set.AliasTarget
      ? {
          zone: zoneId(set.AliasTarget.HostedZoneId ?? ''),
          dnsName: normalName(set.AliasTarget.DNSName ?? ''),
          evaluate: set.AliasTarget.EvaluateTargetHealth ?? false,
        }
      : null,
    healthCheck: set.HealthCheckId ?? null,
  }
}

/** As Route 53 takes it. */
export function asRecordSet({ name, type }: Address, member: Member): ResourceRecordSet {
  const { setId, weight, ttl, values, alias, healthCheck } = member
  return {
    Name: normalName(name),
    Type: type,
    ...(setId !== null && { SetIdentifier: setId }),
    ...(weight !== null && { Weight: weight }),
    ...(ttl !== null && { TTL: ttl }),
    ...(values !== null && { ResourceRecords: values.map((Value) => ({ Value })) }),
    ...(alias !== null && {
      AliasTarget: { HostedZoneId: alias.zone, DNSName: alias.dnsName, EvaluateTargetHealth: alias.evaluate },
    }),
    ...(healthCheck !== null && { HealthCheckId: healthCheck }),
  }
}
