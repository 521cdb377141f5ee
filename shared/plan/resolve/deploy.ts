import type { Json } from '../../ledger/store.ts'
import type { Published } from '../publish.ts'

export interface Targeted {
  readonly kind: string
  readonly target: Json
}

const short = (digest: string): string => digest.replace('sha256:', '').slice(0, 12)

/** One part of deploy as the target of its kind, on a side; undefined when that side does not have it. */
export function deployTarget(published: Published, name: string, side: string): Targeted | undefined {
  const { plan, environment, manifest } = published
  const part = plan.deploy[name]
  if (part === undefined) return undefined
  const digest = manifest.artifacts[name] ?? `sha256:${'0'.repeat(64)}`
  if ('ecs-service' in part) {
    const isSided = part['ecs-service'] === '${side.service}'
    const service = isSided ? plan.sides[side]?.service : part['ecs-service']
    const found = service === undefined ? undefined : environment.services[service]
    if (service === undefined || found === undefined) return undefined
    return {
      kind: 'ecs-service',
      target: {
        cluster: found.cluster,
        service,
        container: found.container,
        repository: found.repository,
        digest,
        family: found.family,
        desiredCount: found.count,
        strategy: part.strategy ?? 'idle',
        exposes: part.strategy !== undefined,
        ...(found.alarms !== undefined && part.strategy !== undefined && { alarms: found.alarms }),
      },
    }
  }
  if ('lambda-version' in part) {
    const fn = environment.functions[part['lambda-version']]!
    return {
      kind: 'lambda-version',
      target: {
        functionName: fn.name,
        codeDigest: digest,
        s3Bucket: fn.package.bucket,
        s3Key: fn.package.key.replaceAll('${digest}', short(digest)),
      },
    }
  }
  const site = environment.sites[part['site-files']]!
  return {
    kind: 'site-files',
    target: { bucket: site.bucket, prefix: site.prefix.replaceAll('${digest}', short(digest)), index: site.index },
  }
}

export const sitePrefix = (published: Published, part: string): string => {
  const target = deployTarget(published, part, '')?.target as { prefix?: string } | undefined
  return target?.prefix ?? ''
}
