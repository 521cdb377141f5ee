import type { ResourceRecordSet } from '@aws-sdk/client-route-53'
import type { DnsAnswer, DnsQuestion } from '../../../shared/world.ts'
import type { Account } from '../account.ts'

type Answers = DnsAnswer['answers']

/** TTL of the names of load balancers and distributions, and so of aliases to them. */
const aliasTtl = 60
const delegationTtl = 172_800

/** Who answers for a zone's parent, for names that are delegated by it. */
export const parentServer = 'a.registry.example'

/**
 * What name servers say: the authoritative ones what Route 53 has published, resolvers what they were once told, for as
 * long as its TTL runs from that moment.
 */
export class Names {
  readonly #account: Account
  readonly #caches = new Map<string, { readonly told: DnsAnswer; readonly at: number; readonly ttl: number }>()

  constructor(account: Account) {
    this.#account = account
  }

  ask({ name, type, server = 'system' }: DnsQuestion): DnsAnswer {
    const plain = plainName(name)
    const asked = plainName(server.replace(/:\d+$/, ''))
    const zone = this.#account.route53.zoneOf(plain)
    const authoritative = zone?.servers.some((one) => plainName(one) === asked) ?? false
    if (authoritative) return this.#fresh(plain, type, asked)
    if (asked === parentServer) return { answers: this.#delegation(plain) }
    const key = `${asked} ${plain} ${type}`
    const now = this.#account.clock.now()
    const known = this.#caches.get(key)
    if (known !== undefined && now < known.at + known.ttl * 1000) {
      const left = Math.max(1, Math.ceil(known.ttl - (now - known.at) / 1000))
      return {
        ...known.told,
        answers: known.told.answers.map(({ value, ttl }) => ({ value, ttl: Math.min(ttl, left) })),
      }
    }
    const told = this.#fresh(plain, type, asked)
    const ttl = Math.min(...told.answers.map((one) => one.ttl), 300)
    if (told.answers.length > 0) this.#caches.set(key, { told, at: now, ttl })
    return told
  }

  #fresh(name: string, type: DnsQuestion['type'], server: string): DnsAnswer {
    const { elb, cloudfront, state, route53 } = this.#account
    const balancer = elb.named(name)
    const distribution = Object.values(state.cloudfront).find(({ domain }) => domain === name)
    const listening = balancer === undefined ? distribution : state.elb[balancer]
    if (listening !== undefined) return type === 'A' ? addresses(listening.addresses) : { answers: [] }
    const zone = route53.zoneOf(name)
    if (type === 'NS' && zone !== undefined && plainName(zone.name) === name) return { answers: this.#delegation(name) }
    if (type === 'NS' && zone === undefined) return { answers: [{ value: parentServer, ttl: delegationTtl }] }
    if (zone === undefined) return { answers: [], failed: 'NXDOMAIN' }
    const chosen =
      this.#choose(route53.published(name, type), server) ?? this.#choose(route53.published(name, 'CNAME'), server)
    if (chosen === undefined) {
      const exists = ['A', 'AAAA', 'CNAME', 'TXT', 'MX', 'NS'].some((one) => route53.published(name, one).size > 0)
      return exists ? { answers: [] } : { answers: [], failed: 'NXDOMAIN' }
    }
    const alias = chosen.AliasTarget?.DNSName
    if (alias !== undefined) {
      const target = plainName(alias)
      const owner = cloudfront.named(target)
      if (owner !== undefined) return type === 'A' ? addresses(state.cloudfront[owner]?.addresses) : { answers: [] }
      return this.#fresh(target, type, server)
    }
    const own = (chosen.ResourceRecords ?? []).map(({ Value = '' }) => ({
      value: unquoted(Value),
      ttl: chosen.TTL ?? 300,
    }))
    if (chosen.Type !== 'CNAME' || type === 'CNAME') return { answers: own }
    // Resolvers tell what the canonical name leads to.
    return this.#fresh(plainName(own[0]?.value ?? ''), type, server)
  }

  /** Weighted answers are drawn anew for each question. */
  #choose(members: ReadonlyMap<ResourceRecordSet, number>, server: string): ResourceRecordSet | undefined {
    if (members.size <= 1) return members.keys().next().value
    let left = this.#account.random(`dns ${server}`)
    let last: ResourceRecordSet | undefined
    for (const [set, share] of members) {
      if (share === 0) continue
      last = set
      left -= share
      if (left < 0) return set
    }
    return last
  }

  #delegation(name: string): Answers {
    const zone = this.#account.route53.zoneOf(name)
    return (zone?.servers ?? []).map((value) => ({ value, ttl: delegationTtl }))
  }
}

export const plainName = (name: string): string => name.toLowerCase().replace(/\.$/, '')
const unquoted = (text: string): string => text.replace(/^"(.*)"$/, '$1')
const addresses = (all: readonly string[] = []): DnsAnswer => ({
  answers: all.map((value) => ({ value, ttl: aliasTtl })),
})
