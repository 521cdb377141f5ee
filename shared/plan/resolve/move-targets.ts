import type { Json } from '../../ledger/store.ts'
import type { Published } from '../publish.ts'
import { deployTarget } from './deploy.ts'

/** The weighted group of one name, from one side to another. */
export function namesTarget({ plan, environment }: Published, name: string, from: string, to: string): Json {
  const { zone, type, ttl, resolvers, authoritative } = environment.names[name]!
  const member = (side: string) => {
    const { setId, value, alias, healthCheck } = environment.targets[plan.sides[side]!.target]!
    return {
      setId,
      ...(alias !== undefined ? { alias } : { value: value ?? '' }),
      ...(healthCheck !== undefined && { healthCheck }),
    }
  }
  return {
    zone,
    name,
    type,
    members: { [from]: member(from), [to]: member(to) },
    from,
    to,
    ttl,
    resolvers,
    ...(authoritative !== undefined && { authoritative }),
  }
}

/** The alias of a function, to the version that its part of deploy will have published. */
export function aliasTarget(
  { plan, environment }: Published,
  part: string,
): { functionName: string; alias: string; version: Json } {
  const deploy = plan.deploy[part]!
  const { name, alias } = environment.functions['lambda-version' in deploy ? deploy['lambda-version'] : '']!
  return { functionName: name, alias, version: { from: part, field: 'version' } }
}

/** The pointer of a site, to the files of its part of deploy. */
export function pointerTarget(published: Published, part: string): Json {
  const { plan, environment } = published
  const deploy = plan.deploy[part]!
  const site = environment.sites['site-files' in deploy ? deploy['site-files'] : '']!
  const files = deployTarget(published, part, '')!.target as { prefix: string }
  return {
    distribution: site.distribution,
    ...(site.store !== undefined && { store: site.store, key: site.key ?? 'live' }),
    ...(site.originId !== undefined && { originId: site.originId }),
    prefix: files.prefix,
    url: site.url,
    bucket: site.bucket,
    index: site.index,
  }
}
