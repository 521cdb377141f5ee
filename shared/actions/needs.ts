import { WrongInput } from '../errors.ts'
import type { Needs } from '../permissions/permission.ts'

/** One line per kind: what it may do in IAM's words. Loaded by what makes roles and by preflight, never by a change. */
const kinds = {
  'dynamodb-backup': async () => (await import('./dynamodb-backup.needs.ts')).needs,
  's3-versioning': async () => (await import('./s3-versioning.needs.ts')).needs,
  'ecs-service': async () => (await import('./ecs-service.needs.ts')).needs,
  'lambda-version': async () => (await import('./lambda-version.needs.ts')).needs,
  'site-files': async () => (await import('./site-files.needs.ts')).needs,
  'ecs-task': async () => (await import('./ecs-task.needs.ts')).needs,
  'lambda-alias': async () => (await import('./lambda-alias.needs.ts')).needs,
  'site-pointer': async () => (await import('./site-pointer.needs.ts')).needs,
  'route53-record': async () => (await import('./route53-record.needs.ts')).needs,
  'dns-ttl': async () => (await import('./dns-ttl.needs.ts')).needs,
} as const satisfies Record<string, () => Promise<unknown>>

export const kindsWithNeeds: readonly string[] = Object.keys(kinds)

/** Kept, because even code that is there takes a moment to be asked for, and virtual time does not wait for it. */
const loaded = new Map<string, Needs<unknown>>()

/** @throws {WrongInput} for a kind that says nothing: a role made without it would be refused at night */
export async function loadActionNeeds(kind: string): Promise<Needs<unknown>> {
  const known = loaded.get(kind)
  if (known !== undefined) return known
  const load = Object.hasOwn(kinds, kind) ? kinds[kind as keyof typeof kinds] : undefined
  if (load === undefined) {
    throw new WrongInput(
      `the action kind "${kind}" does not say which permissions it needs; write shared/actions/${kind}.needs.ts and its line in needs.ts`,
    )
  }
  const needs = (await load()) as Needs<unknown>
  loaded.set(kind, needs)
  return needs
}
