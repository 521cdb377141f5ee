import { loadAction } from '../../actions/index.ts'
import type { World } from '../../world.ts'
import type { Published } from '../publish.ts'
import type { Estimates } from './resolving.ts'

/** A key of a plan is the kind of its action, but for `names`, which are records and their TTLs. */
const kindsOf: Readonly<Record<string, readonly string[]>> = {
  'dynamodb-backup': ['dynamodb-backup'],
  's3-versioning': ['s3-versioning'],
  'ecs-service': ['ecs-service'],
  'lambda-version': ['lambda-version'],
  'site-files': ['site-files'],
  'lambda-alias': ['lambda-alias'],
  'site-pointer': ['site-pointer'],
  names: ['route53-record', 'dns-ttl'],
  task: ['ecs-task'],
}

/** How long the kinds of a plan take, from their own code; only those in use are loaded. */
export async function estimatesOf({ plan }: Published, world: Pick<World, 'load'>): Promise<Estimates> {
  const { backup = [], migrate = {}, deploy, verify = [], cutover } = plan
  const entries = [...backup, ...Object.values(migrate), ...Object.values(deploy), ...verify, ...cutover]
  const wanted = new Set([
    'ecs-task',
    ...entries.flatMap((one) => Object.keys(one)).flatMap((key) => kindsOf[key] ?? []),
  ])
  const loaded = new Map(
    await Promise.all([...wanted].map(async (kind) => [kind, await loadAction(world, kind)] as const)),
  )
  return (kind) => {
    const { limitSeconds, usualSeconds } = loaded.get(kind)!
    return { limitSeconds, usualSeconds }
  }
}
