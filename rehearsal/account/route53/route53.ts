import type * as Sdk from '@aws-sdk/client-route-53'
import type { Account } from '../account.ts'
import type { Answer } from '../answer.ts'
import { AwsError, type Service } from '../port.ts'
import { applyBatch } from './change.ts'
import { fullName, inOrder, orderOf, toRecordSet } from './records.ts'
import { shares } from './shares.ts'

type Records = readonly Sdk.ResourceRecordSet[]

interface Zone {
  readonly id: string
  readonly name: string
  readonly private: boolean
  readonly servers: readonly string[]
  /** As the API tells them, from the moment a change was taken. */
  records: Records
  /** As the authoritative servers answer, once a change is INSYNC. */
  published: Records
  changedAt: number
}

/** "Changes generally propagate to all Route 53 name servers within 60 seconds" (Route 53 API, GetChange). */
const insyncSeconds = [20, 60] as const
/** Five requests a second for the whole account (Route 53 Developer Guide, quotas). */
const requestsPerSecond = 5
/** So long another change of the zone is still being taken in: PriorRequestNotComplete. */
const takenInMs = 200
const pageMax = 300

/** Zones, changed in transactions; what users see follows when a change is INSYNC and resolvers ask again. */
export class Route53 implements Service {
  readonly client = 'Route53'
  /** A control plane in us-east-1, asked from Europe. */
  readonly latency = { '*': [90, 250] } as const
  readonly #account: Account
  readonly #zones = new Map<string, Zone>()
  readonly #changes = new Map<string, { readonly submittedAt: number; readonly insyncAt: number }>()
  readonly #health = new Map<string, boolean>()
  #asked: number[] = []

  constructor(account: Account) {
    this.#account = account
    for (const [id, { name, private: secret, servers, records }] of Object.entries(account.state.route53)) {
      const sets = records.map(toRecordSet).sort(inOrder)
      this.#zones.set(id, {
        id,
        name: fullName(name),
        private: secret,
        servers,
        records: sets,
        published: sets,
        changedAt: 0,
      })
    }
    for (const [id, { healthy }] of Object.entries(account.state.healthChecks)) {
      if (healthy !== undefined) this.#health.set(id, healthy)
    }
  }

  /** The public zone that answers a name, as its parents delegate it. */
  zoneOf(name: string): Zone | undefined {
    const full = fullName(name)
    let best: Zone | undefined
    for (const zone of this.#zones.values()) {
      const own = full === zone.name || full.endsWith(`.${zone.name}`)
      if (own && !zone.private && zone.name.length > (best?.name.length ?? 0)) best = zone
    }
    return best
  }

  /** What the authoritative servers would answer now, with the share of each member. */
  published(name: string, type: string): Map<Sdk.ResourceRecordSet, number> {
    const full = fullName(name)
    const members = this.zoneOf(name)?.published.filter((set) => set.Name === full && set.Type === type) ?? []
    return shares(members, ({ HealthCheckId }) => HealthCheckId === undefined || this.#isHealthy(HealthCheckId))
  }

  /** The records of a name as the API tells them. */
  records(name: string): Records {
    const full = fullName(name)
    return this.zoneOf(name)?.records.filter((set) => set.Name === full) ?? []
  }

  setHealth(check: string, healthy: boolean): void {
    this.#health.set(check, healthy)
    this.#account.traffic.namesChanged()
  }

  /** Somebody changes a name by hand: a weight by seven, or the TTL of what has no weights. */
  drift(name: string): void {
    const zone = this.zoneOf(name)
    const [, second] = this.records(name).filter(({ Weight }) => Weight !== undefined)
    const set = second ?? this.records(name)[0]
    if (zone === undefined || set === undefined)
      throw new Error(`nobody can change ${name} by hand: the account has no such record`)
    const changed =
      set.Weight === undefined ? { ...set, TTL: (set.TTL ?? 300) + 7 } : { ...set, Weight: (set.Weight + 7) % 256 }
    this.#take(zone, applyBatch(zone.records, [{ Action: 'UPSERT', ResourceRecordSet: changed }], zone.name))
  }

  readonly operations = {
    GetHostedZone: ({ Id }: Sdk.GetHostedZoneCommandInput): Answer<Sdk.GetHostedZoneCommandOutput> => {
      const zone = this.#zone(Id)
      return {
        HostedZone: tellZone(zone),
        ...(zone.private ? {} : { DelegationSet: { NameServers: [...zone.servers] } }),
      }
    },
    ListHostedZones: (): Answer<Sdk.ListHostedZonesCommandOutput> => {
      this.#turn()
      const HostedZones = [...this.#zones.values()].map(tellZone)
      return { HostedZones, IsTruncated: false, MaxItems: 100, Marker: undefined }
    },
    ListHostedZonesByName: ({
      DNSName,
      MaxItems = 100,
    }: Sdk.ListHostedZonesByNameCommandInput): Answer<Sdk.ListHostedZonesByNameCommandOutput> => {
      this.#turn()
      const from = orderOf({ Name: DNSName ?? '.', Type: undefined })
      const found = [...this.#zones.values()]
        .filter(({ name }) => DNSName === undefined || orderOf({ Name: name, Type: undefined }) >= from)
        .sort((a, b) =>
          orderOf({ Name: a.name, Type: undefined }) < orderOf({ Name: b.name, Type: undefined }) ? -1 : 1,
        )
      return {
        HostedZones: found.slice(0, MaxItems).map(tellZone),
        IsTruncated: found.length > MaxItems,
        MaxItems,
        ...(DNSName !== undefined && { DNSName }),
      }
    },
    ListResourceRecordSets: (
      input: Sdk.ListResourceRecordSetsCommandInput,
    ): Answer<Sdk.ListResourceRecordSetsCommandOutput> => {
      const zone = this.#zone(input.HostedZoneId)
      const { StartRecordName, StartRecordType, StartRecordIdentifier } = input
      const size = Math.min(input.MaxItems ?? pageMax, pageMax)
      const start = { Name: StartRecordName, Type: StartRecordType, SetIdentifier: StartRecordIdentifier }
      const from = StartRecordName === undefined ? '' : orderOf(start)
      const rest = zone.records.filter((set) => orderOf(set) >= from)
      const next = rest[size]
      return {
        ResourceRecordSets: rest.slice(0, size).map((set) => ({ ...set })),
        IsTruncated: next !== undefined,
        MaxItems: size,
        ...(next !== undefined && {
          NextRecordName: next.Name,
          NextRecordType: next.Type,
          NextRecordIdentifier: next.SetIdentifier,
        }),
      }
    },
    ChangeResourceRecordSets: (
      input: Sdk.ChangeResourceRecordSetsCommandInput,
    ): Answer<Sdk.ChangeResourceRecordSetsCommandOutput> => {
      const zone = this.#zone(input.HostedZoneId)
      const now = this.#account.clock.now()
      if (now - zone.changedAt < takenInMs) {
        throw new AwsError(
          'PriorRequestNotComplete',
          'The request was rejected because Route 53 was still processing a prior request.',
        )
      }
      return { ChangeInfo: this.#take(zone, applyBatch(zone.records, input.ChangeBatch?.Changes ?? [], zone.name)) }
    },
    GetChange: ({ Id = '' }: Sdk.GetChangeCommandInput): Answer<Sdk.GetChangeCommandOutput> => {
      this.#turn()
      const id = Id.replace(/^\/?change\//, '')
      const change = this.#changes.get(id)
      if (change === undefined) throw new AwsError('NoSuchChange', `Could not find resource with ID: ${id}`, 404)
      const Status = this.#account.clock.now() >= change.insyncAt ? 'INSYNC' : 'PENDING'
      return { ChangeInfo: { Id: `/change/${id}`, Status, SubmittedAt: new Date(change.submittedAt) } }
    },
    GetHealthCheck: ({
      HealthCheckId = '',
    }: Sdk.GetHealthCheckCommandInput): Answer<Sdk.GetHealthCheckCommandOutput> => {
      this.#turn()
      const { url } = this.#healthCheck(HealthCheckId)
      const { hostname, pathname, protocol } = new URL(url)
      const tls = protocol === 'https:'
      return {
        HealthCheck: {
          Id: HealthCheckId,
          CallerReference: HealthCheckId,
          HealthCheckVersion: 1,
          HealthCheckConfig: {
            Type: tls ? 'HTTPS' : 'HTTP',
            FullyQualifiedDomainName: hostname,
            ResourcePath: pathname,
            Port: tls ? 443 : 80,
            RequestInterval: 30,
            FailureThreshold: 3,
          },
        },
      }
    },
    GetHealthCheckStatus: ({
      HealthCheckId = '',
    }: Sdk.GetHealthCheckStatusCommandInput): Answer<Sdk.GetHealthCheckStatusCommandOutput> => {
      this.#turn()
      this.#healthCheck(HealthCheckId)
      const healthy = this.#isHealthy(HealthCheckId)
      const Status = healthy ? 'Success: HTTP Status Code 200, OK' : 'Failure: HTTP Status Code 503'
      const CheckedTime = new Date(this.#account.clock.now())
      const regions = ['eu-west-1', 'us-east-1', 'ap-southeast-1'] as const
      return { HealthCheckObservations: regions.map((Region) => ({ Region, StatusReport: { Status, CheckedTime } })) }
    },
  }

  #zone(id = ''): Zone {
    this.#turn()
    const plain = id.replace(/^\/?hostedzone\//, '')
    const found = this.#zones.get(plain)
    if (found === undefined) throw new AwsError('NoSuchHostedZone', `No hosted zone found with ID: ${plain}`, 404)
    return found
  }

  /** Said by hand, or as the side behind its URL is. */
  #isHealthy(id: string): boolean {
    const said = this.#health.get(id)
    if (said !== undefined) return said
    const { state, elb, ecs } = this.#account
    const balancer = elb.named(new URL(state.healthChecks[id]?.url ?? 'https://nowhere.test').hostname)
    if (balancer === undefined || state.elb[balancer]?.page) return true
    return ecs.running(elb.serviceBehind(balancer) ?? '') > 0
  }

  #healthCheck(id: string) {
    const found = this.#account.state.healthChecks[id]
    if (found === undefined)
      throw new AwsError('NoSuchHealthCheck', `A health check with id ${id} does not exist.`, 404)
    return found
  }

  #turn(): void {
    const now = this.#account.clock.now()
    this.#asked = this.#asked.filter((at) => at > now - 1000)
    if (this.#asked.length >= requestsPerSecond) throw new AwsError('Throttling', 'Rate exceeded')
    this.#asked.push(now)
  }

  #take(zone: Zone, records: Records): Sdk.ChangeInfo {
    const { clock } = this.#account
    const submittedAt = clock.now()
    const id = this.#account.idOf('changes', 20, '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ')
    const ms = this.#account.between('dns propagation', insyncSeconds)
    // Changes of a zone are published in their order.
    const earlier = Math.max(0, ...[...this.#changes.values()].map(({ insyncAt }) => insyncAt))
    const insyncAt = Math.max(submittedAt + ms, earlier)
    this.#changes.set(`C${id}`, { submittedAt, insyncAt })
    zone.records = records
    zone.changedAt = submittedAt
    clock.after(insyncAt - submittedAt, () => {
      zone.published = records
      this.#account.traffic.namesChanged()
    })
    return { Id: `/change/C${id}`, Status: 'PENDING', SubmittedAt: new Date(submittedAt) }
  }
}

const tellZone = ({ id, name, private: PrivateZone, records }: Zone): Sdk.HostedZone => ({
  Id: `/hostedzone/${id}`,
  Name: name,
  CallerReference: id,
  Config: { PrivateZone },
  ResourceRecordSetCount: records.length,
})
