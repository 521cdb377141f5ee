import { WrongInput } from '../errors.ts'
import type { World } from '../world.ts'
import type { Action } from './port.ts'

/** One line per kind. The import is spelled out, so that a bundler finds it and a bundle loads only what it uses. */
const kinds = {
  'dynamodb-backup': async () => (await import('./dynamodb-backup.ts')).dynamodbBackup,
  's3-versioning': async () => (await import('./s3-versioning.ts')).s3Versioning,
  'ecs-service': async () => (await import('./ecs-service.ts')).ecsService,
  'lambda-version': async () => (await import('./lambda-version.ts')).lambdaVersion,
  'site-files': async () => (await import('./site-files.ts')).siteFiles,
  'ecs-task': async () => (await import('./ecs-task.ts')).ecsTask,
  'lambda-alias': async () => (await import('./lambda-alias.ts')).lambdaAlias,
  'site-pointer': async () => (await import('./site-pointer.ts')).sitePointer,
  'route53-record': async () => (await import('./route53-record.ts')).route53Record,
  'dns-ttl': async () => (await import('./dns-ttl.ts')).dnsTtl,
} as const satisfies Record<string, () => Promise<unknown>>

export const actionKinds: readonly string[] = Object.keys(kinds)

const loaded = new Map<string, Action>()

/**
 * The code of one kind, loaded when it is first used.
 *
 * @throws {WrongInput} for a kind that does not exist, naming the nearest one
 */
export async function loadAction(world: Pick<World, 'load'>, kind: string): Promise<Action> {
  const known = loaded.get(kind)
  if (known !== undefined) return known
  const load = Object.hasOwn(kinds, kind) ? kinds[kind as keyof typeof kinds] : undefined
  if (load === undefined) throw new WrongInput(unknownKind(kind))
  // Every kind has types of its own; their schemas hold targets, images and marks to them.
  const action = (await world.load<unknown>(`action ${kind}`, load)) as Action
  loaded.set(kind, action)
  return action
}

/** Everything at once, so that a rehearsal in virtual time never waits for a disk. */
export async function preloadActions(): Promise<void> {
  await Promise.all(actionKinds.map((kind) => loadAction({ load: (_name, load) => load() }, kind)))
}

function unknownKind(kind: string): string {
  const [nearest] = actionKinds.map((one) => ({ one, far: distance(kind, one) })).sort((a, b) => a.far - b.far)
  const hint = nearest !== undefined && nearest.far <= kind.length / 2 ? `; did you mean "${nearest.one}"?` : ''
  return `there is no kind of action called "${kind}"${hint} Known are ${actionKinds.join(', ')}; nothing was changed`
}

/** Levenshtein's distance, one row at a time. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const swap = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(swap, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[b.length]!
}
