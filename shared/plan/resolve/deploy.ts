import type { Json } from '../../ledger/store.ts'
import type { Published } from '../publish.ts'
import { sidedService } from '../sides.ts'

export interface Targeted {
  readonly kind: string
  readonly target: Json
}

const short = (digest: string): string => digest.replace('sha256:', '').slice(0, 12)

/** Stands in where a target is only looked at, or is not done at all. */
export const noDigest = `sha256:${'0'.repeat(64)}`

/** The service that a part of deploy is on a side; undefined when that side has none, or the part is no service. */
export function serviceOf({ plan, environment }: Published, name: string, side: string): string | undefined {
  const part = plan.deploy[name]
  if (part === undefined || !('ecs-service' in part)) return undefined
  const service = part['ecs-service'] === sidedService ? plan.sides[side]?.service : part['ecs-service']
  return service !== undefined && Object.hasOwn(environment.services, service) ? service : undefined
}

/** One part of deploy as the target of its kind, on a side; undefined when that side does not have it. */
export function deployTarget(
  published: Published,
  name: string,
  side: string,
  digest: string = published.manifest.artifacts[name] ?? noDigest,
): Targeted | undefined {
  const { plan, environment } = published
  const part = plan.deploy[name]
  if (part === undefined) return undefined
  if ('ecs-service' in part) {
    const service = serviceOf(published, name, side)
    if (service === undefined) return undefined
    const { cluster, container, repository, family, count, alarms, taskRoles } = environment.services[service]!
    const inPlace = part.strategy !== undefined
    return {
      kind: 'ecs-service',
      target: {
        cluster,
        service,
        container,
        repository,
        digest,
        family,
        desiredCount: count,
        strategy: part.strategy ?? 'idle',
        exposes: inPlace,
        ...(taskRoles !== undefined && { taskRoles }),
        ...(alarms !== undefined && inPlace && { alarms }),
      },
    }
  }
  if ('lambda-version' in part) {
    const fn = environment.functions[part['lambda-version']]!
    const { bucket, key } = fn.package
    return {
      kind: 'lambda-version',
      target: {
        functionName: fn.name,
        codeDigest: digest,
        s3Bucket: bucket,
        s3Key: key.replaceAll('${digest}', short(digest)),
      },
    }
  }
  const { bucket, prefix, index } = environment.sites[part['site-files']]!
  return { kind: 'site-files', target: { bucket, prefix: prefix.replaceAll('${digest}', short(digest)), index } }
}
