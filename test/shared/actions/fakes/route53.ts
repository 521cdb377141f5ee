import type { ResourceRecordSet } from '@aws-sdk/client-route-53'
import { normalName } from '../../../../shared/actions/route53/group.ts'
import type { DnsAnswer, DnsQuestion } from '../../../../shared/world.ts'
import { awsError, type FakeService } from './world.ts'

interface Batch {
  readonly Changes: readonly { Action: 'CREATE' | 'DELETE'; ResourceRecordSet: ResourceRecordSet }[]
}

/** One zone, Z0SERVEML, with batches that are taken in whole or not at all. */
export class FakeRoute53 implements FakeService {
  readonly client = 'Route53'
  records: ResourceRecordSet[] = []
  /** What the authoritative servers know: behind the records until a change is in sync. */
  known: ResourceRecordSet[] = []
  readonly nameServers = ['ns-1.example', 'ns-2.example', 'ns-3.example', 'ns-4.example']
  readonly changes: Record<string, 'PENDING' | 'INSYNC'> = {}
  readonly healthChecks: Record<string, { disabled: boolean; statuses: string[] }> = {}

  settle(): void {
    for (const id of Object.keys(this.changes)) this.changes[id] = 'INSYNC'
    this.known = structuredClone(this.records)
  }

  readonly operations: FakeService['operations'] = {
    // Names come back escaped and dotted; pages of two, so that readers must go on.
    ListResourceRecordSets: ({ StartRecordName, StartRecordType, StartRecordIdentifier = '' }) => {
      const sorted = [...this.records].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
      const from = keyOf({ Name: StartRecordName, Type: StartRecordType, SetIdentifier: StartRecordIdentifier })
      const rest = sorted.filter((one) => keyOf(one) >= from)
      const next = rest[2]
      return {
        ResourceRecordSets: rest.slice(0, 2).map((one) => ({ ...one, Name: escaped(one.Name) })),
        IsTruncated: next !== undefined,
        ...(next && { NextRecordName: next.Name, NextRecordType: next.Type, NextRecordIdentifier: next.SetIdentifier }),
      }
    },
    ChangeResourceRecordSets: ({ ChangeBatch }: { ChangeBatch: Batch }) => {
      this.records = applied(this.records, ChangeBatch)
      const Id = `/change/C${Object.keys(this.changes).length + 1}`
      this.changes[Id] = 'PENDING'
      return { ChangeInfo: { Id, Status: 'PENDING' } }
    },
    GetChange: ({ Id }) => {
      if (this.changes[Id] === undefined) throw awsError('NoSuchChange')
      return { ChangeInfo: { Id, Status: this.changes[Id] } }
    },
    GetHostedZone: () => ({ DelegationSet: { NameServers: this.nameServers } }),
    GetHealthCheck: ({ HealthCheckId }) => ({
      HealthCheck: { HealthCheckConfig: { Disabled: this.#check(HealthCheckId).disabled } },
    }),
    GetHealthCheckStatus: ({ HealthCheckId }) => ({
      HealthCheckObservations: this.#check(HealthCheckId).statuses.map((Status) => ({ StatusReport: { Status } })),
    }),
  }

  /** Authoritative servers answer what is known; each draws the first member that has a weight. */
  answer = ({ name, type }: DnsQuestion): DnsAnswer => {
    const group = this.known.filter((one) => normalName(one.Name ?? '') === normalName(name) && one.Type === type)
    const drawn = group.find(({ Weight }) => Weight === undefined || Weight > 0) ?? group[0]
    if (drawn === undefined) return { answers: [], failed: 'NXDOMAIN' }
    if (drawn.AliasTarget) return { ...this.answer({ name: drawn.AliasTarget.DNSName ?? '', type, timeoutMs: 1 }) }
    return { answers: drawn.ResourceRecords?.map(({ Value = '' }) => ({ value: Value, ttl: drawn.TTL ?? 60 })) ?? [] }
  }

  #check(id: string) {
    const found = this.healthChecks[id]
    if (found === undefined) throw awsError('NoSuchHealthCheck')
    return found
  }
}

function applied(records: readonly ResourceRecordSet[], { Changes }: Batch): ResourceRecordSet[] {
  let next = [...records]
  for (const { Action, ResourceRecordSet: set } of Changes) {
    const at = next.findIndex((one) => keyOf(one) === keyOf(set))
    if (Action === 'DELETE') {
      if (at < 0 || exactly(next[at]!) !== exactly(set)) {
        throw awsError('InvalidChangeBatch', 'the values provided do not match the current values')
      }
      next = next.filter((_, i) => i !== at)
    } else if (at >= 0) throw awsError('InvalidChangeBatch', 'it already exists')
    else next.push(structuredClone(set))
  }
  mustAgree(next)
  return next
}

/** Simple and weighted records of one name cannot stand side by side, nor members with different TTLs. */
function mustAgree(records: readonly ResourceRecordSet[]): void {
  for (const one of records) {
    const group = records.filter(
      (other) => keyOf({ ...other, SetIdentifier: '' }) === keyOf({ ...one, SetIdentifier: '' }),
    )
    const simple = group.filter(({ SetIdentifier }) => SetIdentifier === undefined).length
    if (simple > 0 && group.length > 1) throw awsError('InvalidChangeBatch', 'simple beside weighted')
    const ttls = new Set(group.filter(({ TTL }) => TTL !== undefined).map(({ TTL }) => TTL))
    if (ttls.size > 1) throw awsError('InvalidChangeBatch', 'members with different TTLs')
  }
}

const keyOf = ({ Name = '', Type, SetIdentifier }: Partial<ResourceRecordSet>): string =>
  `${normalName(Name).split('.').reverse().join('.')} ${Type} ${SetIdentifier ?? ''}`
const escaped = (name = ''): string => normalName(name).replace('*', '\\052')

const exactly = (set: ResourceRecordSet): string =>
  JSON.stringify([keyOf(set), set.Weight, set.TTL, set.ResourceRecords, set.AliasTarget, set.HealthCheckId])
